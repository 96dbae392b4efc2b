'use client';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { span, when } from '#domain/words/time.ts';
import type { Waiting } from '#sync/live.ts';
import { oldSince } from './age.ts';
import { actionOf } from './items.ts';

/** One action of this phone that has not settled: what, where, since when, and how old where that is not ordinary (invariant 5). */
export function WaitingItem({ waiting }: { waiting: Waiting }) {
  const { view, words: w, language, now, site, toast } = useField();
  const action = actionOf(waiting.command, view, w);
  const time = when(waiting.at, now, zoneOf(view, site?.id ?? null), language);
  const meta = [action.place, time, action.type === 'open' && action.code !== null ? w.common.provisional({ code: action.code }) : null]
    .filter((m) => m !== null)
    .join(' · ');
  const isSent = waiting.state === 'sent';
  const old = oldSince(waiting.at, now);
  const { text } = action;
  return (
    <>
      <Row
        lead={<Tile icon={action.icon} {...(old === null ? {} : { tone: 'w' as const })} />}
        title={action.title}
        meta={[meta]}
        {...(action.href === null ? {} : { href: action.href })}
      >
        <Mark state={isSent ? 'sent' : 'phone'}>{isSent ? w.sync.mark.sent : w.sync.mark.phone}</Mark>
        {old !== null && <b className="s">{w.outbox.old({ span: span(old, language) })}</b>}
        {action.photos.length > 0 && <span className="s q">{w.common.photos({ n: action.photos.length })}</span>}
      </Row>
      {old !== null && text !== null && (
        <li className="row">
          <Button icon="copy" onClick={() => void navigator.clipboard.writeText(text).then(() => toast(w.common.copied))}>
            {w.refusals.copyText}
          </Button>
        </li>
      )}
    </>
  );
}
