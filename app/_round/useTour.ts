'use client';
import { useMemo, useRef, useState } from 'react';
import { find } from '#app/_asset/find.ts';
import { mintId, useField } from '#app/_field/field.tsx';
import { photographed } from '#app/scan/camera.ts';
import type { Verdict } from '#app/scan/feedback.ts';
import type { Read } from '#app/scan/place.ts';
import type { Source } from '#app/scan/Scanner.tsx';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { AssetId, PhotoHash } from '#domain/ids.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import type { Count } from '#domain/register/thing.ts';
import { type Label, type Step, stepOf, type Tour, tourOf, undoable } from '#domain/register/tour.ts';
import { formatCode } from '#domain/sticker.ts';
import type { View } from '#domain/view.ts';
import { keep } from '#sync/picture.ts';
import type { Picture } from '#sync/port.ts';
import { calledCount } from './said.ts';

/** What the last label said, where nothing was counted by it. */
export type Told =
  | Extract<Step, { kind: 'repeat' | 'here' | 'other-room' | 'which' | 'unreadable' }>
  | { readonly kind: 'undone'; readonly name: string };

export interface Walk {
  readonly tour: Tour;
  /** What one may take back, the last first. */
  readonly mine: readonly Count[];
  readonly told: Told | null;
  /** This phone kept the last one not: its disk is full. */
  readonly isLost: boolean;
  readonly read: (reads: readonly Read[], source: Source) => Verdict;
  /** Counted without its label. */
  readonly see: (asset: AssetDocument, note?: string) => void;
  readonly undo: (count: Count) => void;
  /** Moved here, or left where it belongs. */
  readonly settle: (count: Count, how: 'moved' | 'left') => void;
  /** An unknown one is now this new equipment. */
  readonly add: (count: Count, commands: readonly RegisterCommand[], asset: AssetId) => Promise<void>;
  readonly finish: () => Promise<boolean>;
  readonly forget: () => void;
}

/** What this phone knows of a label, in the words of the tour. */
function labelOf(view: View, text: string): Label {
  const found = find(view, text, [location.origin]);
  switch (found.kind) {
    case 'asset':
    case 'room':
    case 'several':
      return found;
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
  const { view, now, actor, submit, words: w } = useField();
  const tour = useMemo(() => tourOf(view, room.id, now), [view, room.id, now]);
  const fresh = useRef<string>(mintId());
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  /** Counted here, and not yet in the view: the camera is quicker than the disk. */
  const sent = useRef(new Set<string>());
  const [told, setTold] = useState<Told | null>(null);
  const [isLost, setLost] = useState(false);
  const round = tour.round?.id ?? fresh.current;
  const here = { v: 1, site: room.site, room: room.id, round } as const;

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
    how: Count['how'],
    note = '',
    shot: Promise<Blob | null> | null = null,
  ) => {
    sent.current.add(step.key);
    void say(async () => {
      const picture = shot === null ? null : await pictureOf(shot);
      const hash = (picture?.hash ?? null) as PhotoHash | null;
      const asset = step.asset?.id ?? null;
      await submit({ type: 'count', ...here, key: step.key, asset, how, note, hash }, picture === null ? [] : [picture]);
    }).then((isKept) => isKept || sent.current.delete(step.key));
  };
  const uncount = async (key: string) => {
    await submit({ type: 'uncount', ...here, key });
    sent.current.delete(key);
  };

  const take = (step: Step, source: Source): Verdict => {
    if (step.kind === 'count' && sent.current.has(step.key)) return 'seen';
    if (step.kind !== 'count') {
      setTold(step);
      return step.kind === 'repeat' ? 'seen' : step.kind === 'here' ? 'success' : step.kind === 'unreadable' ? 'error' : 'elsewhere';
    }
    setTold(null);
    // What is unknown is photographed as it is seen: nobody has to come back for it.
    count(step, step.how, '', step.how === 'unknown' && source === 'camera' ? photographed() : null);
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
      count({ key: asset.id, asset }, asset.room === room.id ? 'found' : 'moved', note);
    },
    undo: (one) => {
      const name = calledCount(view, w, one);
      void say(() => uncount(one.key)).then((isDone) => isDone && setTold({ kind: 'undone', name }));
    },
    settle: (one, how) => {
      setTold(null);
      const { key, asset, note } = one;
      sent.current.add(key);
      void say(async () => {
        await uncount(key);
        await submit({ type: 'count', ...here, key, asset, how, note, hash: one.photo });
      });
    },
    add: async (one, commands, asset) => {
      setTold(null);
      await say(async () => {
        for (const command of commands) await submit(command);
        await uncount(one.key);
        await submit({ type: 'count', ...here, key: asset, asset, how: 'found', note: one.key.slice(0, 200), hash: null });
      });
    },
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
