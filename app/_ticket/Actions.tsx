'use client';
import { useEffect, useState } from 'react';
import { mintId, useField } from '#app/_field/field.tsx';
import { useAct } from '#app/_field/useAct.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { besideOf, primaryOf, type Verb, verbsOf } from '#domain/ticket/verbs.ts';
import { nameOf, type TicketView } from '#domain/view.ts';
import { onAsked } from './asked.ts';
import { BLANK, commandOf, type FormVerb, isTap, type TapVerb } from './forms.ts';
import { celebrate } from './justTaken.ts';
import { lookOf } from './looks.ts';
import { useLinkedVerb } from './useLinkedVerb.ts';
import { VerbForm } from './VerbForm.tsx';
import { VerbList } from './VerbList.tsx';
import { Why } from './Why.tsx';
import { useSayWriting } from './writing.ts';

/** The bar at the thumb: a note or the other answer, all other verbs, and the one that comes next. Forms open in one sheet. */
export function Actions({ ticket }: { ticket: TicketView }) {
  const { actor, view, words: w, now } = useField();
  const { act, problem } = useAct();
  const [open, setOpen] = useState<'list' | 'why' | FormVerb | null>(null);
  const { head } = ticket;
  const holder = head.assignee === null ? null : nameOf(view, ticket, head.assignee);
  const { verb: primary, refusal } = primaryOf(head, actor, now);
  const beside = besideOf(primary, head, actor, now);
  const look = lookOf(primary, head, holder, w);
  const close = () => setOpen(null);
  useSayWriting(ticket.id, open !== null && open !== 'list' && open !== 'why');

  const tap = async (verb: TapVerb) => {
    close();
    const isKept = await act(commandOf(verb, head, BLANK, { dayStart: () => 0, mint: mintId }));
    if (isKept && verb === 'take') celebrate(ticket.id);
  };
  const choose = (verb: Verb) => (isTap(verb) ? void tap(verb) : setOpen(verb));
  const next = () => (refusal === null ? choose(primary) : setOpen('why'));

  const offered = () =>
    Object.values(verbsOf(head, actor, now))
      .flat()
      .flatMap((o) => (o.refusal === null ? [o.verb] : []));
  useLinkedVerb(offered, setOpen);
  useEffect(() =>
    onAsked((asked) => {
      if (asked === 'more' || asked === 'pass') return setOpen('list');
      if (asked === 'primary') return next();
      if (offered().includes(asked)) choose(asked);
      else setOpen('list');
    }),
  );

  return (
    <>
      {problem !== null && (
        <Note icon="triangle-alert" tone="d" alert>
          {problem}
        </Note>
      )}
      {beside !== null && (
        <Button shape="side" icon={lookOf(beside, head, holder, w).icon} onClick={() => choose(beside)}>
          {beside === 'note' ? w.verbs.noteShort : lookOf(beside, head, holder, w).label}
        </Button>
      )}
      <Button shape="side" icon="ellipsis" onClick={() => setOpen('list')} aria-haspopup="dialog">
        {w.common.more}
      </Button>
      <Button kind={primary === 'take' ? 'baton' : 'primary'} shape="grow" icon={look.icon} onClick={next}>
        {look.label}
      </Button>
      <Sheet
        open={open !== null}
        onClose={close}
        title={open === null || open === 'list' ? w.verbs.sheet.title : lookOf(open === 'why' ? primary : open, head, holder, w).label}
        closeLabel={w.common.close}
      >
        {open === 'list' && <VerbList ticket={ticket} onChoose={choose} onClose={close} />}
        {open === 'why' && refusal !== null && <Why ticket={ticket} refusal={refusal} onChoose={choose} onClose={close} />}
        {open !== null && open !== 'list' && open !== 'why' && <VerbForm key={open} verb={open} ticket={ticket} onDone={close} />}
      </Sheet>
    </>
  );
}
