'use client';
import { Note } from '#app/_ui/Note.tsx';
import { words } from '#domain/words/index.ts';
import { sessionWords } from '#domain/words/session.ts';
import { promisedSticker } from './next.ts';
import type { Visitor } from './visitor.ts';

/** What is true before anything is typed: the scanned code waits, the session ended, somebody's work is kept here for them. */
export function Notices({ visitor: { language, next, here, waiting }, merged }: { visitor: Visitor; merged: boolean }) {
  const { door, stickers } = words(language);
  const code = promisedSticker(next);
  const sticker = code === null ? null : door.sticker({ code });
  return (
    <>
      {sticker && (
        <Note icon="qr-code" tone="b">
          {sticker.before} <span className="code">{sticker.code}</span> {sticker.after}{' '}
          <a className="link" href={`/p/${sticker.code}`}>
            {stickers.without}
          </a>
        </Note>
      )}
      {here !== null && !merged && (
        <Note icon="key-round" tone="i">
          {door.expired}
        </Note>
      )}
      {waiting.map(({ who, n }) => (
        <Note key={who} icon="smartphone" small>
          {merged && who === here ? sessionWords(language).keptFormer({ who, n }) : sessionWords(language).kept({ who, n })}
        </Note>
      ))}
    </>
  );
}
