'use client';
import { useField } from '#app/_field/field.tsx';
import { assetLabel, categoryLabel, placeName, roomOf } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { Button } from '#app/_ui/Button.tsx';
import { STATUS_LOOK } from '#app/_ui/looks.ts';
import { Mark } from '#app/_ui/Mark.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { holds } from '#domain/actor.ts';
import type { ReportedDocument } from '#domain/documents.ts';
import { isOpen } from '#domain/ticket/ticket.ts';
import type { Words } from '#domain/words/fr/index.ts';

/** How far somebody else's ticket is, in a sentence without a name. */
export function reportedSaid(w: Words, { status }: Pick<ReportedDocument, 'status'>): string {
  if (!isOpen({ status })) return w.status.reported.done;
  return status === 'new' ? w.status.reported.new : w.status.reported.held;
}

type SameProps = {
  reported: Pick<ReportedDocument, 'id' | 'site' | 'status' | 'joined'>;
  /** In place of the verb's own words. */
  label?: string;
  /** Said once it is kept. */
  said?: string;
  /** Once it is kept. */
  onJoined?: () => void;
};

/** "C’est la même panne" in one tap in place of a second ticket; then that one follows it, also before the server knows. */
export function SameFault({ reported, label: shorter, said, onJoined }: SameProps) {
  const { words: w, actor, snapshot } = useField();
  const { act, problem } = useAct();
  const { label, done } = w.verbs.command.me_too;
  const join = async () => {
    const isKept = await act({ type: 'me_too', v: 1, ticket: reported.id }, said === undefined ? {} : { said });
    if (isKept) onJoined?.();
  };
  if (reported.joined) {
    const waiting = snapshot.outbox.find(({ command }) => isMeToo(command, reported.id));
    return (
      <span className="wrap">
        <StatusTag icon="check" tone="o">
          {done}
        </StatusTag>
        {waiting !== undefined && (
          <Mark state={waiting.state === 'sent' ? 'sent' : 'phone'}>{waiting.state === 'sent' ? w.sync.mark.sent : w.sync.mark.phone}</Mark>
        )}
      </span>
    );
  }
  if (!isOpen(reported) || !holds(actor, 'requester', reported.site)) return null;
  return (
    <>
      {problem !== null && <Note icon="triangle-alert" tone="d" title={problem} alert />}
      <Button icon="users-round" onClick={() => void join()}>
        {shorter ?? label}
      </Button>
    </>
  );
}

function isMeToo(command: unknown, ticket: string): boolean {
  const { type, ticket: of } = command as { readonly type?: unknown; readonly ticket?: unknown };
  return type === 'me_too' && of === ticket;
}

/** Somebody else's ticket in a list: how far it is, and the same fault. `named`: where, and what, where the page does not say it. */
export function ReportedRow({ reported, named }: { reported: ReportedDocument; named?: boolean }) {
  const { view, words: w } = useField();
  const asset = reported.asset === null ? undefined : view.assets.get(reported.asset);
  const room = roomOf(view, reported);
  const where = room === null && reported.fault !== undefined ? categoryLabel(w, reported.fault.category) : placeName(w, room);
  const thing = reported.siteDown ? w.catalogue.symptom.site_down : asset === undefined ? where : assetLabel(w, asset);
  const look = STATUS_LOOK[reported.status];
  const said = reportedSaid(w, reported);
  return (
    <Row
      lead={named ? <Plate building={room?.building ?? null} room={room?.name ?? null} /> : <Tile icon={look.icon} />}
      title={named ? thing : said}
      meta={
        named
          ? [
              <StatusTag key="s" icon={look.icon} tone={look.tone}>
                {said}
              </StatusTag>,
            ]
          : []
      }
    >
      <SameFault reported={reported} />
    </Row>
  );
}
