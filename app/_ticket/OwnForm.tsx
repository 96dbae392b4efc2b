'use client';
import type { TicketView } from '#domain/view.ts';
import type { OwnForm } from './forms.ts';
import { PhotoForm } from './PhotoForm.tsx';

type Props = { verb: OwnForm; ticket: TicketView; onDone: () => void };

/** The forms that ask for more than a reason and words. */
export function OwnFormOf({ verb, ticket, onDone }: Props) {
  return verb === 'attach' ? <PhotoForm ticket={ticket} onDone={onDone} /> : null;
}
