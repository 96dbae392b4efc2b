import { TextField } from '#app/_ui/Field.tsx';
import { useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { setSite } from '#app/admin/register/actions.ts';
import type { PlacePage } from '#server/office/register/places.ts';
import { PlaceFoot } from './PlaceFoot.tsx';

const FIELDS = ['name', 'city', 'address', 'postcode', 'kind', 'academy', 'pupils', 'phone', 'desk'] as const;
const NEEDED: ReadonlySet<string> = new Set(['name', 'city']);

type Props = { site: PlacePage['site']; texts: Texts; saved: () => Promise<void>; again: () => Promise<void> };

/** What is known of a site. Its code stays as it is: everything else knows it by that. `site` stays while it is open: its key is what it holds. */
export function SiteFields({ site, texts, saved, again }: Props) {
  const { w, o } = texts;
  const p = o.register.place;
  const { form, submit, errorOf, foot } = useOfficeForm(
    texts,
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
          error={errorOf(field)}
          autoComplete="off"
          required={NEEDED.has(field)}
          {...(field === 'pupils' ? { inputMode: 'numeric' as const } : {})}
          {...(NEEDED.has(field) ? {} : { optional: w.common.optional })}
        />
      ))}
      <PlaceFoot foot={foot} verb={p.save} kind="plain" again={again} />
    </form>
  );
}
