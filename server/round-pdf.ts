import 'server-only';
import { setImmediate } from 'node:timers/promises';
import type PDFDocument from 'pdfkit';
import type { Instant } from '#domain/ids.ts';
import { type Language, words } from '#domain/words/index.ts';
import { officeWords } from '#domain/words/office.ts';
import { calendarDay, clock, localDay } from '#domain/words/time.ts';
import { newPdf } from './labels/letters.ts';
import type { RoundLine, RoundWhole } from './rounds.ts';

/** A4 in points, and what stays white around. */
const PAGE = { width: 595.28, height: 841.89, margin: 48 } as const;
const WIDE = PAGE.width - 2 * PAGE.margin;
const FOOT = PAGE.height - PAGE.margin + 12;
const SIZE = { title: 18, group: 12, line: 10, more: 9 } as const;
/** So many lines are drawn before others have their turn. */
const AT_ONCE = 4;

/** What is missing and what changed first, as on the screen. */
const ORDER: readonly RoundLine['how'][] = ['missing', 'moved', 'left', 'unknown', 'found', 'remark'];

/** Text under text, on as many pages as it takes. */
class Paper {
  readonly #pdf: PDFDocument;
  readonly #foot: string;
  #y = 0;
  #page = 0;

  constructor(title: string) {
    this.#pdf = newPdf(title);
    this.#foot = title;
    this.#turn();
  }

  #turn(): void {
    this.#page += 1;
    this.#pdf.addPage({ size: [PAGE.width, PAGE.height], margin: 0 });
    this.#pdf
      .font('regular')
      .fontSize(SIZE.more)
      .text(`${this.#foot}, ${this.#page}`, PAGE.margin, FOOT, { lineBreak: false, baseline: 'alphabetic' });
    this.#y = PAGE.margin;
  }

  /** A paragraph; `over`: white before it, `keep`: how much below it must fit on the same page. */
  put(text: string, size: number, { bold = false, over = 0, keep = 0 }: { bold?: boolean; over?: number; keep?: number } = {}): void {
    if (text === '') return;
    this.#pdf.font(bold ? 'bold' : 'regular').fontSize(size);
    const high = this.#pdf.heightOfString(text, { width: WIDE });
    if (this.#y + over + high + keep > PAGE.height - PAGE.margin) {
      this.#turn();
      this.#pdf.font(bold ? 'bold' : 'regular').fontSize(size);
    } else this.#y += over;
    this.#pdf.text(text, PAGE.margin, this.#y, { width: WIDE });
    this.#y += high + 2;
  }

  async bytes(): Promise<Uint8Array> {
    this.#pdf.end();
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#pdf) pieces.push(piece);
    return Buffer.concat(pieces);
  }
}

/** One tour as a file to print, to sign or to send: when, by whom, how many, and each thing with what became of it. */
export async function roundAsPdf(round: RoundWhole, language: Language): Promise<Uint8Array> {
  const { rounds: say } = officeWords(language);
  const at = (instant: Instant) => `${calendarDay(localDay(instant, round.timeZone), language)}, ${clock(instant, round.timeZone, language)}`;
  const room = round.roomName === null ? null : [round.building, round.roomName].filter(Boolean).join(' / ');
  const paper = new Paper(say.of({ room }));
  paper.put(say.of({ room }), SIZE.title, { bold: true });
  const isOneDay = round.endedAt !== null && localDay(round.endedAt, round.timeZone) === localDay(round.startedAt, round.timeZone);
  const end = round.endedAt === null ? say.running : isOneDay ? clock(round.endedAt, round.timeZone, language) : at(round.endedAt);
  paper.put(`${round.siteName}, ${at(round.startedAt)} - ${end}`, SIZE.line);
  paper.put(say.by({ who: round.who.join(', ') }), SIZE.line);
  const sums = (['missing', 'moved', 'left', 'unknown'] as const).filter((how) => round[how] > 0).map((how) => say.sums[how]({ n: round[how] }));
  paper.put([say.sums.found({ n: round.found }), ...sums].join(', '), SIZE.line, { bold: true, over: 6 });
  let drawn = 0;
  for (const how of ORDER) {
    const lines = round.lines.filter((l) => l.how === how);
    if (lines.length > 0) paper.put(`${say.how[how]} (${lines.length})`, SIZE.group, { bold: true, over: 14, keep: 30 });
    for (const line of lines) {
      const { name, more } = toldOf(line, language, at);
      paper.put(name, SIZE.line, { over: 4, keep: 14 });
      paper.put(more, SIZE.more);
      drawn += 1;
      if (drawn % AT_ONCE === 0) await setImmediate();
    }
  }
  return paper.bytes();
}

function toldOf(line: RoundLine, language: Language, at: (instant: Instant) => string): { name: string; more: string } {
  const { rounds: say } = officeWords(language);
  const { catalogue, common } = words(language);
  const labels: Readonly<Record<string, string>> = catalogue.assetType;
  const { thing, from } = line;
  const name =
    thing === null ? (line.label ?? '') : [labels[thing.type] ?? thing.type, thing.maker, thing.model, thing.name].filter(Boolean).join(' ');
  const more = [
    thing?.inventory ? common.number({ number: thing.inventory }) : null,
    thing?.serial,
    from === null ? null : line.how === 'left' ? say.home({ room: from }) : say.from({ room: from }),
    line.note,
    line.photo === null ? null : say.photo,
    line.at === null ? null : at(line.at),
    line.who,
  ];
  return { name, more: more.filter(Boolean).join(', ') };
}
