import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { FormTrouble, sentence, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { setSite } from '#app/admin/register/actions.ts';
import type { PlacePage } from '#server/office/register/places.ts';
import { useSeen } from './seen.ts';

const FIELDS = ['name', 'city', 'address', 'postcode', 'kind', 'academy', 'pupils', 'phone', 'desk'] as const;
const NEEDED: ReadonlySet<string> = new Set(['name', 'city']);

type Props = { site: PlacePage['site']; texts: Texts; saved: () => Promise<void>; again: () => Promise<void> };

/** What is known of a site. Its code stays as it is: everything else knows it by that. */
export function SiteFields({ site, texts: { w, o }, saved, again }: Props) {
  const { seen, typing, anew } = useSeen(site);
  const p = o.register.place;
  const { form, submit, trouble, working } = useOfficeForm(
    (input) => setSite({ ...input, site: site.id, seen }),
    () => {
      anew();
      void saved();
    },
  );
  return (
    <form ref={form} className="panel roomy officeform" noValidate onChange={typing} onSubmit={submit}>
      <h2>{p.about}</h2>
      {FIELDS.map((field) => (
        <TextField
          key={field}
          label={p[field]}
          name={field}
          defaultValue={site[field] === null ? '' : String(site[field])}
          error={trouble?.field === field ? sentence(w, o, trouble.fault) : null}
          autoComplete="off"
          required={NEEDED.has(field)}
          {...(field === 'pupils' ? { inputMode: 'numeric' as const } : {})}
          {...(NEEDED.has(field) ? {} : { optional: w.common.optional })}
        />
      ))}
      <FormTrouble trouble={trouble} w={w} o={o} />
      <div className="officeacts">
        <Button type="submit" disabled={working}>
          {p.save}
        </Button>
        {trouble?.fault === 'changed-meanwhile' && (
          <Button
            icon="refresh-cw"
            onClick={() => {
              anew();
              void again();
            }}
          >
            {o.reload}
          </Button>
        )}
      </div>
    </form>
  );
}
