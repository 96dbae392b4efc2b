'use client';
import { Fragment, type ReactNode, type Ref, useEffect, useLayoutEffect, useRef, useState } from 'react';

type Props<T> = {
  items: readonly T[];
  keyOf: (item: T) => string;
  /** one `<li>`, or one `<tr>` */
  draw: (item: T) => ReactNode;
  /** Inside `<tbody>`: columns of the table. */
  columns?: number;
};

/** A list up to this long is simply drawn. */
const PLAIN = 60;
/** Height of a row that was never drawn, px; of a list, of a table. */
const GUESS = 76;
const GUESS_ROW = 45;
type Range = readonly [from: number, to: number];

/**
 * The rows of a long list that are near the screen, between two empty ones as high as the rest: 2 000 rows cost a slow phone three
 * seconds and never leave its memory (docs/benchmarks.md). Inside `<ul>`, or `<tbody>`.
 */
export function Windowed<T>({ items, keyOf, draw, columns }: Props<T>) {
  const guess = columns === undefined ? GUESS : GUESS_ROW;
  const above = useRef<HTMLLIElement & HTMLTableRowElement>(null);
  const heights = useRef(new Map<string, number>());
  const [[from, to], setRange] = useState<Range>([0, PLAIN]);
  const isLong = items.length > PLAIN;
  const first = isLong ? Math.min(from, Math.max(0, items.length - PLAIN)) : 0;
  const last = isLong ? Math.min(items.length, Math.max(to, first + 1)) : items.length;

  const heightOf = (item: T) => heights.current.get(keyOf(item)) ?? guess;
  const sum = (list: readonly T[]) => list.reduce((total, item) => total + heightOf(item), 0);

  useLayoutEffect(() => {
    if (!isLong) return;
    let row = above.current?.nextElementSibling ?? null;
    for (const item of items.slice(first, last)) {
      if (row instanceof HTMLElement) heights.current.set(keyOf(item), row.offsetHeight);
      row = row?.nextElementSibling ?? null;
    }
  }, [isLong, items, first, last, keyOf]);

  useEffect(() => {
    if (!isLong) return;
    let frame = 0;
    const look = () => {
      frame = 0;
      const list = above.current?.parentElement;
      if (!list) return;
      // One screen more on either side; drawn anew when half of that is left.
      const screen = innerHeight;
      const top = -list.getBoundingClientRect().top;
      const wanted = rowsBetween(items, (item) => heights.current.get(keyOf(item)) ?? guess, top - screen, top + 2 * screen);
      const needed = rowsBetween(items, (item) => heights.current.get(keyOf(item)) ?? guess, top - screen / 2, top + 1.5 * screen);
      setRange((now) => (now[0] <= needed[0] && now[1] >= needed[1] && now[1] - now[0] <= 3 * PLAIN ? now : wanted));
    };
    const soon = () => {
      frame ||= requestAnimationFrame(look);
    };
    look();
    // Panes scroll, with large text the page does; scroll events of panes do not bubble.
    addEventListener('scroll', soon, { passive: true, capture: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', soon, { capture: true });
      removeEventListener('resize', soon);
    };
  }, [isLong, items, keyOf, guess]);

  const drawn = items.slice(first, last).map((item) => <Fragment key={keyOf(item)}>{draw(item)}</Fragment>);
  if (!isLong) return drawn;
  return (
    <>
      <Gap of={above} height={sum(items.slice(0, first))} columns={columns} />
      {drawn}
      <Gap height={sum(items.slice(last))} columns={columns} />
    </>
  );
}

type GapProps = { of?: Ref<HTMLLIElement & HTMLTableRowElement>; height: number; columns: number | undefined };

/** As high as the rows that are not drawn. */
function Gap({ of, height, columns }: GapProps) {
  if (columns === undefined) return <li ref={of} aria-hidden="true" style={{ height }} />;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row takes no focus
    <tr ref={of} aria-hidden="true" className="gap">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function rowsBetween<T>(items: readonly T[], heightOf: (item: T) => number, top: number, bottom: number): Range {
  let y = 0;
  let from = items.length;
  for (const [i, item] of items.entries()) {
    const end = y + heightOf(item);
    if (end > top && from === items.length) from = i;
    if (y >= bottom) return [from, i];
    y = end;
  }
  return [Math.min(from, items.length - 1), items.length];
}
