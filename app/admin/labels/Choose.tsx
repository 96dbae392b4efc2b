'use client';
import { SelectField, TextField } from '#app/_ui/Field.tsx';
import { named } from '#app/admin/choices.tsx';
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
      <SelectField label={o.labels.what} value={asked.of} options={KINDS.map((of) => [of, o.labels.of[of]])} choose={(of) => change({ of })} />
      {isBatch ? (
        <Batches asked={asked} choices={choices} change={change} texts={texts} />
      ) : (
        <Places sites={sites} asked={asked} choices={choices} change={change} texts={texts} />
      )}
      <SelectField
        label={o.labels.sheet}
        value={asked.sheet}
        options={SHEET_IDS.map((id) => [id, o.labels.sheets[id]])}
        choose={(next) => change({ sheet: next, first: '1' })}
      />
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
      <SelectField
        label={o.labels.printer}
        value={asked.printer}
        none={o.labels.noPrinter}
        options={Object.entries(choices?.printers ?? {}).map(([name, { x, y }]) => [
          name,
          o.labels.printerAt({ name, x: millimetres(x, texts), y: millimetres(y, texts) }),
        ])}
        choose={(printer) => change({ printer })}
      />
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

function Places({ sites, asked, choices, change, texts: { w, o } }: Props) {
  return (
    <>
      <SelectField
        label={o.labels.site}
        value={asked.site}
        options={sites.some(({ id }) => id === asked.site) ? named(sites) : [[asked.site, o.labels.choose], ...named(sites)]}
        choose={(site) => change({ site, room: '' })}
      />
      <SelectField
        label={o.labels.room}
        value={asked.room}
        none={o.labels.allRooms}
        options={(choices?.rooms ?? []).map((room) => [room.id, placeOf(w, room)])}
        choose={(room) => change({ room })}
      />
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
    <SelectField
      label={o.labels.batch}
      value={asked.batch}
      none={asked.batch === '' ? '' : undefined}
      options={batches.map(({ id, name, createdOn, blank }) => [id, o.labels.batchName({ name, date: calendarDay(createdOn, language), n: blank })])}
      choose={(batch) => change({ batch })}
    />
  );
}
