'use client';
import { TextField } from '#app/_ui/Field.tsx';
import { setAlerts } from '#app/admin/actions.ts';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { AlertsRow } from '#server/office/service.ts';

const WAITS = ['answer', 'critical', 'again'] as const;

/** How long a call waits for an answer before the next people are called. */
export function AlertsForm({ alerts, texts, saved }: { alerts: AlertsRow; texts: Texts; saved: () => Promise<void> }) {
  const { o } = texts;
  const say = o.service;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, setAlerts, saved);
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{say.alerts}</h2>
      <p className="s q officeintro">{say.alertsThen}</p>
      {WAITS.map((name) => (
        <TextField
          key={name}
          label={say.waits[name]}
          error={errorOf(name)}
          name={name}
          defaultValue={alerts[name]}
          autoComplete="off"
          required
          maxLength={30}
        />
      ))}
      <label className="officecheck">
        <input type="checkbox" name="quiet" value="on" defaultChecked={alerts.quiet} /> {say.quiet}
      </label>
      <FormFoot {...foot} verb={say.saveAlerts} />
    </form>
  );
}
