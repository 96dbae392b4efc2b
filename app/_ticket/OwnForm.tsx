'use client';
import type { TicketView } from '#domain/view.ts';
import type { OwnForm } from './forms.ts';
import { IdentityForm } from './IdentityForm.tsx';
import { PhotoForm } from './PhotoForm.tsx';

type Props = { verb: OwnForm; ticket: TicketView; onDone: () => void };

/** The forms that ask for more than a reason and words. */
export function OwnFormOf({ verb, ticket, onDone }: Props) {
  if (verb === 'identity') return <IdentityForm ticket={ticket} onDone={onDone} />;
  return verb === 'attach' ? <PhotoForm ticket={ticket} onDone={onDone} /> : null;
}
