'use client';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import '#app/_delay/brought.ts';
import { pressingFirst } from '#app/_delay/pressing.ts';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { DESK, useMedia } from '#app/_field/media.ts';
import { titleOf } from '#app/_field/said.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { SiteChoice } from '#app/_home/SiteChoice.tsx';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { BigTitle } from '#app/_ui/TopBar.tsx';
import { Windowed } from '#app/_ui/Windowed.tsx';
import type { TicketView } from '#domain/view.ts';
import { turnChosen, useChosen } from './chosen.ts';
import { Elsewhere } from './Elsewhere.tsx';
import { Facets } from './Facets.tsx';
import { Give } from './Give.tsx';
import { gives } from './giving.ts';
import { prepareSearch, search as searchIn } from './haystack.ts';
import { useLate } from './late.ts';
import { filterOf, showList, useListing } from './listing.ts';
import { QueueHead } from './QueueHead.tsx';
import { QueueKeys } from './QueueKeys.tsx';
import { byUrgency, FILTERS, select } from './queue.ts';
import { EVERYTHING, narrowed, PRESSING, sortedBy } from './sorting.ts';
import { useSteady } from './steady.ts';
import { TicketRow } from './TicketRow.tsx';

const idOf = (ticket: TicketView) => ticket.id as string;

/** The tickets of this phone: four lists and a search that needs no network. @param current the ticket open beside it */
export function TicketsScreen({ asked = null, current = null }: { asked?: string | null; current?: string | null }) {
  const { view, actor, words: w, site } = useField();
  const [listing, show] = useListing();
  const { filter, search } = listing;
  const chosen = useChosen();
  const [isHeld, setHeld] = useState(false);
  const isDesk = useMedia(DESK);
  const looked = useDeferredValue(search.trim());
  useTitle(w.tickets.title);
  useEffect(() => {
    const wanted = filterOf(asked);
    if (wanted !== null) showList({ filter: wanted, search: '', facets: EVERYTHING, sort: PRESSING });
  }, [asked]);

  const here = site?.id ?? null;
  // Who only reports takes nothing: two lists are enough.
  const takes = actor.memberships.some((m) => m.role !== 'requester' && m.role !== 'approver' && m.role !== 'partner');
  const filters = takes ? FILTERS : FILTERS.filter((f) => f === 'open' || f === 'done');
  const lists = useMemo(() => Object.fromEntries(FILTERS.map((f) => [f, select(view, actor, f, here)])), [view, actor, here]);
  // A search looks everywhere on this phone: one does not know the state of what one looks for.
  const found = useMemo(() => (looked === '' ? null : pressingFirst(searchIn(view, w, looked), view, byUrgency)), [looked, view, w]);
  const all: readonly TicketView[] = found ?? lists[filter] ?? [];
  // A desk sorts and leaves out; a phone shows what presses.
  const { facets, sort } = isDesk ? listing : { facets: EVERYTHING, sort: PRESSING };
  const isLate = useLate();
  const sorted = useMemo(
    () => sortedBy(found === null ? narrowed(all, facets, isLate) : all, sort, view, w),
    [all, found, facets, isLate, sort, view, w],
  );
  const key = `${filter} ${looked} ${here} ${JSON.stringify([facets, sort])}`;
  const isChoosing = isDesk && gives(actor);
  const { rows, arrived, catchUp } = useSteady(sorted, view.tickets, key, isDesk && isHeld);
  useEffect(() => prepareSearch(view, w), [view, w]);

  return (
    <Screen snug top={<BigTitle title={w.tickets.title} site={<SiteChoice />} chip={<Chip />} />}>
      <search className="stack">
        <div className="between">
          <div className="grow">
            <TextField
              type="search"
              label={w.common.search}
              hiddenLabel
              placeholder={w.tickets.search}
              value={search}
              onChange={(event) => show({ search: event.target.value })}
              autoComplete="off"
              enterKeyHint="search"
              data-search=""
            />
          </div>
          <LinkButton href="/new" icon="plus" {...(isDesk ? { shortcut: 'N' } : {})}>
            {w.tickets.new}
          </LinkButton>
        </div>
        <fieldset className="filters">
          <legend className="vh">{w.tickets.filter.label}</legend>
          {filters.map((f) => (
            <button
              key={f}
              type="button"
              className="pillbtn"
              aria-pressed={found === null && filter === f}
              onClick={() => show({ filter: f, search: '' })}
            >
              {w.tickets.filter[f]} <span className="num">{lists[f]?.length ?? 0}</span>
            </button>
          ))}
          {isDesk && takes && <Facets listing={listing} show={show} rows={lists[filter] ?? []} />}
        </fieldset>
      </search>
      {arrived > 0 && (
        <Button shape="block" icon="refresh-cw" onClick={catchUp}>
          {w.tickets.newOnes({ n: arrived })}
        </Button>
      )}
      <section aria-labelledby="queue" className={isChoosing ? 'choosing-list' : undefined}>
        <h2 id="queue" className="vh">
          {w.tickets.list}
        </h2>
        {isDesk && <QueueHead sort={sort} onSort={(wanted) => show({ sort: wanted })} />}
        <ul className="list" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}>
          {rows.length === 0 && <EmptyRow text={looked === '' ? w.tickets.empty[filter] : w.tickets.empty.search({ text: looked })} />}
          <Windowed
            key={key}
            items={rows}
            keyOf={idOf}
            draw={(t) => (
              <TicketRow ticket={t} current={t.id === current} numbered={isDesk} before={isChoosing && <Box ticket={t} isOn={chosen.has(t.id)} />} />
            )}
          />
        </ul>
      </section>
      {found !== null && <Elsewhere text={looked} shown={new Set(found.map(idOf))} current={current} />}
      {isChoosing && chosen.size > 0 && <Give chosen={chosen} />}
      {isDesk && <QueueKeys rows={rows} current={current} isChoosing={isChoosing} />}
    </Screen>
  );
}

/** Chooses a ticket, to give several at once. */
function Box({ ticket, isOn }: { ticket: TicketView; isOn: boolean }) {
  const { view, words: w } = useField();
  return (
    <input
      type="checkbox"
      checked={isOn}
      onChange={() => turnChosen(ticket.id)}
      aria-label={w.desk.select({ title: titleOf(view, w, ticket.head) })}
    />
  );
}
