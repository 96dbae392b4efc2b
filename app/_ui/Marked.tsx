import { Fragment } from 'react';
import { spansOf } from '#domain/register/search-text.ts';

/** A text with the pieces marked that were looked for. */
export function Marked({ text, terms }: { text: string; terms: readonly string[] }) {
  const spans = spansOf(text, terms);
  let from = 0;
  return (
    <>
      {spans.map(([start, end]) => {
        const before = text.slice(from, start);
        from = end;
        return (
          <Fragment key={start}>
            {before}
            <mark>{text.slice(start, end)}</mark>
          </Fragment>
        );
      })}
      {text.slice(from)}
    </>
  );
}
