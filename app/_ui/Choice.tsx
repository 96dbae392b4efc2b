import { type ReactNode, useId } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

type ChoiceProps = {
  name: string;
  value: string;
  checked: boolean;
  onChange: (value: string) => void;
  label: string;
  hint?: string | undefined;
  icon?: IconName;
  /** several may be chosen */
  many?: boolean;
};

/** One answer as a box of 52 px; chosen: thicker edge, tick, soft ground. */
export function Choice({ name, value, checked, onChange, label, hint, icon, many }: ChoiceProps) {
  return (
    <label className="choice">
      <input type={many ? 'checkbox' : 'radio'} name={name} value={value} checked={checked} onChange={() => onChange(value)} />
      {icon && <Icon name={icon} />}
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
      <Icon name="check" className="tick" />
    </label>
  );
}

type GroupProps = {
  /** the question */
  legend: string;
  /** how many side by side: as many as fit (about two), three (symptoms), or one under the other */
  columns?: 'fit' | 'three' | 'one';
  error?: string | null;
  children: ReactNode;
  /** under the boxes, part of the same answer: a text */
  after?: ReactNode;
};

/** A question and its boxes: never a select on the phone. */
export function ChoiceGroup({ legend, columns = 'fit', error, children, after }: GroupProps) {
  const id = useId();
  return (
    <fieldset className="field" aria-describedby={error ? id : undefined}>
      <legend className="legend">{legend}</legend>
      <div className={columns === 'fit' ? 'chips' : `chips ${columns}`}>{children}</div>
      {after}
      {error && <FieldError id={id} text={error} />}
    </fieldset>
  );
}

/** What is missing, under the field. */
export function FieldError({ id, text }: { id: string; text: string }) {
  return (
    <p className="error" id={id}>
      <Icon name="triangle-alert" />
      {text}
    </p>
  );
}
