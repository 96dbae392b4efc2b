'use client';
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode, Suspense } from 'react';
import { HomeScreen } from '#app/_home/HomeScreen.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Shell } from '#app/_ui/Shell.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { learnRest } from '#domain/words/spoken.ts';
import { Boundary } from './Boundary.tsx';
import { Chip } from './Chip.tsx';
import { Dock, SyncVoice, useAppBadge } from './Dock.tsx';
import { type Field, useField } from './field.tsx';
import { DESK, TABLET, useMedia } from './media.ts';
import type { Place } from './place.ts';
import { type Here, useHere } from './router.ts';
import { useArrival } from './useArrival.ts';
import { useReader } from './useReader.ts';
import { useTitle } from './useTitle.ts';

/** The day comes with the page; what is opened from it comes when it is asked, with its words, from the worker's cache. */
function opened<P>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => {
    const [screen] = await Promise.all([load(), learnRest()]);
    return { default: screen };
  });
}

const TicketsScreen = opened(async () => (await import('#app/_tickets/TicketsScreen.tsx')).TicketsScreen);
const TicketScreen = opened(async () => (await import('#app/_ticket/TicketScreen.tsx')).TicketScreen);
const AssetScreen = opened(async () => (await import('#app/_asset/AssetScreen.tsx')).AssetScreen);
const StickerScreen = opened(async () => (await import('#app/_asset/StickerScreen.tsx')).StickerScreen);
const StickScreen = opened(async () => (await import('#app/_stickers/StickScreen.tsx')).StickScreen);
const ScanScreen = opened(async () => (await import('#app/_scan-screen/ScanScreen.tsx')).ScanScreen);
const NewScreen = opened(async () => (await import('#app/_new/NewScreen.tsx')).NewScreen);
const OutboxScreen = opened(async () => (await import('#app/_outbox/OutboxScreen.tsx')).OutboxScreen);
const RoomsScreen = opened(async () => (await import('#app/_rooms/RoomsScreen.tsx')).RoomsScreen);
const RoomScreen = opened(async () => (await import('#app/_rooms/RoomScreen.tsx')).RoomScreen);
const RoundScreen = opened(async () => (await import('#app/_round/RoundScreen.tsx')).RoundScreen);
const MeScreen = opened(async () => (await import('#app/_me/MeScreen.tsx')).MeScreen);
const SitesScreen = opened(async () => (await import('#app/_rooms/SitesScreen.tsx')).SitesScreen);
const HowScreen = opened(async () => (await import('#app/_how/HowScreen.tsx')).HowScreen);
const DownScreen = opened(async () => (await import('#app/_new/DownScreen.tsx')).DownScreen);
const TrialScreen = opened(async () => (await import('#app/_me/TrialScreen.tsx')).TrialScreen);
const AccountScreen = opened(async () => (await import('#app/_account/OnlineAccount.tsx')).OnlineAccount);
const RightsScreen = opened(async () => (await import('#app/_rights/RightsScreen.tsx')).RightsScreen);
const AlertsScreen = opened(async () => (await import('./OnlineAlerts.tsx')).OnlineAlerts);

/** News within a second or two, for who sits at a desk. */
const LiveLine = lazy(async () => ({ default: (await import('./LiveLine.tsx')).LiveLine }));

/** The view of the address. */
export function Routes() {
  const here = useHere();
  useAppBadge();
  useReader();
  const isWide = useMedia(TABLET);
  const isDesk = useMedia(DESK);
  const field = useField();
  const { list, detail, placeholder, isQueue = false } = panes(here.place, field);
  // On a phone one pane at a time: a list behind an open detail is not even drawn.
  const shown = detail === undefined || isWide ? list : undefined;
  return (
    <>
      <Shell
        list={
          shown && (
            <Pane at={here.path} here={detail === undefined ? here : null}>
              {shown}
            </Pane>
          )
        }
        detail={
          detail && (
            <Pane at={here.path} here={here}>
              {detail}
            </Pane>
          )
        }
        placeholder={placeholder}
        queue={isQueue}
        dock={<Dock here={here.place.name} />}
      />
      <SyncVoice />
      {isDesk && (
        <Suspense fallback={null}>
          <LiveLine />
        </Suspense>
      )}
    </>
  );
}

/** A pane waits for its own code only; the arrival is told when its screen is there. */
function Pane({ at, here, children }: { at: string; here: Here | null; children: ReactNode }) {
  return (
    <Suspense fallback={null}>
      <Boundary at={at}>{children}</Boundary>
      {here !== null && <Arrival here={here} />}
    </Suspense>
  );
}

function Arrival({ here }: { here: Here }) {
  useArrival(here);
  return null;
}

interface Panes {
  readonly list?: ReactNode;
  readonly detail?: ReactNode;
  readonly placeholder?: ReactNode;
  /** From 64em the list is a queue of single lines. */
  readonly isQueue?: boolean;
}

/** Which screens an address shows, and where. Rooms and tickets open beside their list on a wide screen. */
function panes(place: Place, field: Pick<Field, 'words'>): Panes {
  switch (place.name) {
    case 'home':
      return { list: <HomeScreen /> };
    case 'tickets':
      return { list: <TicketsScreen asked={place.list} />, placeholder: <Empty title={field.words.tickets.pick} />, isQueue: true };
    case 'ticket': {
      const detail = <TicketScreen key={place.id} id={place.id} />;
      return place.isFull ? { detail } : { list: <TicketsScreen current={place.id} />, detail, isQueue: true };
    }
    case 'sticker':
      return { detail: <StickerScreen typed={place.typed} /> };
    case 'asset':
      return { detail: <AssetScreen key={place.id} id={place.id} /> };
    case 'scan':
      return { detail: <ScanScreen /> };
    case 'stick':
      return { detail: <StickScreen code={place.code} asset={place.asset} room={place.room} instead={place.instead} /> };
    case 'new':
      return { detail: <NewScreen asset={place.asset} room={place.room} code={place.code} /> };
    case 'outbox':
      return { detail: <OutboxScreen /> };
    case 'rooms':
      return { list: <RoomsScreen /> };
    case 'room':
      return { list: <RoomsScreen />, detail: <RoomScreen key={place.id} id={place.id} /> };
    case 'round':
      return { detail: <RoundScreen key={place.id} id={place.id} /> };
    case 'me':
      return { list: <MeScreen /> };
    case 'alerts':
      return { detail: <AlertsScreen /> };
    case 'account':
      return { detail: <AccountScreen /> };
    case 'rights':
      return { detail: <RightsScreen /> };
    case 'sites':
      return { detail: <SitesScreen /> };
    case 'how':
      return { detail: <HowScreen /> };
    case 'down':
      return { detail: <DownScreen /> };
    case 'trial':
      return { detail: <TrialScreen /> };
    case 'unknown':
      return { list: <NotFound /> };
  }
}

function NotFound() {
  const { words: w } = useField();
  useTitle(w.errors.notFoundTitle);
  return (
    <Screen top={<TopBar title={w.errors.notFoundTitle} back={{ href: '/', label: w.common.back }} chip={<Chip />} />} centered>
      <Empty title={w.errors.notFoundTitle} text={w.errors.notFoundText} />
    </Screen>
  );
}
