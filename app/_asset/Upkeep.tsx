'use client';
import { type FormEvent, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { titleOf, zoneOf } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextArea, TextField } from '#app/_ui/Field.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import type { AssetDocument } from '#domain/documents.ts';
import type { TicketId } from '#domain/ids.ts';
import { mayRegister } from '#domain/register/decide.ts';
import { CHOICES } from '#domain/register/thing.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import { ticketsOn } from '#domain/view.ts';
import { localDay } from '#domain/words/time.ts';
import { useChange } from './useChange.ts';

type Props = { asset: AssetDocument };
type FormProps = Props & { close: () => void };

/** What one did to the thing itself, and what is to become of it: said before it, with or without a network. */
export function Upkeep({ asset }: Props) {
  const { words: w, actor } = useField();
  const [open, setOpen] = useState<'part' | 'decision' | null>(null);
  const close = () => setOpen(null);
  const mayNote = mayRegister(actor, 'replace_part', asset.site);
  const mayDecide = mayRegister(actor, 'decide_asset', asset.site);
  if (!mayNote && !mayDecide) return null;
  return (
    <div className="wrap">
      {mayNote && (
        <Button icon="wrench" onClick={() => setOpen('part')}>
          {w.acts.verb.replace_part.label}
        </Button>
      )}
      {mayDecide && (
        <Button icon="list-checks" onClick={() => setOpen('decision')}>
          {w.acts.verb.decide_asset.label}
        </Button>
      )}
      <Sheet open={open === 'part'} onClose={close} title={w.acts.verb.replace_part.label} closeLabel={w.common.close}>
        <PartForm asset={asset} close={close} />
      </Sheet>
      <Sheet open={open === 'decision'} onClose={close} title={w.acts.verb.decide_asset.label} closeLabel={w.common.close}>
        <DecisionForm asset={asset} close={close} />
      </Sheet>
    </div>
  );
}

const typed = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

/** Which part, a word more, and for which of the open tickets. */
function PartForm({ asset, close }: FormProps) {
  const { view, words: w, me } = useField();
  const say = w.upkeep;
  const { change, problem } = useChange();
  const open = ticketsOn(view, asset.id).filter((t) => isOpen(t.head));
  const own = open.filter((t) => t.head.assignee === me.person);
  const [ticket, setTicket] = useState<TicketId | null>(own.length === 1 ? (own[0]?.id ?? null) : null);
  const [isMissing, setMissing] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const part = typed(form, 'part');
    setMissing(part === '');
    if (part === '') return;
    const isKept = await change({ type: 'replace_part', v: 1, site: asset.site, asset: asset.id, part, text: typed(form, 'text'), ticket });
    if (isKept) close();
  };
  return (
    <form className="stack roomy" noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        name="part"
        label={say.part}
        hint={say.partHint}
        error={isMissing ? say.partMissing : null}
        maxLength={80}
        autoComplete="off"
        data-first
      />
      <TextArea name="text" label={say.more} optional={w.common.optional} hint={say.moreHint} maxLength={500} rows={2} />
      {open.length > 0 && (
        <ChoiceGroup legend={say.ticket} columns="one">
          {open.map((t) => (
            <Choice
              key={t.id}
              name="ticket"
              value={t.id}
              checked={ticket === t.id}
              onChange={() => setTicket(t.id)}
              label={titleOf(view, w, { ...t.head, asset: null })}
              hint={t.head.number ?? undefined}
            />
          ))}
          <Choice name="ticket" value="" checked={ticket === null} onChange={() => setTicket(null)} label={say.noTicket} />
        </ChoiceGroup>
      )}
      {problem !== null && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      <Button kind="primary" shape="block" type="submit">
        {say.keepPart}
      </Button>
    </form>
  );
}

/** A budget may be of this year and of so many after it. */
const YEARS = 4;

/** Keep, repair or replace, of which budget, and why: as at the office. */
function DecisionForm({ asset, close }: FormProps) {
  const { view, words: w, now } = useField();
  const say = w.upkeep;
  const { change, problem } = useChange();
  const before = asset.decision;
  const today = Number(localDay(now, zoneOf(view, asset.site)).slice(0, 4));
  const [choice, setChoice] = useState<(typeof CHOICES)[number] | null>(before?.choice ?? null);
  const [year, setYear] = useState(before?.year ?? today + 1);
  const [isMissing, setMissing] = useState(false);
  // A year that was decided before stays among those that one sees.
  const years = [...new Set([...Array.from({ length: YEARS }, (_, i) => today + i), year])].sort();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setMissing(choice === null);
    if (choice === null) return;
    const text = typed(new FormData(event.currentTarget), 'text');
    const budget = choice === 'replace' ? year : null;
    const isKept = await change({ type: 'decide_asset', v: 1, site: asset.site, asset: asset.id, choice, year: budget, text });
    if (isKept) close();
  };
  return (
    <form className="stack roomy" noValidate onSubmit={(event) => void submit(event)}>
      <ChoiceGroup legend={say.question} columns="three" error={isMissing ? say.questionMissing : null}>
        {CHOICES.map((one) => (
          <Choice key={one} name="choice" value={one} checked={choice === one} onChange={() => setChoice(one)} label={say.choice[one]} />
        ))}
      </ChoiceGroup>
      {choice === 'replace' && (
        <ChoiceGroup legend={say.year}>
          {years.map((one) => (
            <Choice key={one} name="year" value={String(one)} checked={year === one} onChange={() => setYear(one)} label={String(one)} />
          ))}
        </ChoiceGroup>
      )}
      <TextArea
        name="text"
        label={say.why}
        optional={w.common.optional}
        hint={say.whyHint}
        defaultValue={before?.text ?? ''}
        maxLength={500}
        rows={2}
      />
      {problem !== null && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      <Button kind="primary" shape="block" type="submit">
        {say.keepDecision}
      </Button>
    </form>
  );
}
