'use client';
import { Fragment } from 'react';
import { TextField } from '#app/_ui/Field.tsx';
import { setPolicy } from '#app/admin/actions.ts';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { PolicyRow } from '#server/office/service.ts';

/** What the organisation promises for each priority. */
export function PolicyForm({ policy, texts, saved }: { policy: PolicyRow; texts: Texts; saved: () => Promise<void> }) {
  const { o } = texts;
  const say = o.service;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, setPolicy, saved);
  const line = (name: string, label: string, value: string, hint?: string) => (
    <TextField label={label} hint={hint} error={errorOf(name)} name={name} defaultValue={value} autoComplete="off" required maxLength={30} />
  );
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{say.policy}</h2>
      <p className="s q officeintro">{say.policyThen}</p>
      {line('day', say.dayLength, policy.day, say.dayLengthHint)}
      <label className="officecheck">
        <input type="checkbox" name="always" value="on" defaultChecked={policy.always} /> {say.always}
      </label>
      <label className="officecheck">
        <input type="checkbox" name="usage" value="on" defaultChecked={policy.usage} /> {say.usage}
      </label>
      {policy.targets.map(({ priority, tto, ttr }) => (
        <Fragment key={priority}>
          {line(`tto${priority}`, say.toOwn({ priority }), tto, priority === 1 ? say.lengthHint : undefined)}
          {line(`ttr${priority}`, say.toResolve({ priority }), ttr, priority === 1 ? say.lengthHint : undefined)}
        </Fragment>
      ))}
      <FormFoot {...foot} verb={say.savePolicy} />
    </form>
  );
}
