'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { Switch } from '#app/_ui/Switch.tsx';
import { isOpen, type Priority, STATUSES, type Status } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { useLate } from './late.ts';
import type { Listing } from './listing.ts';
import { type Saved, useSaved } from './saved.ts';
import { categoriesOf, EVERYTHING, isFaceted, narrowed, teamsOf } from './sorting.ts';

const PRIORITIES: readonly Priority[] = [1, 2, 3, 4];
const ANY = '';

interface Props {
  readonly listing: Listing;
  readonly show: (patch: Partial<Listing>) => void;
  /** What the list is before anything is left out of it. */
  readonly rows: readonly TicketView[];
}

/** At a desk: leave out of a list what is not looked for, and keep what was set under a name. */
export function Facets({ listing, show, rows }: Props) {
  const { words: w, view, me, site, setSite } = useField();
  const { saved, keep, forget } = useSaved(me.person);
  const isLate = useLate();
  const [isAsking, setAsking] = useState(false);
  const [name, setName] = useState('');
  const { facets, filter, sort } = listing;
  const say = w.desk;
  const isOn = (s: Saved) =>
    s.filter === filter && s.site === (site?.id ?? null) && JSON.stringify([s.facets, s.sort]) === JSON.stringify([facets, sort]);
  const go = (s: Saved) => {
    setSite(s.site);
    show({ filter: s.filter, facets: s.facets, sort: s.sort, search: '' });
  };
  const remember = () => {
    if (name.trim() === '') return;
    keep({ name: name.trim(), filter, facets, sort, site: site?.id ?? null });
    setName('');
    setAsking(false);
  };
  const teams = teamsOf(rows, view);
  const statuses = STATUSES.filter((s) => (filter === 'done') !== isOpen({ status: s }));
  const set = (patch: Partial<Listing['facets']>) => show({ facets: { ...facets, ...patch } });
  return (
    <>
      {saved.map((s) => (
        <button key={s.name} type="button" className="pillbtn" aria-pressed={isOn(s)} onClick={() => go(s)}>
          {s.name}
        </button>
      ))}
      <button type="button" className="pillbtn" aria-pressed={isFaceted(facets)} aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {say.filters}
      </button>
      <Sheet
        open={isAsking}
        onClose={() => setAsking(false)}
        title={say.filters}
        closeLabel={w.common.close}
        footer={
          <Button kind="primary" shape="block" onClick={() => setAsking(false)}>
            {say.show({ n: narrowed(rows, facets, isLate).length })}
          </Button>
        }
      >
        {isFaceted(facets) && (
          <Button kind="quiet" onClick={() => show({ facets: EVERYTHING })}>
            {say.reset}
          </Button>
        )}
        {filter !== 'done' && (
          <ul className="list">
            <Switch label={say.filter.late} on={facets.late} onChange={(late) => set({ late })} yes={w.common.yes} no={w.common.no} />
          </ul>
        )}
        <ChoiceGroup legend={say.filter.status}>
          <Choice name="status" value={ANY} checked={facets.status === null} onChange={() => set({ status: null })} label={say.all} />
          {statuses.map((s) => (
            <Choice
              key={s}
              name="status"
              value={s}
              checked={facets.status === s}
              onChange={() => set({ status: s satisfies Status })}
              label={w.status.label[s]}
            />
          ))}
        </ChoiceGroup>
        <ChoiceGroup legend={say.filter.priority} columns="three">
          <Choice name="priority" value={ANY} checked={facets.priority === null} onChange={() => set({ priority: null })} label={say.all} />
          {PRIORITIES.map((p) => (
            <Choice
              key={p}
              name="priority"
              value={String(p)}
              checked={facets.priority === p}
              onChange={() => set({ priority: p })}
              label={w.status.priority.code({ priority: p })}
            />
          ))}
        </ChoiceGroup>
        <ChoiceGroup legend={say.filter.category}>
          <Choice name="category" value={ANY} checked={facets.category === null} onChange={() => set({ category: null })} label={say.all} />
          {categoriesOf(rows, w).map(([code, label]) => (
            <Choice
              key={code}
              name="category"
              value={code}
              checked={facets.category === code}
              onChange={() => set({ category: code })}
              label={label}
            />
          ))}
        </ChoiceGroup>
        {teams.length > 0 && (
          <ChoiceGroup legend={say.filter.team}>
            <Choice name="team" value={ANY} checked={facets.team === null} onChange={() => set({ team: null })} label={say.all} />
            {teams.map(([id, label]) => (
              <Choice key={id} name="team" value={id} checked={facets.team === id} onChange={() => set({ team: id })} label={label} />
            ))}
          </ChoiceGroup>
        )}
        <div className="between">
          <div className="grow">
            <TextField label={say.keepName} value={name} maxLength={30} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </div>
          <Button onClick={remember} disabled={name.trim() === ''}>
            {say.keep}
          </Button>
        </div>
        {saved.length > 0 && (
          <section className="stack">
            <h3>{say.kept}</h3>
            {saved.map((s) => (
              <Button key={s.name} kind="quiet" icon="x" onClick={() => forget(s.name)}>
                {say.forget({ name: s.name })}
              </Button>
            ))}
          </section>
        )}
      </Sheet>
    </>
  );
}
