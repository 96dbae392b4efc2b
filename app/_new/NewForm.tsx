'use client';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { mintId, useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { useDraft } from '#app/_field/useDraft.ts';
import { Outages } from '#app/_news/Outages.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';
import { isSupport, SUPPORT } from '#domain/actor.ts';
import type { SiteId, TicketId } from '#domain/ids.ts';
import { type Picture, StorageProblem } from '#sync/port.ts';
import { AccessAsked } from './AccessAsked.tsx';
import { Already } from './Already.tsx';
import { dayIn } from './day.ts';
import { Facts } from './Facts.tsx';
import { ForWhom } from './ForWhom.tsx';
import { BLANK, keptForNext, type Lack, missingIn, natureOf, openCommand, type Report, type Subject, siteOf, topicOf } from './form.ts';
import { NatureDoors } from './NatureDoors.tsx';
import { Photos } from './Photos.tsx';
import { What } from './What.tsx';
import { Where } from './Where.tsx';

const NO_PHOTOS: { readonly photos: readonly Picture[] } = { photos: [] };

/** Where the finger goes for what is missing. */
const FIELD: Readonly<Record<Lack, string>> = {
  what: 'textarea',
  site: 'input[name=site]',
  resource: 'input[name=resource]',
  name: 'input[name=beneficiary]',
};

type Props = {
  subject: Subject;
  about: string;
  /** what it is about */
  children: ReactNode;
};

/** Who reports says it in two taps and a sentence; support types for others as well, one line of the notebook after the other. */
export function NewForm({ subject, about, children }: Props) {
  const field = useField();
  const { view, words: w, me, actor, site: current, sites, connection, submit, navigate, toast, now } = field;
  const draft = useDraft<Report>(`new ${about}`, BLANK);
  const pictures = useDraft(`new ${about} photos`, NO_PHOTOS);
  const report = draft.value;
  const { photos } = pictures.value;
  const site = siteOf(subject, report, current, sites, me.sites);
  const asked = useMemo(() => (site === null ? [] : [site]), [site]);
  const today = dayIn(zoneOf(view, site), now);
  const nature = natureOf(subject, report);
  const isStaff = site === null ? actor.memberships.some((m) => SUPPORT.has(m.role)) : isSupport(actor, site);
  const [missing, setMissing] = useState<readonly Lack[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [noted, setNoted] = useState(0);
  const isSending = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const hasWords = JSON.stringify(report) !== JSON.stringify(BLANK) || photos.length > 0;

  /** No room for the photos: the words are kept all the same, and the person is told. */
  const keepReport = async (at: SiteId): Promise<{ ticket: TicketId; lostPhotos: boolean }> => {
    const ticket = mintId<TicketId>();
    const say = (taken: readonly Picture[]) => {
      const hashes = taken.map((p) => p.hash);
      return submit(openCommand(ticket, subject, report, at, hashes, today), taken);
    };
    try {
      await say(photos);
      return { ticket, lostPhotos: false };
    } catch (error) {
      if (!(error instanceof StorageProblem) || error.trouble !== 'quota' || photos.length === 0) throw error;
      await say([]);
      return { ticket, lostPhotos: true };
    }
  };

  const open = async ({ another }: { another: boolean }) => {
    const lacks = missingIn(report, site);
    setMissing(lacks);
    const [first] = lacks;
    if (first !== undefined || site === null) {
      form.current?.querySelector<HTMLElement>(FIELD[first ?? 'site'])?.focus();
      return;
    }
    // A second tap before the first is on the disk is the same tap.
    if (isSending.current) return;
    isSending.current = true;
    try {
      const { ticket, lostPhotos } = await keepReport(site);
      await Promise.all([draft.clear(), pictures.clear()]);
      toast(lostPhotos ? w.sync.storage.full : w.opening.kept);
      setTrouble(null);
      if (!another) return navigate(`/tickets/${ticket}`, { replace: true });
      draft.set(keptForNext(report));
      setNoted((n) => n + 1);
      form.current?.querySelector<HTMLElement>(report.isForOther ? FIELD.name : FIELD.what)?.focus();
    } catch (error) {
      if (!(error instanceof StorageProblem)) throw error;
      setTrouble(w.sync.storage.notKept);
    } finally {
      isSending.current = false;
    }
  };

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
            {isStaff ? w.opening.submit : w.report.send[nature ?? 'incident']}
          </Button>
          {isStaff && report.isForOther && (
            <Button shape="block" icon="plus" onClick={() => void open({ another: true })}>
              {w.report.another}
            </Button>
          )}
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
          void open({ another: false });
        }}
      >
        {children}
        {asked.length > 0 && <Outages sites={asked} asked category={topicOf(subject, report)} />}
        {draft.wasFound && (
          <Note icon="pen-tool" small title={w.opening.draftFound}>
            <button type="button" className="link" onClick={() => void Promise.all([draft.clear(), pictures.clear()])}>
              {w.opening.draftDiscard}
            </button>
          </Note>
        )}
        {noted > 0 && <Note icon="check" tone="o" small alert title={w.report.noted({ n: noted })} />}
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
        <NatureDoors
          nature={nature}
          isKnown={subject.asset !== null || subject.code !== null}
          onChange={(chosen) => draft.set({ nature: chosen, category: null, symptom: null })}
        />
        {nature === 'assistance' && view.sites.get(site ?? '')?.policy?.helpsWithUse === false && (
          <Note icon="info" title={w.report.noUsage} small>
            {w.report.noUsageThen}
          </Note>
        )}
        <What subject={subject} report={report} onChange={draft.set} isMissing={missing.includes('what')} />
        {report.symptom === 'access_right' && (
          <AccessAsked site={site} report={report} onChange={draft.set} isMissing={missing.includes('resource')} today={today} />
        )}
        <Already subject={subject} room={report.room} />
        {subject.asset === null && subject.room === null && <Where site={site} room={report.room} onRoom={(room) => draft.set({ room })} />}
        {(nature === null || nature === 'incident') && <Facts subject={subject} report={report} onChange={draft.set} site={site} isStaff={isStaff} />}
        <Photos asksForm={report.symptom === 'access_right'} photos={photos} onChange={(next) => pictures.set({ photos: next })} />
        <ForWhom site={site} report={report} onChange={draft.set} isMissing={missing.includes('name')} />
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
