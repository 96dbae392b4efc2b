'use client';
import { useField } from '#app/_field/field.tsx';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { begunOf } from './drafts.ts';

/** What was begun and not sent: to go on with where it was typed, or to throw away. */
export function Drafts() {
  const { snapshot, view, words: w, store } = useField();
  const begun = begunOf(snapshot.drafts, view, w);
  if (begun.length === 0) return null;
  return (
    <Group title={w.outbox.drafts} count={begun.length} after={<p className="hint">{w.outbox.draftsHint}</p>}>
      {begun.map(({ keys, icon, title, place, href }) => (
        <Row key={keys[0]} lead={<Tile icon={icon} />} title={title} meta={place === null ? [] : [place]}>
          {href !== null && <LinkButton href={href}>{w.ticket.startedResume}</LinkButton>}
          <Button kind="danger" onClick={() => void Promise.all(keys.map((key) => store.dropDraft(key)))}>
            {w.ticket.startedDiscard}
          </Button>
        </Row>
      ))}
    </Group>
  );
}
