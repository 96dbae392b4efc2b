import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { Note } from '#app/_ui/Note.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { isSupport } from '#domain/actor.ts';
import type { AssetDocument } from '#domain/documents.ts';
import { isWarrantyOver, recurringSince, replacementReasons } from '#domain/register/replacement.ts';
import { ticketsOn } from '#domain/view.ts';
import { calendarDay, localDay, when } from '#domain/words/time.ts';

/** How it stands, in one look: state, guarantee, what makes it more urgent, when somebody was before it. */
export function Standing({ asset }: { asset: AssetDocument }) {
  const { view, words: w, actor, language, now } = useField();
  const until = asset.warrantyUntil;
  const zone = zoneOf(view, asset.site);
  const day = until === null ? '' : calendarDay(until, language);
  const isOver = isWarrantyOver(asset, localDay(now, zone));
  const isVip = asset.vip === true || (asset.room !== null && view.rooms.get(asset.room)?.vip === true);
  return (
    <div className="wrap">
      <StatusTag icon="circle-check" tone={asset.state === 'in_service' ? 'o' : 'w'}>
        {w.status.assetState[asset.state]}
      </StatusTag>
      {until !== null && <StatusTag icon="shield-check">{isOver ? w.asset.warrantyOver({ date: day }) : w.asset.warranty({ date: day })}</StatusTag>}
      {until === null && isSupport(actor, asset.site) && <StatusTag icon="shield-check">{w.asset.noWarranty}</StatusTag>}
      {asset.charter === false && (
        <StatusTag icon="triangle-alert" tone="w">
          {w.asset.offCharter}
        </StatusTag>
      )}
      {asset.critical && (
        <StatusTag icon="octagon-alert" tone="d">
          {w.asset.critical}
        </StatusTag>
      )}
      {isVip && (
        <StatusTag icon="star" tone="w">
          {w.asset.vip}
        </StatusTag>
      )}
      {asset.seenAt !== undefined && <StatusTag icon="eye">{w.asset.seen({ when: when(asset.seenAt, now, zone, language) })}</StatusTag>}
    </div>
  );
}

/** It fails again and again, or it is old and out of guarantee: for the support. */
export function Replace({ asset }: { asset: AssetDocument }) {
  const { view, words: w, actor, language, now } = useField();
  if (!isSupport(actor, asset.site)) return null;
  const { decision } = asset;
  // Decided is decided: the hint that led to it is told no more.
  if (decision !== undefined) {
    const { choice, decided } = w.history;
    return (
      <Note icon="list-checks" title={decided({ choice: choice[decision.choice], year: decision.year === null ? '' : String(decision.year) })} small>
        {decision.text === '' ? undefined : decision.text}
      </Note>
    );
  }
  const since = recurringSince(now);
  const lately = ticketsOn(view, asset.id).filter(({ head }) => head.openedAt > since && head.status !== 'dropped' && !head.isTest).length;
  const reasons = replacementReasons(asset, lately, localDay(now, zoneOf(view, asset.site)));
  if (reasons.length === 0) return null;
  const says = reasons.map((reason) =>
    reason.kind === 'recurring'
      ? w.asset.recurrence({ n: reason.tickets })
      : w.asset.old({ n: reason.years, date: reason.warrantyUntil === null ? '' : calendarDay(reason.warrantyUntil, language) }),
  );
  return (
    <Note icon="triangle-alert" tone="w" title={says.join(' ')} small>
      {w.asset.recurrenceThen}
    </Note>
  );
}
