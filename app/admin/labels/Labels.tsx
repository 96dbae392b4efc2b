'use client';
import { useCallback, useEffect, useState } from 'react';
import { Note } from '#app/_ui/Note.tsx';
import { sites } from '#app/admin/actions.ts';
import { Frame } from '#app/admin/Frame.tsx';
import { sentence, type Trouble } from '#app/admin/form.tsx';
import { type Texts, toTheDoor, useTold } from '#app/admin/office.ts';
import type { Told } from '#server/office/desk.ts';
import type { LabelChoices } from '#server/office/labels.ts';
import type { SiteRow } from '#server/office/sites.ts';
import { labelChoices, labelsOf } from './actions.ts';
import { BlankBatch } from './BlankBatch.tsx';
import { Choose } from './Choose.tsx';
import type { DrawnPrint } from './drawn.ts';
import { Kit } from './Kit.tsx';
import { Printable } from './Printable.tsx';

/** What one asked to print, as the form and the file's address say it. */
export type Asked = Readonly<Record<'of' | 'site' | 'room' | 'batch' | 'sheet' | 'first' | 'printer' | 'caption' | 'logo' | 'test', string>>;

/** Stickers for a site's equipment or rooms, or blank ones, on the paper that the school bought. */
export function Labels() {
  const { load, again } = useTold(sites);
  return (
    <Frame page="labels" load={load} again={again}>
      {(rows, texts) => <Office sites={rows} texts={texts} />}
    </Frame>
  );
}

function firstAsked(all: readonly SiteRow[]): Asked {
  const site = new URLSearchParams(location.search).get('site') ?? all[0]?.id ?? '';
  return { of: 'assets', site, room: '', batch: '', sheet: 'L7159', first: '1', printer: '', caption: '', logo: '', test: '' };
}

type Shown<T> = T | Trouble['fault'] | null;

/** Asks again whenever the question changes; a late answer to an earlier one is not shown. `null`: on its way. */
function useAnswer<T>(ask: (() => Promise<Told<T>>) | null, again: number): Shown<T> {
  const [shown, setShown] = useState<Shown<T>>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` asks the same once more
  useEffect(() => {
    let gone = false;
    setShown(null);
    if (ask === null) return;
    const wait = setTimeout(() => {
      ask().then(
        (told) => {
          if (gone) return;
          if (told.ok) setShown(told.value);
          else if (told.fault === 'signed-out') toTheDoor();
          else setShown(told.fault);
        },
        () => !gone && setShown('server'),
      );
    }, TYPING);
    return () => {
      gone = true;
      clearTimeout(wait);
    };
  }, [ask, again]);
  return shown;
}

/** Whoever types a number is not asked for each of its digits. */
const TYPING = 250;

function Office({ sites: all, texts }: { sites: readonly SiteRow[]; texts: Texts }) {
  const { w, o } = texts;
  const [asked, setAsked] = useState<Asked>(() => firstAsked(all));
  const [changes, setChanges] = useState(0);
  const { site } = asked;
  const askChoices = useCallback(() => labelChoices(site), [site]);
  const choices = useAnswer<LabelChoices>(askChoices, changes);
  const [known, setKnown] = useState<LabelChoices | null>(null);
  useEffect(() => {
    if (choices !== null && typeof choices !== 'string') setKnown(choices);
  }, [choices]);
  const isAskable = asked.of === 'batch' ? asked.batch !== '' : asked.site !== '';
  const askPrint = useCallback(() => labelsOf(asked), [asked]);
  const print = useAnswer<DrawnPrint>(isAskable ? askPrint : null, changes);
  const change = (next: Partial<Asked>) => {
    setAsked((before) => ({ ...before, ...next }));
    if (next.site !== undefined) history.replaceState(history.state, '', `/admin/labels?site=${next.site}`);
  };
  const changed = () => setChanges((n) => n + 1);
  return (
    <>
      <Choose sites={all} asked={asked} choices={known} change={change} texts={texts} />
      {typeof choices === 'string' && <Note icon="triangle-alert" tone="d" alert title={sentence(w, o, choices)} />}
      {isAskable && print === null && (
        <p role="status" className="noprint">
          {w.common.loading}
        </p>
      )}
      {typeof print === 'string' && <Note icon="triangle-alert" tone="d" alert title={sentence(w, o, print)} />}
      {print !== null && typeof print !== 'string' && (
        <Printable asked={asked} print={print} texts={texts} test={() => change({ test: 'on' })} changed={changed} />
      )}
      <div className="noprint stack">
        <BlankBatch
          sites={all}
          texts={texts}
          made={(batch) => {
            change({ of: 'batch', batch });
            changed();
          }}
        />
        <Kit sheet={asked.sheet} choices={known} texts={texts} changed={changed} />
      </div>
    </>
  );
}
