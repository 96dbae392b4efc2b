'use client';
import { personKnown } from '#app/admin/actions.ts';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { CATEGORY_CODES } from '#domain/catalogue.ts';
import type { PersonRow } from '#server/office/people.ts';

type Props = { person: PersonRow; texts: Texts; done: () => void; cancel: () => void };

/** Is their trouble more urgent, and what do they know well: whom a ticket is given to first. */
export function PersonKnown({ person, texts, done, cancel }: Props) {
  const { w, o } = texts;
  const { form, submit, foot } = useOfficeForm(texts, (input) => personKnown({ ...input, person: person.id }), done);
  return (
    <form ref={form} className="grow" noValidate onSubmit={submit}>
      <label className="officecheck">
        <input type="checkbox" name="vip" value="on" defaultChecked={person.vip} /> {o.people.vip}
      </label>
      <fieldset>
        <legend>{o.people.knowsWell}</legend>
        {CATEGORY_CODES.map((code) => (
          <label key={code} className="officecheck">
            <input type="checkbox" name={`knows_${code}`} value="on" defaultChecked={person.skills.includes(code)} /> {w.catalogue.category[code]}
          </label>
        ))}
      </fieldset>
      <FormFoot {...foot} verb={o.people.knownKeep} cancel={cancel} inRow />
    </form>
  );
}
