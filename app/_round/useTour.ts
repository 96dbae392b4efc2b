'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { find } from '#app/_asset/find.ts';
import { mintId, useField } from '#app/_field/field.tsx';
import { photographed } from '#app/scan/camera.ts';
import type { Verdict } from '#app/scan/feedback.ts';
import type { Read } from '#app/scan/place.ts';
import type { Source } from '#app/scan/Scanner.tsx';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { PhotoHash } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { RegisterCommandOf } from '#domain/register/commands.ts';
import { decideRegister } from '#domain/register/decide.ts';
import { factsOf } from '#domain/register/lay.ts';
import type { Count } from '#domain/register/thing.ts';
import { counting, type Label, type Step, stepOf, type Tour, tourOf, undoable } from '#domain/register/tour.ts';
import { adding, answered, refusedAdd } from '#domain/register/tour-sent.ts';
import { formatCode } from '#domain/sticker.ts';
import type { View } from '#domain/view.ts';
import { keep } from '#sync/picture.ts';
import type { Picture } from '#sync/port.ts';
import { calledCount } from './said.ts';

/** What the last label said, where nothing was counted by it. */
export type Told =
  | Extract<Step, { kind: 'repeat' | 'here' | 'other-room' | 'which' | 'unreadable' }>
  | { readonly kind: 'undone'; readonly name: string };

/** New equipment that the server did not take: what was typed, and why not. */
export type Tried = NonNullable<ReturnType<typeof refusedAdd>>;

export interface Walk {
  readonly tour: Tour;
  /** What one may take back, the last first. */
  readonly mine: readonly Count[];
  readonly told: Told | null;
  /** This phone kept the last one not: its disk is full. */
  readonly isLost: boolean;
  readonly read: (reads: readonly Read[], source: Source) => Verdict;
  /** Counted without its label, or chosen among several. */
  readonly see: (asset: AssetDocument, note?: string) => void;
  readonly undo: (count: Count) => void;
  /** Moved here, or left where it belongs. */
  readonly settle: (count: Count, how: 'moved' | 'left') => void;
  /** Why this unknown one cannot become that equipment, as far as this phone knows; null: it can. */
  readonly refusalOf: (count: Count, thing: RegisterCommandOf<'add_asset'>) => Refusal | null;
  /** An unknown one is now this new equipment. @returns whether this phone kept all of it; said again, nothing is added twice */
  readonly add: (count: Count, thing: RegisterCommandOf<'add_asset'>) => Promise<boolean>;
  /** What was typed of this unknown one before, and refused. */
  readonly triedOf: (count: Count) => Tried | null;
  readonly finish: () => Promise<boolean>;
  readonly forget: () => void;
}

/** What this phone knows of a label, in the words of the tour. */
function labelOf(view: View, text: string): Label {
  const found = find(view, text, [location.origin]);
  switch (found.kind) {
    case 'asset':
    case 'room':
      return found;
    case 'several':
      return { kind: 'several', assets: found.assets, key: text };
    case 'unknown':
      return { kind: 'unknown', key: formatCode(found.code) };
    case 'nothing':
      return { kind: 'nothing', key: found.text };
    case 'foreign':
      return { kind: 'foreign', key: text };
    default:
      return { kind: 'unreadable' };
  }
}

/**
 * One person on the tour of a room. Where it stands is read from what this phone holds and what waits on it, so that it is the same after a
 * kill; each tap is a command of its own, kept in the order of the taps.
 */
export function useTour(room: RoomDocument): Walk {
  const { view, now, actor, submit, store, snapshot, words: w } = useField();
  const tour = useMemo(() => tourOf(view, room.id, now), [view, room.id, now]);
  const fresh = useRef<string>(mintId());
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  /** Counted here, and not yet in the view: the camera is quicker than the disk. By key, the seq once there is one. */
  const sent = useRef(new Map<string, number | null>());
  const [told, setTold] = useState<Told | null>(null);
  const [isLost, setLost] = useState(false);
  const round = tour.round?.id ?? fresh.current;
  const here = { v: 1, site: room.site, room: room.id, round } as const;
  useEffect(() => {
    for (const key of answered(sent.current, tour, snapshot.refused)) sent.current.delete(key);
  }, [tour, snapshot.refused]);

  const say = (work: () => Promise<void>): Promise<boolean> => {
    const done = queue.current.then(work).then(
      () => {
        setLost(false);
        return true;
      },
      () => {
        setLost(true);
        return false;
      },
    );
    queue.current = done;
    return done;
  };

  const count = (
    step: Pick<Extract<Step, { kind: 'count' }>, 'key' | 'asset'>,
    how: RegisterCommandOf<'count'>['how'],
    note = '',
    shot: Promise<Blob | null> | null = null,
  ) => {
    sent.current.set(step.key, null);
    void say(async () => {
      const picture = shot === null ? null : await pictureOf(shot);
      const hash = (picture?.hash ?? null) as PhotoHash | null;
      const asset = step.asset?.id ?? null;
      const seq = await submit({ type: 'count', ...here, key: step.key, asset, how, note, hash }, picture === null ? [] : [picture]);
      if (sent.current.has(step.key)) sent.current.set(step.key, seq);
    }).then((isKept) => isKept || sent.current.delete(step.key));
  };
  const uncount = async ({ key, by }: Count) => {
    await submit({ type: 'uncount', ...here, key, of: by });
    sent.current.delete(key);
  };

  const take = (step: Step, source: Source, note = ''): Verdict => {
    if (step.kind === 'count' && sent.current.has(step.key)) return 'seen';
    if (step.kind !== 'count') {
      setTold(step);
      return step.kind === 'repeat' ? 'seen' : step.kind === 'here' ? 'success' : step.kind === 'unreadable' ? 'error' : 'elsewhere';
    }
    setTold(null);
    // What is unknown is photographed as it is seen: nobody has to come back for it.
    count(step, step.how, note, step.how === 'unknown' && source === 'camera' ? photographed() : null);
    return step.how === 'found' ? 'success' : step.how === 'moved' ? 'elsewhere' : 'error';
  };

  return {
    tour,
    mine: undoable(tour, actor.person),
    told,
    isLost,
    read: (reads, source) => {
      const verdicts = reads.map(({ text }) => take(stepOf(tour, room, labelOf(view, text)), source));
      // The one that asks for most: who hears the error stops and looks.
      return (['error', 'elsewhere', 'success', 'seen'] as const).find((v) => verdicts.includes(v)) ?? 'error';
    },
    see: (asset, note = '') => {
      setTold(null);
      take(counting(tour, room, asset), 'typed', note);
    },
    undo: (one) => {
      const name = calledCount(view, w, one);
      void say(() => uncount(one)).then((isDone) => isDone && setTold({ kind: 'undone', name }));
    },
    settle: (one, how) => {
      setTold(null);
      const { key, asset, note } = one;
      void say(async () => {
        // One's own makes way by itself, in the same breath; a colleague's is taken back as it is on the screen.
        if (one.by !== actor.person) await uncount(one);
        await submit({ type: 'count', ...here, key, asset, how, note, hash: one.photo });
      });
    },
    refusalOf: (one, thing) => {
      // The rest follows from the first, which the phone has to hold before it can tell.
      const [first] = adding(view.assets, thing, one, round);
      const decision = first === undefined ? null : decideRegister(factsOf(view), first, actor, now);
      return decision === null || decision.ok ? null : decision.refusal;
    },
    add: (one, thing) => {
      setTold(null);
      const tried = refusedAdd(snapshot.refused, room.id, one.key);
      return say(async () => {
        for (const command of adding(view.assets, thing, one, round)) await submit(command);
        sent.current.delete(one.key);
        // Said anew, and kept: the refused one has done its duty.
        if (tried !== null) await store.dismiss(tried.refused);
      });
    },
    triedOf: (one) => refusedAdd(snapshot.refused, room.id, one.key),
    finish: () =>
      say(async () => {
        if (tour.round === null) await submit({ type: 'begin_round', ...here });
        await submit({ type: 'end_round', ...here });
      }),
    forget: () => setTold(null),
  };
}

/** A picture that cannot be made takes nothing away from the count. */
async function pictureOf(shot: Promise<Blob | null>): Promise<Picture | null> {
  try {
    const blob = await shot;
    return blob === null ? null : await keep(blob);
  } catch {
    return null;
  }
}
