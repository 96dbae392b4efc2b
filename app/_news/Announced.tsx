'use client';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { saidNow } from '#domain/announcement.ts';
import type { SiteDocument } from '#domain/documents.ts';
import { useReadHere } from './read.ts';

/** What is announced now on these sites, until it is over or was read on this phone. */
export function Announced({ sites }: { sites: readonly SiteDocument[] }) {
  const { words: w, me, now } = useField();
  const [read, setRead] = useReadHere(me.person);
  const say = w.news.announcement;
  return saidNow(sites, now)
    .filter((a) => !read.has(a.id))
    .map((a) => (
      <Note key={a.id} icon={a.tone === 'trouble' ? 'triangle-alert' : 'info'} tone={a.tone === 'trouble' ? 'w' : 'i'} title={a.text}>
        <span className="below wrap">
          <Button aria-label={say.readOf({ text: a.text })} onClick={() => setRead(a.id)}>
            {say.read}
          </Button>
        </span>
      </Note>
    ));
}
