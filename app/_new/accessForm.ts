import { ACCESS_RIGHTS } from '#domain/ticket/ticket.ts';
import type { Words } from '#domain/words/fr/index.ts';
import type { Language } from '#domain/words/language.ts';
import { calendarDay } from '#domain/words/time.ts';
import type { Report } from './form.ts';
import { Sheet } from './pdf.ts';

const [LEFT, RIGHT] = [56, 539];

/** What is on the form already; an empty text leaves its line blank. */
export interface OnPaper extends Pick<Report, 'resource' | 'from' | 'until'> {
  readonly site: string;
  readonly asker: string;
  readonly beneficiary: string;
  /** null: to be ticked by hand. */
  readonly sense: Report['sense'] | null;
  readonly rights: Report['rights'] | null;
}

export const BLANK_PAPER: OnPaper = { site: '', asker: '', beneficiary: '', sense: null, resource: '', rights: null, from: '', until: '' };

/** The form that the head of a site signs, as a page to print: one for opening and closing alike. */
export function accessForm(on: OnPaper, w: Words, language: Language): Uint8Array<ArrayBuffer> {
  const p = w.report.paper;
  const a = w.report.access;
  const sheet = new Sheet();
  let y = 76;
  sheet.text(LEFT, y, p.title, 18, true);
  y += 22;
  sheet.text(LEFT, y, p.lead, 10);
  const field = (label: string, value: string) => {
    y += 44;
    sheet.text(LEFT, y - 16, label, 9);
    sheet.text(LEFT, y, value, 12);
    sheet.line(LEFT, y + 4, RIGHT - LEFT);
  };
  const ticks = (label: string, choices: readonly { readonly said: string; readonly isTicked: boolean }[]) => {
    y += 44;
    sheet.text(LEFT, y - 16, label, 9);
    choices.forEach(({ said, isTicked }, i) => {
      const x = LEFT + (i * (RIGHT - LEFT)) / choices.length;
      sheet.box(x, y - 9, 11, 11, isTicked);
      sheet.text(x + 18, y, said, 12);
    });
  };
  field(p.site, on.site);
  field(p.asker, on.asker);
  ticks(
    a.sense,
    (['open', 'close'] as const).map((s) => ({ said: a.senses[s], isTicked: on.sense === s })),
  );
  field(p.beneficiary, on.beneficiary);
  field(a.resource, on.resource);
  ticks(
    a.rights,
    ACCESS_RIGHTS.map((r) => ({ said: a.right[r].label, isTicked: on.rights === r })),
  );
  field(a.from, on.from === '' ? '' : calendarDay(on.from, language));
  field(a.until, on.until === '' ? '' : calendarDay(on.until, language));
  y += 40;
  sheet.text(LEFT, y, p.head, 12, true);
  sheet.text(LEFT, y + 18, p.headName, 9);
  sheet.line(LEFT, y + 44, 220);
  sheet.text(LEFT, y + 62, p.day, 9);
  sheet.line(LEFT, y + 88, 220);
  sheet.text(310, y + 18, p.signature, 9);
  sheet.box(310, y + 24, RIGHT - 310, 90);
  sheet.text(LEFT, 800, p.after, 9);
  return sheet.bytes();
}

/** Hands the page to the browser as a file; nothing is asked of the network. */
export function giveForm(on: OnPaper, w: Words, language: Language): void {
  const address = URL.createObjectURL(new Blob([accessForm(on, w, language)], { type: 'application/pdf' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = w.report.paper.file;
  link.click();
  // The browser reads it a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
