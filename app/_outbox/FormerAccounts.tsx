'use client';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { when } from '#domain/words/time.ts';
import { formerPhoto, type Left, letGoOfFormer } from '#sync/former.ts';
import { type Former, formersOf } from './former.ts';
import { Guard } from './Guard.tsx';
import { actionOf } from './items.ts';

/**
 * What was done here under an account that is one with this one now, and never left: to be read, and said again by hand. Nothing of it is sent in
 * another name.
 * @param none what stands there where there is nothing of the kind
 */
export function FormerAccounts({ none }: { none: ReactNode }) {
  const { store } = useField();
  const [formers, setFormers] = useState<readonly Former[]>([]);
  const look = useCallback(() => {
    formersOf(store.person).then(setFormers, () => 'a browser that keeps nothing');
  }, [store]);
  useEffect(look, [look]);
  if (formers.length === 0) return none;
  return formers.map((former) => <OneFormer key={former.id} former={former} again={look} />);
}

function OneFormer({ former, again }: { former: Former; again: () => void }) {
  const { words: w } = useField();
  const [isAsking, setAsking] = useState(false);
  const { id, name, done, photos } = former;
  const { title, lead, over, ask } = w.outbox.former;
  const save = async (hash: string) => {
    const kept = await formerPhoto(id, hash);
    if (kept === null) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(kept);
    link.download = `relais-${hash.slice(0, 8)}.${kept.type === 'application/pdf' ? 'pdf' : 'jpg'}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  return (
    <Group title={title({ name })} count={done.length} after={<p className="hint">{lead}</p>}>
      {done.map((left) => (
        <Guard key={left.key} instead={<Row lead={<Tile icon="file-x" />} title={w.outbox.unreadable} />}>
          <OneLeft left={left} />
        </Guard>
      ))}
      {photos.map((hash) => (
        <li key={hash} className="row">
          <Tile icon="image" />
          <Button icon="download" onClick={() => void save(hash)}>
            {w.outbox.photoCopy}
          </Button>
        </li>
      ))}
      <li className="row">
        {isAsking ? (
          <Note icon="trash-2" tone="w" title={ask} alert>
            <div className="wrap">
              <Button kind="danger" onClick={() => void letGoOfFormer(id).then(again)}>
                {w.refusals.discard}
              </Button>
              <Button onClick={() => setAsking(false)}>{w.common.cancel}</Button>
            </div>
          </Note>
        ) : (
          <Button kind="danger" icon="trash-2" onClick={() => setAsking(true)}>
            {over}
          </Button>
        )}
      </li>
    </Group>
  );
}

function OneLeft({ left }: { left: Left }) {
  const { view, words: w, language, now, site, toast } = useField();
  const action = actionOf(left.command, view, w);
  const { text } = action;
  return (
    <>
      <Row
        lead={<Tile icon={action.icon} tone="w" />}
        title={action.title}
        meta={[[action.place, when(left.at, now, zoneOf(view, site?.id ?? null), language)].filter((m) => m !== null).join(' · ')]}
        {...(action.href === null ? {} : { href: action.href })}
      >
        {text !== null && <span className="s">{text}</span>}
      </Row>
      {text !== null && (
        <li className="row">
          <Button icon="copy" onClick={() => void navigator.clipboard.writeText(text).then(() => toast(w.common.copied))}>
            {w.refusals.copyText}
          </Button>
        </li>
      )}
    </>
  );
}
