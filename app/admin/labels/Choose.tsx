'use client';
import type { ReactNode } from 'react';
import { Field, TextField } from '#app/_ui/Field.tsx';
import type { Texts } from '#app/admin/office.ts';
import { perSheet, SHEET_IDS, SHEETS, type SheetId } from '#domain/label-sheets.ts';
import type { Words } from '#domain/words/index.ts';
import { calendarDay } from '#domain/words/time.ts';
import type { LabelChoices } from '#server/office/labels.ts';
import type { SiteRow } from '#server/office/sites.ts';
import type { Asked } from './Labels.tsx';

type Props = {
  sites: readonly SiteRow[];
  asked: Asked;
  /** null: on their way. */
  choices: LabelChoices | null;
  change: (next: Partial<Asked>) => void;
  texts: Texts;
};

const KINDS = ['assets', 'rooms', 'batch'] as const;

/** What is to be printed, on what, and by which printer. */
export function Choose({ sites, asked, choices, change, texts }: Props) {
  const { o } = texts;
  const isBatch = asked.of === 'batch';
  const sheet = SHEETS[asked.sheet as SheetId];
  return (
    <div className="panel roomy officeform noprint">
      <Pick label={o.labels.what} value={asked.of} onChange={(of) => change({ of })}>
        {KINDS.map((of) => (
          <option key={of} value={of}>
            {o.labels.of[of]}
          </option>
        ))}
      </Pick>
      {isBatch ? (
        <Batches asked={asked} choices={choices} change={change} texts={texts} />
      ) : (
        <Places sites={sites} asked={asked} choices={choices} change={change} texts={texts} />
      )}
      <Pick label={o.labels.sheet} value={asked.sheet} onChange={(next) => change({ sheet: next, first: '1' })}>
        {SHEET_IDS.map((id) => (
          <option key={id} value={id}>
            {o.labels.sheets[id]}
          </option>
        ))}
      </Pick>
      {!sheet.isRoll && (
        <TextField
          label={o.labels.first}
          hint={o.labels.firstHint}
          type="number"
          inputMode="numeric"
          min={1}
          max={perSheet(sheet)}
          value={asked.first}
          onChange={({ target }) => change({ first: target.value.slice(0, 3) })}
        />
      )}
      <Pick label={o.labels.printer} value={asked.printer} onChange={(printer) => change({ printer })}>
        <option value="">{o.labels.noPrinter}</option>
        {Object.entries(choices?.printers ?? {}).map(([name, { x, y }]) => (
          <option key={name} value={name}>
            {o.labels.printerAt({ name, x: millimetres(x, texts), y: millimetres(y, texts) })}
          </option>
        ))}
      </Pick>
      <TextField
        label={o.labels.caption}
        value={asked.caption}
        placeholder="Panne ? Scannez."
        maxLength={40}
        autoComplete="off"
        onChange={({ target }) => change({ caption: target.value })}
      />
      {choices !== null && choices.logo !== null && (
        <label className="officecheck">
          <input type="checkbox" checked={asked.logo === 'on'} onChange={({ target }) => change({ logo: target.checked ? 'on' : '' })} />
          {o.labels.withLogo}
        </label>
      )}
    </div>
  );
}

/** "+1,5", as it is read from the ruler. */
export function millimetres(value: number, { language }: Pick<Texts, 'language'>): string {
  return new Intl.NumberFormat(language, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }).format(value);
}

type PickProps = { label: string; value: string; onChange: (value: string) => void; children: ReactNode };

function Pick({ label, value, onChange, children }: PickProps) {
  return (
    <Field label={label}>
      {(bound) => (
        <select className="input" value={value} onChange={({ target }) => onChange(target.value)} {...bound}>
          {children}
        </select>
      )}
    </Field>
  );
}

function Places({ sites, asked, choices, change, texts: { w, o } }: Props) {
  return (
    <>
      <Pick label={o.labels.site} value={asked.site} onChange={(site) => change({ site, room: '' })}>
        {sites.every(({ id }) => id !== asked.site) && <option value={asked.site}>{o.labels.choose}</option>}
        {sites.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Pick>
      <Pick label={o.labels.room} value={asked.room} onChange={(room) => change({ room })}>
        <option value="">{o.labels.allRooms}</option>
        {(choices?.rooms ?? []).map((room) => (
          <option key={room.id} value={room.id}>
            {placeOf(w, room)}
          </option>
        ))}
      </Pick>
    </>
  );
}

function placeOf(w: Words, { building, name }: LabelChoices['rooms'][number]): string {
  return w.common.place({ building, room: name });
}

function Batches({ asked, choices, change, texts: { o, language } }: Omit<Props, 'sites'>) {
  const batches = choices?.batches ?? [];
  if (batches.length === 0) return <p className="hint">{o.labels.noBatch}</p>;
  return (
    <Pick label={o.labels.batch} value={asked.batch} onChange={(batch) => change({ batch })}>
      {asked.batch === '' && <option value="" />}
      {batches.map(({ id, name, createdOn, blank }) => (
        <option key={id} value={id}>
          {o.labels.batchName({ name, date: calendarDay(createdOn, language), n: blank })}
        </option>
      ))}
    </Pick>
  );
}
