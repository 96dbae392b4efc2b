'use client';
import { TextField } from '#app/_ui/Field.tsx';
import { createSite } from '#app/admin/actions.ts';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';

export function SiteForm({ texts, made }: { texts: Texts; made: (name: string) => void }) {
  const { w, o } = texts;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, createSite, (_, input) => made(input['name']?.trim() ?? ''));
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{o.sites.add}</h2>
      <TextField
        label={o.sites.uai}
        hint={o.sites.uaiHint}
        error={errorOf('uai')}
        name="uai"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        required
        maxLength={20}
      />
      <TextField label={o.sites.name} error={errorOf('name')} name="name" autoComplete="off" required maxLength={120} />
      <TextField label={o.sites.city} error={errorOf('city')} name="city" autoComplete="off" required maxLength={80} />
      <TextField
        label={o.sites.phone}
        optional={w.common.optional}
        error={errorOf('phone')}
        name="phone"
        type="tel"
        autoComplete="off"
        maxLength={30}
      />
      <TextField
        label={o.sites.desk}
        hint={o.sites.deskHint}
        optional={w.common.optional}
        error={errorOf('desk')}
        name="desk"
        type="tel"
        autoComplete="off"
        maxLength={30}
      />
      <TextField
        label={o.mail.mailboxOf.label}
        hint={o.mail.mailboxOf.hint}
        optional={w.common.optional}
        error={errorOf('mailbox')}
        name="mailbox"
        type="email"
        inputMode="email"
        autoComplete="off"
        spellCheck={false}
        maxLength={254}
      />
      <TextField
        label={o.sites.timeZone}
        hint={o.sites.timeZoneHint}
        error={errorOf('timeZone')}
        name="timeZone"
        defaultValue="Europe/Paris"
        autoComplete="off"
        spellCheck={false}
        required
        maxLength={60}
      />
      <FormFoot {...foot} verb={o.sites.submit} />
    </form>
  );
}
