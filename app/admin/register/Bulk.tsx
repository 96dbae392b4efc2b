import { useRef, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { type Option, SelectField, TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { errorAt, FormTrouble, type Trouble } from '#app/admin/form.tsx';
import { type Texts, toTheDoor } from '#app/admin/office.ts';
import type { RegisterFilter } from '#domain/register/table.ts';
import { ASSET_STATES } from '#domain/register/thing.ts';
import type { BulkCount, BulkStep } from '#server/office/register/bulk.ts';
import type { RoomChoice } from '#server/office/register/choices.ts';
import { bulkCount, bulkStep } from './actions.ts';
import { centsOf } from './asset/typed.ts';
import { placeOf } from './said.ts';

type Props = {
  texts: Texts;
  /** Chosen one by one. */
  chosen: ReadonlySet<string>;
  filter: RegisterFilter;
  /** All that match it. */
  count: number;
  /** Of the filter's site; empty without one. */
  rooms: readonly RoomChoice[];
  done: () => Promise<void>;
};

const EMPTY = { state: '', room: '', critical: '', vip: '', charter: '', warrantyUntil: '', purchasedOn: '', cost: '', supplier: '' };
type Typed = Readonly<Record<keyof typeof EMPTY, string>>;

/** What was filled in, as the server takes it; null: that is no price. */
function changesOf(typed: Typed): Record<string, unknown> | null {
  const changes: Record<string, unknown> = {};
  for (const [field, text] of Object.entries(typed)) {
    if (text.trim() === '') continue;
    if (field === 'cost') {
      const cents = centsOf(text);
      if (cents === undefined) return null;
      changes['cost'] = cents;
    } else if (field === 'room') changes['room'] = text === 'none' ? null : text;
    else if (field === 'charter') changes['charter'] = text === 'unknown' ? null : text === 'yes';
    else changes[field] = field === 'critical' || field === 'vip' ? text === 'yes' : text.trim();
  }
  return changes;
}

/** One change of many assets: counted first, then done step by step, with a way to stop. */
export function Bulk({ texts, chosen, filter, count, rooms, done }: Props) {
  const { w, o } = texts;
  const { register: r } = o;
  const b = r.bulk;
  const [ofChosen, setOfChosen] = useState(chosen.size > 0);
  const [typed, setTyped] = useState<Typed>(EMPTY);
  const [checked, setChecked] = useState<BulkCount | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const isStopped = useRef(false);
  const set = (field: keyof Typed) => (value: string) => {
    setTyped((was) => ({ ...was, [field]: value }));
    setChecked(null);
  };
  const asked = () => {
    const changes = changesOf(typed);
    return changes === null ? null : { ids: ofChosen ? [...chosen] : null, filter, changes };
  };
  const told = <T,>(answer: { ok: true; value: T } | { ok: false; fault: Trouble['fault']; field?: string }): T | null => {
    if (answer.ok) return answer.value;
    if (answer.fault === 'signed-out') toTheDoor();
    else setTrouble({ field: answer.field ?? null, fault: answer.fault });
    return null;
  };
  const check = async () => {
    setTrouble(null);
    setSaid(null);
    const question = asked();
    if (question === null) return setTrouble({ field: 'cost', fault: 'invalid' });
    try {
      setChecked(told(await bulkCount(question)));
    } catch {
      setTrouble({ field: null, fault: 'server' });
    }
  };
  const apply = async () => {
    const question = asked();
    if (question === null || checked === null) return;
    isStopped.current = false;
    let [changed, skipped, after]: [number, number, string | null] = [0, 0, null];
    let isRefused = false;
    setProgress(0);
    try {
      do {
        const step: BulkStep | null = told(await bulkStep({ ...question, after, seen: checked.version }));
        isRefused = step === null;
        if (step === null) break;
        changed += step.changed;
        skipped += step.skipped;
        after = step.after;
        setProgress(changed);
      } while (after !== null && !isStopped.current);
      const says = after === null && !isRefused ? b.done({ n: changed }) : b.stopped({ n: changed });
      setSaid(skipped === 0 ? says : `${says} ${b.skipped({ n: skipped })}`);
    } catch {
      setTrouble({ field: null, fault: 'server' });
    } finally {
      setProgress(null);
      setChecked(null);
      await done();
    }
  };
  const pick = (field: keyof Typed, label: string, options: readonly Option[]) => (
    <SelectField key={field} label={label} value={typed[field]} none={b.keep} options={options} choose={set(field)} />
  );
  const text = (field: keyof Typed, type = 'text') => (
    <TextField
      label={w.history.field[field as 'cost']}
      type={type}
      value={typed[field]}
      autoComplete="off"
      error={errorAt(trouble, field, texts)}
      onChange={({ target }) => set(field)(target.value)}
    />
  );
  const yesNo = [
    ['yes', w.history.yes],
    ['no', w.history.no],
  ] as const;
  return (
    <section className="panel roomy" aria-label={b.title}>
      <h2>{b.title}</h2>
      {chosen.size > 0 && (
        <ChoiceGroup legend={b.which}>
          <Choice name="which" value="chosen" checked={ofChosen} onChange={() => setOfChosen(true)} label={b.chosen({ n: chosen.size })} />
          <Choice name="which" value="all" checked={!ofChosen} onChange={() => setOfChosen(false)} label={b.matching({ n: count })} />
        </ChoiceGroup>
      )}
      <div className="registerfilters">
        {pick(
          'state',
          w.history.field.state,
          ASSET_STATES.map((state) => [state, w.status.assetState[state]] as const),
        )}
        {rooms.length > 0 &&
          pick('room', w.history.place, [
            ['none', r.noRoom],
            ...rooms.map((room) => [room.id, placeOf({ building: room.building, room: room.name })] as const),
          ])}
        {pick('critical', w.history.field.critical, yesNo)}
        {pick('vip', w.history.field.vip, yesNo)}
        {pick('charter', w.history.field.charter, [...yesNo, ['unknown', b.nobody]])}
        {text('purchasedOn', 'date')}
        {text('warrantyUntil', 'date')}
        {text('cost')}
        {text('supplier')}
      </div>
      <p className="s q">{rooms.length > 0 ? b.hint : `${b.hint} ${b.roomOnly}`}</p>
      <FormTrouble trouble={trouble} w={w} o={o} />
      {said !== null && <Note icon="circle-check" tone="o" alert title={said} />}
      {checked !== null && <Note icon="info" alert title={b.checked({ n: checked.count, changing: checked.changing })} />}
      <div className="wrap">
        {progress === null && (
          <Button disabled={Object.values(typed).every((v) => v.trim() === '')} onClick={() => void check()}>
            {b.check}
          </Button>
        )}
        {progress === null && checked !== null && checked.changing > 0 && (
          <Button kind="primary" onClick={() => void apply()}>
            {b.apply({ n: checked.changing })}
          </Button>
        )}
        {progress !== null && (
          <>
            <p role="status">{b.working({ n: progress, all: checked?.changing ?? 0 })}</p>
            <Button
              onClick={() => {
                isStopped.current = true;
              }}
            >
              {b.stop}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
