import { type ComponentProps, type ReactNode, useId } from 'react';
import { FieldError } from './Choice.tsx';

type FrameProps = {
  label: string;
  /** after the label, in grey: "facultatif" */
  optional?: string | undefined;
  hint?: string | undefined;
  error?: string | null | undefined;
  /** the label is there for assistive tools only */
  hiddenLabel?: boolean | undefined;
};

type Bound = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

/** A label, a control, a hint and what is missing; `children` receives the ids to put on the control. */
export function Field({ label, optional, hint, error, hiddenLabel, children }: FrameProps & { children: (bound: Bound) => ReactNode }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id} className={hiddenLabel ? 'vh' : undefined}>
        {label} {optional && <span className="q light">({optional})</span>}
      </label>
      {children({ id, ...(described ? { 'aria-describedby': described } : {}), ...(error ? { 'aria-invalid': true as const } : {}) })}
      {error && <FieldError id={`${id}-error`} text={error} />}
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** One line of text. */
export function TextField({ label, optional, hint, error, hiddenLabel, ...input }: FrameProps & Omit<ComponentProps<'input'>, 'id' | 'className'>) {
  return (
    <Field label={label} optional={optional} hint={hint} error={error} hiddenLabel={hiddenLabel}>
      {(bound) => <input className="input" {...input} {...bound} />}
    </Field>
  );
}

/** Several lines of text; grows with what is written. */
export function TextArea({ label, optional, hint, error, hiddenLabel, ...area }: FrameProps & Omit<ComponentProps<'textarea'>, 'id' | 'className'>) {
  return (
    <Field label={label} optional={optional} hint={hint} error={error} hiddenLabel={hiddenLabel}>
      {(bound) => <textarea className="input" rows={3} {...area} {...bound} />}
    </Field>
  );
}

/** What can be chosen: its value, and the name that is shown. */
export type Option<V extends string = string> = readonly [value: V, name: string];

type SelectProps<V extends string, N extends string | undefined> = FrameProps & {
  options: readonly Option<V>[];
  /** the name of no choice, which stands first and whose value is '' */
  none?: N;
  choose?: (value: V | (N extends string ? '' : never)) => void;
} & Omit<ComponentProps<'select'>, 'id' | 'className' | 'children' | 'onChange'>;

/** One of several. */
export function SelectField<V extends string, N extends string | undefined = undefined>(props: SelectProps<V, N>) {
  const { label, optional, hint, error, hiddenLabel, options, none, choose, ...select } = props;
  return (
    <Field label={label} optional={optional} hint={hint} error={error} hiddenLabel={hiddenLabel}>
      {(bound) => (
        <select className="input" {...select} onChange={({ target }) => choose?.(target.value as Parameters<typeof choose>[0])} {...bound}>
          {none !== undefined && <option value="">{none}</option>}
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
