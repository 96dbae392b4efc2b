'use client';
import type { ReactNode } from 'react';
import type { IconName } from '#app/_ui/icons.ts';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import type { Tone } from '#app/_ui/tone.ts';
import type { Texts } from '#app/admin/office.ts';

/** A number that is read from a table: thousands apart. */
export const spaced = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0');

interface CountOf {
  readonly name: string;
  readonly n: number;
  readonly icon: IconName;
  readonly tone: Tone | undefined;
  /** Lines that somebody must look at. */
  readonly isWrong?: boolean;
}

/** How many lines of a file come to what. */
export function Counts({ label, counts }: { label: string; counts: readonly CountOf[] }) {
  return (
    <section className="importcounts" aria-label={label}>
      {counts.map(({ name, n, icon, tone, isWrong }) => (
        <article key={name} className={isWrong && n > 0 ? 'panel importcount d' : 'panel importcount'}>
          <h2>
            <StatusTag icon={icon} tone={tone}>
              {name}
            </StatusTag>
          </h2>
          <p>{spaced(n)}</p>
        </article>
      ))}
    </section>
  );
}

interface TableProps {
  readonly caption: string;
  readonly heads: readonly string[];
  /** Rows that are here, of all that there are. */
  readonly shown: number;
  readonly all: number;
  readonly texts: Texts;
  readonly children: ReactNode;
}

/** Lines of a file, as a table that a telephone shows as cards. */
export function SheetTable({ caption, heads, shown, all, texts, children }: TableProps) {
  return (
    <>
      <div className="sheetcard importtable">
        <table>
          <caption className="vh">{caption}</caption>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
      {shown < all && <p className="s q">{texts.o.imports.firstOnes({ n: shown, all })}</p>}
    </>
  );
}
