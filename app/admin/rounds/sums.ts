import type { Texts } from '#app/admin/office.ts';
import type { RoundRow } from '#server/rounds.ts';

/** "12 trouvés, 2 manquants, 1 déplacé": what is none is not said, but for what was found. */
export function sumsOf(row: RoundRow, { o }: Texts): string {
  const say = o.rounds.sums;
  const parts = (['missing', 'moved', 'left', 'unknown'] as const).filter((how) => row[how] > 0).map((how) => say[how]({ n: row[how] }));
  return [say.found({ n: row.found }), ...parts].join(', ');
}
