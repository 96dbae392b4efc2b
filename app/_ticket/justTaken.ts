let taken: string | null = null;

/** The person has just taken this ticket: its screen shows the baton sliding to them, once. */
export function celebrate(ticket: string): void {
  taken = ticket;
}

/** Was it just taken? Asked when the screen opens; the next opening is an ordinary one. */
export function wasJustTaken(ticket: string): boolean {
  const is = taken === ticket;
  if (is) taken = null;
  return is;
}
