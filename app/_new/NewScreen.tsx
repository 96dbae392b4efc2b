'use client';
import { useRef, useState } from 'react';
import { AssetHead } from '#app/_asset/AssetHead.tsx';
import { mintId, useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { useDraft } from '#app/_field/useDraft.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { IMPACT_ICON } from '#app/_ui/looks.ts';
import { Mark } from '#app/_ui/Mark.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { isSupport } from '#domain/actor.ts';
import type { SiteId, TicketId } from '#domain/ids.ts';
import { priorityOf } from '#domain/priority.ts';
import { formatCode, parseCode } from '#domain/sticker.ts';
import { IMPACTS, URGENCIES } from '#domain/ticket/ticket.ts';
import { type Picture, StorageProblem } from '#sync/port.ts';
import { Already } from './Already.tsx';
import { BLANK, IMPACT, missingIn, openCommand, type Report, type Subject, siteOf, URGENCY } from './form.ts';
import { Photos } from './Photos.tsx';
import { What } from './What.tsx';
import { Where } from './Where.tsx';

const NO_PHOTOS: { readonly photos: readonly Picture[] } = { photos: [] };

/** A new ticket: a symptom or a sentence is enough. Everything typed is kept at each pause; the cross keeps it too. */
export function NewScreen(asked: { asset: string | null; room: string | null; code: string | null }) {
  const { view, words: w } = useField();
  useTitle(w.opening.title);
  const subject: Subject = {
    asset: asked.asset === null ? null : (view.assets.get(asked.asset) ?? null),
    room: asked.room === null ? null : (view.rooms.get(asked.room) ?? null),
    code: asked.code === null ? null : parseCode(asked.code),
  };
  const about = asked.asset ?? asked.room ?? asked.code ?? 'anything';
  return <Form key={about} subject={subject} about={about} />;
}

function Form({ subject, about }: { subject: Subject; about: string }) {
  const field = useField();
  const { words: w, me, actor, site: current, sites, connection, submit, navigate, toast } = field;
  const draft = useDraft<Report>(`new ${about}`, BLANK);
  const pictures = useDraft(`new ${about} photos`, NO_PHOTOS);
  const report = draft.value;
  const { photos } = pictures.value;
  const site = siteOf(subject, report, current, sites, me.sites);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const isSending = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const hasWords = JSON.stringify(report) !== JSON.stringify(BLANK) || photos.length > 0;

  /** No room for the photos: the words are kept all the same, and the person is told. */
  const keepReport = async (at: SiteId): Promise<{ ticket: TicketId; lostPhotos: boolean }> => {
    const ticket = mintId<TicketId>();
    const say = (taken: readonly Picture[]) =>
      submit(
        openCommand(
          ticket,
          subject,
          report,
          at,
          taken.map((p) => p.hash),
        ),
        taken,
      );
    try {
      await say(photos);
      return { ticket, lostPhotos: false };
    } catch (error) {
      if (!(error instanceof StorageProblem) || error.trouble !== 'quota' || photos.length === 0) throw error;
      await say([]);
      return { ticket, lostPhotos: true };
    }
  };

  const open = async () => {
    const lacks = missingIn(report, site);
    setMissing(lacks);
    if (lacks.length > 0 || site === null) {
      form.current?.querySelector<HTMLElement>(lacks[0] === 'what' ? 'textarea' : 'input[name=site]')?.focus();
      return;
    }
    // A second tap before the first is on the disk is the same tap.
    if (isSending.current) return;
    isSending.current = true;
    try {
      const { ticket, lostPhotos } = await keepReport(site);
      await Promise.all([draft.clear(), pictures.clear()]);
      toast(lostPhotos ? w.sync.storage.full : w.opening.kept);
      navigate(`/tickets/${ticket}`, { replace: true });
    } catch (error) {
      if (!(error instanceof StorageProblem)) throw error;
      setTrouble(w.sync.storage.notKept);
    } finally {
      isSending.current = false;
    }
  };

  const impact = report.impact ?? IMPACT;
  const urgency = report.urgency ?? URGENCY;
  const reason = w.status.priority.because({
    priority: priorityOf(impact, urgency, subject.asset?.critical ?? false),
    impact: w.status.impact[impact],
    urgency: w.status.urgencyFact[urgency],
  });
  const isStaff = site !== null && isSupport(actor, site);

  return (
    <Screen
      top={
        <TopBar
          title={missing.length > 0 ? w.opening.toReview({ n: missing.length }) : w.opening.title}
          back={{ href: subject.asset === null ? '/' : `/assets/${subject.asset.id}`, label: w.opening.closeKept }}
          cross
          chip={hasWords ? <DraftMark isKept={draft.isKept && pictures.isKept} isLost={draft.isLost || pictures.isLost} /> : undefined}
        />
      }
      column
      actions={
        <>
          {connection.kind !== 'online' && <p className="s q center-text">{w.opening.offline}</p>}
          <Button kind="primary" shape="block" type="submit" form="new-ticket">
            {w.opening.submit}
          </Button>
        </>
      }
    >
      <form
        id="new-ticket"
        ref={form}
        className="stack roomy"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <About subject={subject} />
        {draft.wasFound && (
          <Note icon="pen-tool" small title={w.opening.draftFound}>
            <button type="button" className="link" onClick={() => void Promise.all([draft.clear(), pictures.clear()])}>
              {w.opening.draftDiscard}
            </button>
          </Note>
        )}
        {sites.length > 1 && current === null && subject.asset === null && subject.room === null && (
          <ChoiceGroup legend={w.home.site} columns="one" error={missing.includes('site') ? w.opening.needSite : null}>
            {sites.map((s) => (
              <Choice
                key={s.id}
                name="site"
                value={s.id}
                checked={site === s.id}
                onChange={(id) => draft.set({ site: id, room: null })}
                label={s.name}
                hint={s.city}
              />
            ))}
          </ChoiceGroup>
        )}
        <What subject={subject} report={report} onChange={draft.set} isMissing={missing.includes('what')} />
        <Already subject={subject} room={report.room} />
        {subject.asset === null && subject.room === null && <Where site={site} room={report.room} onRoom={(room) => draft.set({ room })} />}
        <ChoiceGroup legend={w.opening.who}>
          {IMPACTS.map((i) => (
            <Choice
              key={i}
              name="impact"
              value={i}
              checked={report.impact === i}
              onChange={() => draft.set({ impact: i })}
              label={w.status.impact[i]}
              icon={IMPACT_ICON[i]}
            />
          ))}
        </ChoiceGroup>
        <ChoiceGroup legend={w.opening.lesson}>
          {URGENCIES.map((u) => (
            <Choice
              key={u}
              name="urgency"
              value={u}
              checked={report.urgency === u}
              onChange={() => draft.set({ urgency: u })}
              label={w.status.urgency[u]}
            />
          ))}
        </ChoiceGroup>
        {isStaff && (
          <p className="s q">
            <b>{reason.actor}</b> {reason.text}
          </p>
        )}
        <Photos photos={photos} onChange={(next) => pictures.set({ photos: next })} />
        {trouble !== null && <Note icon="triangle-alert" tone="d" title={trouble} alert />}
      </form>
    </Screen>
  );
}

/** Said when it is true: the words are on the disk, or could not be put there. */
function DraftMark({ isKept, isLost }: { isKept: boolean; isLost: boolean }) {
  const { words: w } = useField();
  if (isLost) return <Mark state="refused">{w.opening.draftLost}</Mark>;
  return isKept ? <Mark state="phone">{w.opening.draftKept}</Mark> : null;
}

function About({ subject: { asset, room, code } }: { subject: Subject }) {
  const { words: w } = useField();
  if (asset !== null) return <AssetHead asset={asset} numbers />;
  if (room !== null) {
    return (
      <div className="row mid bare">
        <Plate building={room.building} room={room.name} />
        <h2 className="grow">{placeName(w, room)}</h2>
      </div>
    );
  }
  return code === null ? null : (
    <Note icon="qr-code" title={w.found.unknown}>
      <span className="code">{formatCode(code)}</span>
    </Note>
  );
}
