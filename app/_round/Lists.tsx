'use client';
import { useField } from '#app/_field/field.tsx';
import { assetLabel } from '#app/_field/said.ts';
import { sentenceOf as whyRefused } from '#app/_outbox/refusal.ts';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import { Mark } from '#app/_ui/Mark.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import type { AssetDocument } from '#domain/documents.ts';
import type { Count } from '#domain/register/thing.ts';
import { byName, calledCount, calledThing, firstLine, homeOf, roomNamed } from './said.ts';
import type { Walk } from './useTour.ts';

type Props = { walk: Walk; add: (count: Count) => void };

/** What must be settled, then what is still to be found, then what was. */
export function Lists({ walk, add }: Props) {
  const { view, words: w } = useField();
  const say = w.round;
  const { tour } = walk;
  const toSettle = [...tour.moved, ...tour.left, ...tour.unknown].sort((a, b) => b.at - a.at);
  return (
    <>
      {toSettle.length > 0 && (
        <Group title={say.toSettle} count={toSettle.length}>
          {toSettle.map((c) =>
            c.how === 'unknown' ? <Unknown key={c.key} count={c} walk={walk} add={add} /> : <Strayed key={c.key} count={c} walk={walk} />,
          )}
        </Group>
      )}
      <Group title={say.missing} count={tour.missing.length}>
        {tour.missing.length === 0 && <EmptyRow text={tour.expected === 0 ? say.nothingExpected : say.allSeen} />}
        {[...tour.missing].sort(byName(w)).map((a) => (
          <Row
            key={a.id}
            middle
            lead={<Tile icon={assetIcon(a.type)} />}
            title={calledThing(w, a)}
            meta={numbersOf(w, a)}
            end={
              <Button onClick={() => walk.see(a, say.byHand)} aria-label={say.seenByHandOf({ name: calledThing(w, a) })}>
                {say.seenByHand}
              </Button>
            }
          />
        ))}
      </Group>
      {tour.found.length > 0 && (
        <Group title={say.found} count={tour.found.length}>
          {[...tour.found].reverse().map((c) => {
            const asset = c.asset === null ? undefined : view.assets.get(c.asset);
            return (
              <Row
                key={c.key}
                middle
                lead={<Tile icon={asset === undefined ? 'qr-code' : assetIcon(asset.type)} />}
                title={calledCount(view, w, c)}
                meta={asset === undefined ? [] : numbersOf(w, asset)}
              />
            );
          })}
        </Group>
      )}
    </>
  );
}

function numbersOf(w: ReturnType<typeof useField>['words'], asset: AssetDocument): string[] {
  return asset.inventory !== null ? [w.common.number({ number: asset.inventory })] : asset.serial !== null ? [asset.serial] : [];
}

/** Of another room: it was moved here at once, which one tap takes back. */
function Strayed({ count, walk }: { count: Count; walk: Walk }) {
  const { view, words: w } = useField();
  const say = w.round;
  const asset = count.asset === null ? undefined : view.assets.get(count.asset);
  const isMoved = count.how === 'moved';
  const room = isMoved ? roomNamed(view, w, count.from) : homeOf(view, w, count);
  const told = isMoved ? (room === null ? say.fromNowhere : say.expectedIn({ room })) : room === null ? say.visitingNowhere : say.visiting({ room });
  return (
    <Row lead={<Tile icon={asset === undefined ? 'qr-code' : assetIcon(asset.type)} tone="w" />} title={calledCount(view, w, count)} meta={[told]}>
      <Button onClick={() => walk.settle(count, isMoved ? 'left' : 'moved')}>
        {isMoved ? (room === null ? say.leaveNowhere : say.leave({ room })) : say.moveHere}
      </Button>
    </Row>
  );
}

/** By whoever found it first, or by a colleague after. */
function isPhotographed({ tour }: Walk, { photo, key }: Count): boolean {
  return photo !== null || tour.remarks.some((r) => r.asset === null && r.label === key && r.photo !== null);
}

function Unknown({ count, walk, add }: { count: Count; walk: Walk; add: (count: Count) => void }) {
  const field = useField();
  const { words: w } = field;
  const say = w.round;
  const tried = walk.triedOf(count);
  return (
    <Row
      lead={<Tile icon="qr-code" tone="w" />}
      title={say.unknown}
      meta={[
        <span key="label" className="code">
          {firstLine(count.key)}
        </span>,
        isPhotographed(walk, count) ? say.withPhoto : say.withoutPhoto,
      ]}
    >
      {tried !== null && (
        <>
          <Mark state="refused">
            {say.notAdded({ name: [assetLabel(w, { type: tried.thing.kind }), tried.thing.model].filter(Boolean).join(' ') })}
          </Mark>
          <span className="s">{whyRefused(field, tried.refused).what}</span>
        </>
      )}
      <Button icon={tried === null ? 'plus' : 'refresh-cw'} onClick={() => add(count)}>
        {tried === null ? say.add : say.addAgain}
      </Button>
      <Button kind="quiet" onClick={() => walk.undo(count)}>
        {say.forget}
      </Button>
    </Row>
  );
}
