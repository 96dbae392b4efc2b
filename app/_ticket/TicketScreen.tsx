'use client';
import { SameFault } from '#app/_asset/SameFault.tsx';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { codeName } from '#app/_field/said.ts';
import { isStaff } from '#app/_field/state.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { Empty } from '#app/_ui/Empty.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { NO_ACCOUNT } from '#domain/no-account.ts';
import { Actions } from './Actions.tsx';
import { CameSecond } from './CameSecond.tsx';
import { Checks } from './Checks.tsx';
import { Contacts } from './Contacts.tsx';
import { DoubtfulHere } from './DoubtfulHere.tsx';
import { Links } from './Links.tsx';
import { Photos } from './Photos.tsx';
import { Readings } from './Readings.tsx';
import { ReadThere } from './ReadThere.tsx';
import { RefusedHere } from './RefusedHere.tsx';
import { Started } from './Started.tsx';
import { StateCard } from './StateCard.tsx';
import { Steps } from './Steps.tsx';
import { Story } from './Story.tsx';
import { Doors, Subject } from './Subject.tsx';
import { useReading } from './useReading.ts';
import { VisitCard } from './VisitCard.tsx';
import { WithoutAccount } from './WithoutAccount.tsx';
import { Writing } from './Writing.tsx';

/** One ticket: the door, the state, what happened, and the next verb at the thumb. */
export function TicketScreen({ id }: { id: string }) {
  const { view, words: w, snapshot, me } = useField();
  const ticket = view.tickets.get(id);
  const told = snapshot.told.find((t) => t.ticket === id);
  useTitle(ticket === undefined ? w.ticket.unknownTitle : codeName(w, ticket.head));
  useReading(ticket);
  if (ticket === undefined) return <NotHere id={id} />;
  if (told !== undefined) return <CameSecond ticket={ticket} told={told} />;
  return (
    <Screen
      snug
      top={<TopBar title={codeName(w, ticket.head)} back={{ href: '/tickets', label: w.common.back }} chip={<Chip />} />}
      actions={<Actions key={ticket.id} ticket={ticket} />}
    >
      <Subject ticket={ticket} />
      <Writing ticket={ticket.id} />
      <StateCard key={ticket.id} ticket={ticket} />
      <VisitCard ticket={ticket} />
      {ticket.head.requester === NO_ACCOUNT && isStaff(me, ticket) && <WithoutAccount ticket={ticket.id} />}
      <Checks ticket={ticket} />
      <Doors ticket={ticket} />
      {isStaff(me, ticket) && <Contacts ticket={ticket} />}
      <Links ticket={ticket} />
      <DoubtfulHere ticket={ticket} />
      <RefusedHere ticket={ticket} />
      <Started ticket={ticket} />
      {isStaff(me, ticket) && <Steps ticket={ticket} />}
      <Photos ticket={ticket} />
      <Story ticket={ticket} />
      <Readings ticket={ticket} />
    </Screen>
  );
}

/** Read from the server where that may know it; somebody else's report is told from here. */
function NotHere({ id }: { id: string }) {
  const { view, connection } = useField();
  const unknown = <UnknownTicket id={id} />;
  return connection.kind === 'online' && !view.reported.has(id) ? <ReadThere id={id} otherwise={unknown} /> : unknown;
}

/** Not on this phone: somebody else's report of which one may know the state, an address of elsewhere, or a lost access. */
function UnknownTicket({ id }: { id: string }) {
  const { view, words: w, connection } = useField();
  const reported = view.reported.get(id);
  const said = w.status.reported;
  const state =
    reported === undefined
      ? null
      : reported.status === 'new'
        ? said.new
        : reported.status === 'resolved' || reported.status === 'closed'
          ? said.done
          : said.held;
  const text = connection.kind === 'online' ? w.ticket.unknownText : w.ticket.unknownOffline;
  return (
    <Screen top={<TopBar title={w.ticket.unknownTitle} back={{ href: '/tickets', label: w.common.back }} chip={<Chip />} />} centered>
      <Empty title={state ?? w.ticket.unknownTitle} text={state === null ? text : w.report.notYours}>
        {reported !== undefined && <SameFault reported={reported} />}
      </Empty>
    </Screen>
  );
}
