import { useEffect } from 'react';
import { useField } from '#app/_field/field.tsx';
import { isNoted } from '#domain/reading.ts';
import type { TicketView } from '#domain/view.ts';

/** As many as one request takes; a phone that opens more in a dead zone keeps the last. */
const MOST = 40;

interface Kept {
  readonly ticket: string;
  readonly at: number;
}

/** It ends with the person's id: signing out takes it away with all else of theirs (leave.ts). */
const keyOf = (person: string) => `relais readings ${person}`;

function keptOf(person: string): readonly Kept[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(person)) ?? '[]') as readonly Kept[];
  } catch {
    return [];
  }
}

function keep(person: string, all: readonly Kept[]): void {
  try {
    if (all.length === 0) localStorage.removeItem(keyOf(person));
    else localStorage.setItem(keyOf(person), JSON.stringify(all.slice(-MOST)));
  } catch {
    // A browser without room: what is told now is told all the same.
  }
}

/** Tells the server what was opened here; what could not be told stays for the next time. */
async function tell(person: string, all: readonly Kept[]): Promise<void> {
  const now = Date.now();
  const readings = all.map(({ ticket, at }) => ({ ticket, ago: Math.max(0, now - at) }));
  const answer = await fetch('/api/readings', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ readings }),
    redirect: 'error',
  }).catch(() => null);
  // Of no shape that is taken: told again it would be refused again.
  if (answer === null || !(answer.ok || answer.status === 400)) return;
  keep(
    person,
    keptOf(person).filter((k) => !all.some((one) => one.ticket === k.ticket && one.at === k.at)),
  );
}

/** Who opens a confidential ticket that is not their own is written down (docs/decisions/0034), in a dead zone too: told when there is a network. */
export function useReading(ticket: TicketView | undefined): void {
  const { me: reader, connection } = useField();
  const me = reader.person;
  const id = ticket !== undefined && isNoted(me, ticket.head) ? ticket.id : null;
  const isOnline = connection.kind === 'online';
  useEffect(() => {
    if (id !== null) keep(me, [...keptOf(me), { ticket: id, at: Date.now() }]);
  }, [id, me]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another ticket is told too
  useEffect(() => {
    const all = keptOf(me);
    if (isOnline && all.length > 0) void tell(me, all);
  }, [me, isOnline, id]);
}
