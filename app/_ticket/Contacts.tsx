'use client';
import { useState } from 'react';
import { WhomToCall } from '#app/_call/WhomToCall.tsx';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import type { TicketView } from '#domain/view.ts';

/** Everybody who can be called about it: the hands of its site, the desk, and the referents, those of its category first. */
export function Contacts({ ticket }: { ticket: TicketView }) {
  const { view, words: w } = useField();
  const [isOpen, setOpen] = useState(false);
  const site = view.sites.get(ticket.head.site);
  if (site === undefined || site.colleagues.length === 0) return null;
  return (
    <>
      <Button shape="block" icon="users-round" onClick={() => setOpen(true)}>
        {w.how.call}
      </Button>
      <Sheet open={isOpen} onClose={() => setOpen(false)} title={w.how.call} closeLabel={w.common.close}>
        {isOpen && <WhomToCall sites={[site]} referents category={ticket.head.category} always />}
      </Sheet>
    </>
  );
}
