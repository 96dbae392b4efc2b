'use client';
import { TextArea } from '#app/_ui/Field.tsx';
import { siteResources } from '#app/admin/actions.ts';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { typedResources } from '#domain/resource.ts';
import type { SiteRow } from '#server/office/sites.ts';

type Props = { site: SiteRow; texts: Texts; done: () => void; cancel: () => void };

/** What rights are asked on at a site: its list, one a line. */
export function ResourcesForm({ site, texts, done, cancel }: Props) {
  const say = texts.o.sites.resources;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, (input) => siteResources({ ...input, site: site.id }), done);
  return (
    <form ref={form} className="grow" noValidate onSubmit={submit}>
      <TextArea
        label={say.label}
        hint={say.hint}
        error={errorOf('resources')}
        name="resources"
        rows={8}
        autoComplete="off"
        defaultValue={typedResources(site.resources, say.sensitive)}
        autoFocus
      />
      <FormFoot {...foot} verb={say.keep} cancel={cancel} inRow />
    </form>
  );
}
