'use client';
import { useCallback, useState } from 'react';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import type { ImportHead } from '#domain/imports/report.ts';
import { when } from '#domain/words/time.ts';
import { imports, shownImport } from './actions.ts';
import { Drop } from './Drop.tsx';
import { LOOKS } from './looks.ts';
import { OneImport } from './OneImport.tsx';

const askedFor = () => new URLSearchParams(globalThis.location?.search).get('id');

/** Lists that are brought in: a new one, one that is under way, and those of before. */
export function Imports() {
  const [id, setId] = useState<string | null>(null);
  const [isKnown, setKnown] = useState(false);
  // The address is the browser's: the page is the same for everybody.
  const ask = useCallback(async () => {
    if (!isKnown) {
      setKnown(true);
      setId(askedFor());
    }
    return imports();
  }, [isKnown]);
  const { load, again } = useTold(ask);
  const go = (next: string | null) => {
    setId(next);
    history.pushState(history.state, '', next === null ? '/admin/imports' : `/admin/imports?id=${next}`);
    if (next === null) void again();
  };
  if (id !== null) return <Opened key={id} id={id} close={() => go(null)} />;
  return (
    <Frame
      page="imports"
      load={load}
      again={again}
      isAdmin={load.state === 'here' && load.value.isAdmin}
      runs={load.state === 'here' && load.value.isAdmin}
    >
      {(told, texts) => (
        <>
          <Drop texts={texts} places={told.places} open={go} />
          <Past rows={told.rows} texts={texts} open={go} />
        </>
      )}
    </Frame>
  );
}

function Opened({ id, close }: { id: string; close: () => void }) {
  const ask = useCallback(() => shownImport(id), [id]);
  const { load, again } = useTold(ask);
  const isAdmin = load.state === 'here' && load.value.isAdmin;
  return (
    <Frame page="imports" load={load} again={again} isAdmin={isAdmin} runs={isAdmin}>
      {(detail, texts) => <OneImport given={detail} texts={texts} again={again} close={close} />}
    </Frame>
  );
}

export function Past({ rows, texts: { o, language }, open }: { rows: readonly ImportHead[]; texts: Texts; open: (id: string) => void }) {
  const say = o.imports;
  const at = (instant: number) => when(instant, Date.now(), Intl.DateTimeFormat().resolvedOptions().timeZone, language);
  return (
    <Group title={say.past} count={rows.length}>
      {rows.length === 0 && <EmptyRow text={say.none} />}
      {rows.map((row) => (
        <li key={row.id} className="officerow">
          <span className="grow">
            <button type="button" className="link tap importname" onClick={() => open(row.id)}>
              {row.fileName}
            </button>
            <br />
            <span className="s q">
              {[say.format[row.format], say.progress({ done: row.written, all: row.total }), say.by({ who: row.by, when: at(row.createdAt) })].join(
                ' · ',
              )}
            </span>
          </span>
          <StatusTag {...LOOKS[row.state]}>{row.state === 'failed' && row.written > 0 ? say.state.stopped : say.state[row.state]}</StatusTag>
        </li>
      ))}
    </Group>
  );
}
