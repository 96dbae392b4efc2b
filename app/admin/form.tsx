'use client';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { Words } from '#domain/words/index.ts';
import type { OfficeWords } from '#domain/words/office.ts';
import type { Fault, Told } from '#server/office/desk.ts';
import { type Texts, toTheDoor } from './office.ts';

export interface Trouble {
  /** null: of no field. */
  readonly field: string | null;
  readonly fault: Fault | 'server';
  /** What stands in the way. */
  readonly other?: string;
}

export function sentence(w: Words, o: OfficeWords, fault: Trouble['fault']): string {
  return fault === 'server' ? w.errors.server : o.fault[fault];
}

/**
 * A form that sends its fields to a server action. What was typed stays until the server has taken it; a refused field gets the focus.
 * @param send the action; receives the fields by name
 * @param done what the action answered
 * @returns `errorOf` a field, and for the form's `FormFoot` what it needs
 */
export function useOfficeForm<T>(
  texts: Texts,
  send: (input: Record<string, string>) => Promise<Told<T>>,
  done: (value: T, input: Record<string, string>) => void,
) {
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [working, setWorking] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const fail = (found: Trouble) => {
    setTrouble(found);
    if (found.field !== null) form.current?.querySelector<HTMLElement>(`[name=${found.field}]`)?.focus();
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (working) return;
    const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, typeof value === 'string' ? value : '']);
    const input = Object.fromEntries(entries) as Record<string, string>;
    setTrouble(null);
    setWorking(true);
    try {
      const told = await send(input);
      if (told.ok) {
        form.current?.reset();
        done(told.value, input);
      } else if (told.fault === 'signed-out') toTheDoor();
      else fail({ field: told.field ?? null, fault: told.fault, ...(told.other === undefined ? {} : { other: told.other }) });
    } catch {
      fail({ field: null, fault: 'server' });
    } finally {
      setWorking(false);
    }
  };

  return {
    form,
    submit: (event: FormEvent<HTMLFormElement>) => void submit(event),
    errorOf: (field: string) => errorAt(trouble, field, texts),
    trouble,
    foot: { trouble, working, texts },
  };
}

/** What is wrong with this field, if it is this one. */
export function errorAt(trouble: Trouble | null, field: string, { w, o }: Texts): string | null {
  return trouble?.field === field ? sentence(w, o, trouble.fault) : null;
}

type FootProps = {
  trouble: Trouble | null;
  working: boolean;
  texts: Texts;
  /** what the form does */
  verb: string;
  /** there is nothing to send */
  disabled?: boolean;
  /** the way back; none where the form always stands */
  cancel?: (() => void) | undefined;
  /** the form stands in the row of what it changes */
  inRow?: boolean;
};

/** The end of an office form: what is wrong with no field in particular, its verb, the way back. */
export function FormFoot({ trouble, working, texts: { w, o }, verb, disabled = false, cancel, inRow = false }: FootProps) {
  const Acts = inRow ? 'span' : 'div';
  return (
    <>
      <FormTrouble trouble={trouble} w={w} o={o} />
      <Acts className={inRow ? 'filters' : 'officeacts'}>
        <Button type="submit" kind="primary" disabled={working || disabled}>
          {verb}
        </Button>
        {cancel !== undefined && (
          <Button disabled={working} onClick={cancel}>
            {w.common.cancel}
          </Button>
        )}
      </Acts>
    </>
  );
}

/** One verb of the office, without a form: sent, then said, or what is wrong. */
export function useOfficeAct() {
  const [trouble, setTrouble] = useState<Trouble['fault'] | null>(null);
  const [working, setWorking] = useState(false);
  const act = async <T,>(send: () => Promise<Told<T>>, done: (value: T) => Promise<void>) => {
    setWorking(true);
    setTrouble(null);
    try {
      const told = await send();
      if (told.ok) await done(told.value);
      else if (told.fault === 'signed-out') toTheDoor();
      else setTrouble(told.fault);
    } catch {
      setTrouble('server');
    } finally {
      setWorking(false);
    }
  };
  return { act, trouble, working };
}

/** What is wrong with no field in particular. */
export function FormTrouble({ trouble, w, o }: { trouble: Trouble | null; w: Words; o: OfficeWords }) {
  return trouble?.field === null ? <Note icon="triangle-alert" tone="d" alert title={sentence(w, o, trouble.fault)} /> : null;
}

/** What went wrong with a verb that has no form. */
export function ActTrouble({ trouble, w, o }: { trouble: Trouble['fault'] | null; w: Words; o: OfficeWords }) {
  return trouble === null ? null : <Note icon="triangle-alert" tone="d" alert title={sentence(w, o, trouble)} />;
}

type AskProps = { title: string; verb: string; working: boolean; w: Words; go: () => void; cancel: () => void; children?: ReactNode };

/** What cannot be undone at once is asked again, in place. */
export function AskAgain({ title, verb, working, w, go, cancel, children }: AskProps) {
  return (
    <Note icon="circle-question-mark" tone="w" alert title={title}>
      {children}
      <span className="filters">
        <Button kind="danger" disabled={working} onClick={go}>
          {verb}
        </Button>
        <Button disabled={working} onClick={cancel}>
          {w.common.cancel}
        </Button>
      </span>
    </Note>
  );
}
