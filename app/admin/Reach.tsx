'use client';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import type { Reach as Reached } from '#domain/alerts.ts';
import type { Texts } from './office.ts';

/** The mark of somebody whom no alert reaches, with what is known of why. */
export function Reach({ reach, texts: { o } }: { reach: Reached | null; texts: Texts }) {
  if (reach === null || reach === 'ok') return null;
  return (
    <>
      {' '}
      <StatusTag icon="bell-off" tone="w">
        {o.people.reach[reach]}
      </StatusTag>
    </>
  );
}

/** Is this one to be seen to? */
export const isUnreached = ({ reach }: { reach: Reached | null }): boolean => reach !== null && reach !== 'ok';

/** Shows everybody, or those whom no alert reaches; nothing where there are none. */
export function ReachFilter({ n, only, choose, texts: { o } }: { n: number; only: boolean; choose: (only: boolean) => void; texts: Texts }) {
  if (n === 0 && !only) return null;
  return (
    <p className="filters">
      <button type="button" className="pillbtn" aria-pressed={!only} onClick={() => choose(false)}>
        {o.people.everybody}
      </button>
      <button type="button" className="pillbtn" aria-pressed={only} onClick={() => choose(true)}>
        {o.people.unreachable} <b>{n}</b>
      </button>
    </p>
  );
}
