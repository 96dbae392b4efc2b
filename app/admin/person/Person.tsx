'use client';
import { useCallback, useState } from 'react';
import { Note } from '#app/_ui/Note.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { useTexts, useTold } from '#app/admin/office.ts';
import { personPage } from '#app/admin/running.ts';
import { Identity } from './Identity.tsx';
import { Merge } from './Merge.tsx';
import { Personal } from './Personal.tsx';
import { Rights } from './Rights.tsx';
import { SignIns } from './SignIns.tsx';
import { Ways } from './Ways.tsx';

/** One account: who they are, what they may, how they come in, where they are signed in. A supervisor sees the last alone. */
export function Person() {
  const [id] = useState(() => new URLSearchParams(globalThis.location?.search).get('id') ?? '');
  const ask = useCallback(() => personPage(id), [id]);
  const { load, again } = useTold(ask);
  const [done, setDone] = useState<string | null>(null);
  const { o } = useTexts();
  const isAdmin = load.state === 'here' && load.value.isAdmin;
  const kept = (text: string) => {
    setDone(text);
    void again();
  };
  return (
    <Frame page={isAdmin ? 'people' : 'presence'} title={o.access.person.title} load={load} again={again} isAdmin={isAdmin}>
      {(person, texts) => (
        <>
          <p>
            <a className="link tap" href={person.isAdmin ? '/admin/people' : '/admin/presence'}>
              {person.isAdmin ? texts.o.access.person.back : texts.o.nav.presence}
            </a>
          </p>
          <h2>
            {person.givenName} {person.familyName} {person.disabled && <span className="q s">{texts.o.people.disabled}</span>}
          </h2>
          {done !== null && <Note icon="circle-check" tone="o" alert title={done} />}
          {person.isAdmin && <Rights key={JSON.stringify([person.roles, person.teams])} person={person} texts={texts} kept={kept} />}
          <SignIns person={person} texts={texts} kept={kept} />
          {person.isAdmin && !person.self && !person.disabled && <Ways person={person} texts={texts} />}
          {person.isAdmin && !person.disabled && <Merge person={person} texts={texts} />}
          {person.isAdmin && <Identity person={person} texts={texts} kept={kept} />}
          {person.isAdmin && <Personal person={person} texts={texts} />}
        </>
      )}
    </Frame>
  );
}
