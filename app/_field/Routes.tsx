'use client';
import { type ReactNode, Suspense } from 'react';
import { Empty } from '#app/_ui/Empty.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Shell } from '#app/_ui/Shell.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { Chip } from './Chip.tsx';
import { Dock, SyncVoice, useAppBadge } from './Dock.tsx';
import { useField } from './field.tsx';
import { TABLET, useMedia } from './media.ts';
import type { Place } from './place.ts';
import { type Here, useHere } from './router.ts';
import { useArrival } from './useArrival.ts';
import { useTitle } from './useTitle.ts';

/** The view of the address. */
export function Routes() {
  const here = useHere();
  useAppBadge();
  const isWide = useMedia(TABLET);
  const { list, detail, placeholder } = screens(here.place);
  // On a phone one pane at a time: a list behind an open detail is not even drawn.
  const shown = detail === undefined || isWide ? list : undefined;
  return (
    <>
      <Shell
        list={shown && <Pane here={detail === undefined ? here : null}>{shown}</Pane>}
        detail={detail && <Pane here={here}>{detail}</Pane>}
        placeholder={placeholder}
        dock={<Dock here={here.place.name} />}
      />
      <SyncVoice />
    </>
  );
}

/** A pane waits for its own code only; the arrival is told when its screen is there. */
function Pane({ here, children }: { here: Here | null; children: ReactNode }) {
  return (
    <Suspense fallback={null}>
      {children}
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
}

function screens(place: Place): Panes {
  switch (place.name) {
    default:
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
