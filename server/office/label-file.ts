import 'server-only';
import { SHEET_IDS, SHEETS } from '#domain/label-sheets.ts';
import { drawTestPage } from '#domain/label-test-page.ts';
import type { Language } from '#domain/words/language.ts';
import { officeWords } from '#domain/words/office.ts';
import { labelsPdf, testPagePdf } from '#server/labels/pdf.ts';
import { type Desk, no, type Told } from './desk.ts';
import { printLabels } from './labels.ts';

/** A file to print. */
export interface Printed {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The file of what was asked for; `as: 'ruler'`, the test page of that sheet. Faults: those of `printLabels`, and not-allowed where there is nothing. */
export async function labelFile(desk: Desk, { as, ...input }: Readonly<Record<string, string>>, language: Language): Promise<Told<Printed>> {
  if (as === 'ruler') {
    const sheet = SHEET_IDS.find((id) => id === input['sheet']);
    if (sheet === undefined) return no('invalid', 'sheet');
    const drawn = drawTestPage(SHEETS[sheet], officeWords(language).labels.ruler);
    return { ok: true, value: { name: `page-de-reglage-${sheet}.pdf`, bytes: await testPagePdf(drawn, sheet) } };
  }
  const told = await printLabels(desk, input);
  if (!told.ok) return told;
  const { labels, look } = told.value;
  if (labels.length === 0) return no('not-allowed');
  return { ok: true, value: { name: `autocollants-${look.sheet}.pdf`, bytes: await labelsPdf(labels, look) } };
}
