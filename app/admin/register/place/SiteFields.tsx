import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { FormTrouble, sentence, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { setSite } from '#app/admin/register/actions.ts';
import type { PlacePage } from '#server/office/register/places.ts';

const FIELDS = ['name', 'city', 'address', 'postcode', 'kind', 'academy', 'pupils', 'phone', 'desk'] as const;
const NEEDED: ReadonlySet<string> = new Set(['name', 'city']);

type Props = { site: PlacePage['site']; texts: Texts; saved: () => Promise<void>; again: () => Promise<void> };

/** What is known of a site. Its code stays as it is: everything else knows it by that. `site` stays while it is open: its key is what it holds. */
export function SiteFields({ site, texts: { w, o }, saved, again }: Props) {
  const p = o.register.place;
  const { form, submit, trouble, working } = useOfficeForm(
    (input) => setSite({ ...input, site: site.id, seen: site }),
    () => void saved(),
  );
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
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
      {trouble?.fault === 'changed-meanwhile' ? (
        <Note icon="triangle-alert" tone="d" alert title={p.meanwhile} />
      ) : (
        <FormTrouble trouble={trouble} w={w} o={o} />
      )}
      <div className="officeacts">
        <Button type="submit" disabled={working}>
          {p.save}
        </Button>
        {trouble?.fault === 'changed-meanwhile' && (
          <Button icon="refresh-cw" onClick={() => void again()}>
            {o.reload}
          </Button>
        )}
      </div>
    </form>
  );
}
