'use client';
import { SelectField } from '#app/_ui/Field.tsx';
import { setMatrix } from '#app/admin/actions.ts';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { Matrix } from '#domain/priority.ts';
import { IMPACTS, URGENCIES } from '#domain/ticket/ticket.ts';

const PRIORITIES = [1, 2, 3, 4] as const;

/** Which priority the two facts of a report give. */
export function MatrixForm({ matrix, texts, saved }: { matrix: Matrix; texts: Texts; saved: () => Promise<void> }) {
  const { w, o } = texts;
  const say = o.service;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, setMatrix, saved);
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{say.matrix}</h2>
      <p className="s q officeintro">{say.matrixThen}</p>
      {IMPACTS.map((impact) => (
        <fieldset key={impact} className="field officematrix">
          <legend className="legend">{w.status.impact[impact]}</legend>
          <div className="officefour">
            {URGENCIES.map((urgency) => {
              const name = `${impact}_${urgency}`;
              const fact = w.status.urgencyFact[urgency];
              return (
                <SelectField
                  key={urgency}
                  label={`${fact.charAt(0).toUpperCase()}${fact.slice(1)}`}
                  error={errorOf(name)}
                  name={name}
                  defaultValue={matrix[impact][urgency]}
                  options={PRIORITIES.map((priority) => [String(priority), w.status.priority.code({ priority })])}
                />
              );
            })}
          </div>
        </fieldset>
      ))}
      <FormFoot {...foot} verb={say.saveMatrix} />
    </form>
  );
}
