'use client';
import { Button } from '#app/_ui/Button.tsx';
import { personKnown } from '#app/admin/actions.ts';
import { FormTrouble, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { CATEGORY_CODES } from '#domain/catalogue.ts';
import type { PersonRow } from '#server/office/people.ts';

type Props = { person: PersonRow; texts: Texts; done: () => void; cancel: () => void };

/** Is their trouble more urgent, and what do they know well: whom a ticket is given to first. */
export function PersonKnown({ person, texts: { w, o }, done, cancel }: Props) {
  const { form, submit, trouble, working } = useOfficeForm((input) => personKnown({ ...input, person: person.id }), done);
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
      <FormTrouble trouble={trouble} w={w} o={o} />
      <span className="filters">
        <Button type="submit" kind="primary" disabled={working}>
          {o.people.knownKeep}
        </Button>
        <Button disabled={working} onClick={cancel}>
          {w.common.cancel}
        </Button>
      </span>
    </form>
  );
}
