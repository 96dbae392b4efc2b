'use client';
import type { TicketView } from '#domain/view.ts';
import { type FormVerb, isOwnForm } from './forms.ts';
import { OwnFormOf } from './OwnForm.tsx';
import { WordsForm } from './WordsForm.tsx';

type Props = { verb: FormVerb; ticket: TicketView; onDone: () => void };

/** The form of a verb: its own, or the common one of reasons and words. */
export function VerbForm({ verb, ...rest }: Props) {
  return isOwnForm(verb) ? <OwnFormOf verb={verb} {...rest} /> : <WordsForm {...rest} verb={verb} />;
}
