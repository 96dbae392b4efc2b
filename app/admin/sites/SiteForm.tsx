'use client';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { createSite } from '#app/admin/actions.ts';
import { FormTrouble, sentence, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';

export function SiteForm({ texts: { w, o }, made }: { texts: Texts; made: (name: string) => void }) {
  const { form, submit, trouble, working } = useOfficeForm(createSite, (_, input) => made(input['name']?.trim() ?? ''));
  const errorOf = (field: string) => (trouble?.field === field ? sentence(w, o, trouble.fault) : null);
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
      <FormTrouble trouble={trouble} w={w} o={o} />
      <div className="officeacts">
        <Button type="submit" kind="primary" disabled={working}>
          {o.sites.submit}
        </Button>
      </div>
    </form>
  );
}
