'use client';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useDelays } from '#app/_delay/coming.ts';
import { pressingFirst } from '#app/_delay/pressing.ts';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { useTitle } from '#app/_field/useTitle.ts';
import { byUrgency, select } from '#app/_tickets/queue.ts';
import { TicketRow } from '#app/_tickets/TicketRow.tsx';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Empty, EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { BigTitle } from '#app/_ui/TopBar.tsx';
import { isHandedToMe, isToApprove } from '#domain/awaited.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import { learnRest } from '#domain/words/spoken.ts';
import { HandoverCard } from './HandoverCard.tsx';
import { SiteChoice } from './SiteChoice.tsx';

// Rare, so not part of the first load.
const Notices = lazy(async () => {
  const [{ Notices: found }] = await Promise.all([import('./Notices.tsx'), learnRest()]);
  return { default: found };
});

const Followed = lazy(async () => {
  const [{ Followed: found }] = await Promise.all([import('./Followed.tsx'), learnRest()]);
  return { default: found };
});

const Watch = lazy(async () => ({ default: (await import('#app/_news/Watch.tsx')).Watch }));

/** Rows of a group before "Tout voir". */
const SHOWN = 5;

/** The day: what is held out to me, what can be taken here, what is mine. */
export function HomeScreen() {
  const { view, actor, words: w, site, sites, snapshot, status } = useField();
  const delays = useDelays();
  useTitle(w.home.title);
  // The lists that are opened from here are sorted by them.
  useEffect(() => delays?.primeDues(view), [delays, view]);
  const lists = useMemo(() => {
    const here = site?.id ?? null;
    const handed = pressingFirst(
      [...view.tickets.values()].filter((t) => isHandedToMe(actor, t)),
      view,
      byUrgency,
    );
    const [first = null, ...others] = handed;
    const mine = select(view, actor, 'mine', here);
    return {
      first,
      others: others.length,
      toApprove: [...view.tickets.values()].filter((t) => isToApprove(actor, t.head)).sort(byUrgency),
      toTake: select(view, actor, 'toTake', here).filter((t) => t !== first),
      mine: mine.filter((t) => t.head.assignee === actor.person),
      helping: mine.filter((t) => t.head.assignee !== actor.person),
      reported: [...view.tickets.values()].filter((t) => t.head.requester === actor.person && isOpen(t.head)).sort(byUrgency),
    };
  }, [view, actor, site]);
  const { first, toApprove, toTake, mine, helping, reported } = lists;
  const takes = actor.memberships.some((m) => m.role !== 'requester' && m.role !== 'approver' && m.role !== 'partner');
  const isEmpty = first === null && toApprove.length + toTake.length + mine.length + helping.length + reported.length === 0;
  const follows = [...view.reported.values()].some((r) => r.joined);
  // Whoever is there when the network of a school goes.
  const serves = actor.memberships.some((m) => m.role === 'requester' || m.role === 'correspondent' || m.role === 'approver');
  // Whether there is something to say is found out behind the first screen.
  const mayHaveNews = view.tickets.size + view.reported.size > 0 || sites.some((s) => s.announcements !== undefined || s.onCall !== undefined);
  const hasNews = snapshot.told.length > 0 || snapshot.isLost || snapshot.isExpired || status.storage?.isNearlyFull === true;

  return (
    <Screen top={<BigTitle title={w.home.title} site={<SiteChoice />} chip={<Chip />} />} centered={isEmpty && !hasNews && !follows}>
      {hasNews && (
        <Suspense fallback={null}>
          <Notices />
        </Suspense>
      )}
      {mayHaveNews && (
        <Suspense fallback={null}>
          <Watch />
        </Suspense>
      )}
      {first !== null && <HandoverCard ticket={first} others={lists.others} />}
      {isEmpty && <Empty title={takes ? w.home.emptyTitle : w.home.reported} text={takes ? w.home.emptyText : w.home.reportedEmpty} />}
      {toApprove.length > 0 && (
        <Group title={w.home.toApprove} count={toApprove.length}>
          {toApprove.slice(0, SHOWN).map((t) => (
            <TicketRow key={t.id} ticket={t} />
          ))}
        </Group>
      )}
      {!isEmpty && takes && (
        <>
          <Group
            title={w.home.toTake}
            count={toTake.length}
            {...(toTake.length > SHOWN ? { link: { href: '/tickets?list=toTake', label: w.common.seeAll } } : {})}
          >
            {toTake.length === 0 ? (
              <EmptyRow text={w.tickets.empty.toTake} />
            ) : (
              toTake.slice(0, SHOWN).map((t) => <TicketRow key={t.id} ticket={t} />)
            )}
          </Group>
          <Group
            title={w.home.mine}
            count={mine.length}
            {...(mine.length > SHOWN ? { link: { href: '/tickets?list=mine', label: w.common.seeAll } } : {})}
          >
            {mine.length === 0 ? <EmptyRow text={w.home.mineEmpty} /> : mine.slice(0, SHOWN).map((t) => <TicketRow key={t.id} ticket={t} />)}
          </Group>
        </>
      )}
      {helping.length > 0 && (
        <Group title={w.home.helping} count={helping.length}>
          {helping.slice(0, SHOWN).map((t) => (
            <TicketRow key={t.id} ticket={t} />
          ))}
        </Group>
      )}
      {follows && (
        <Suspense fallback={null}>
          <Followed />
        </Suspense>
      )}
      {!isEmpty && (!takes || reported.length > 0) && (
        <Group title={w.home.reported} count={reported.length}>
          {reported.length === 0 ? (
            <EmptyRow text={w.home.reportedEmpty} />
          ) : (
            reported.slice(0, SHOWN).map((t) => <TicketRow key={t.id} ticket={t} />)
          )}
        </Group>
      )}
      {serves && (
        <LinkButton href="/down" icon="octagon-alert">
          {w.home.networkDown}
        </LinkButton>
      )}
    </Screen>
  );
}
