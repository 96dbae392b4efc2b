import 'server-only';
import type { PersonId } from '#domain/ids.ts';
import type { Language } from '#domain/words/index.ts';
import { officeWords } from '#domain/words/office.ts';
import type { Db } from '#server/db.ts';
import type { Said } from '#server/http.ts';
import { collectPerson, PARTS, type PersonalData } from './collect.ts';

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%;margin-bottom:2rem}th,td{border:1px solid #888;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}h2{margin-top:2rem}';

/** The same as a page that any browser opens, with no script and nothing of elsewhere: whoever asks for their data is no developer. */
export function personalPage({ madeAt, parts }: PersonalData, language: Language): string {
  const say = officeWords(language).personalFile;
  const table = (rows: PersonalData['parts'][(typeof PARTS)[number]]) => {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const head = columns.map((c) => `<th scope="col">${escaped(say.columns[c as keyof typeof say.columns] ?? c)}</th>`).join('');
    const cell = (value: string | number | boolean | null | undefined) =>
      value === true ? say.yes : value === false ? say.no : value === null || value === undefined ? '' : String(value);
    const body = rows.map((row) => `<tr>${columns.map((c) => `<td>${escaped(cell(row[c]))}</td>`).join('')}</tr>`).join('\n');
    return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
  };
  const sections = PARTS.map((name) => {
    const rows = parts[name];
    return `<h2>${escaped(say.parts[name])} (${rows.length})</h2>\n${rows.length === 0 ? `<p>${escaped(say.none)}</p>` : table(rows)}`;
  });
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${escaped(say.title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(say.title)}</h1><p>${escaped(say.lead)} ${escaped(madeAt)}</p>
${sections.join('\n')}
</body></html>
`;
}

/** A person's data as a file to keep. @param as `html`, to read; anything else: JSON */
export async function personalFile(
  db: Db,
  person: PersonId,
  as: string,
  language: Language,
): Promise<Said | { readonly bytes: Uint8Array; readonly name: string; readonly type: string }> {
  const data = await collectPerson(db, person);
  if (data === null) return { status: 404, body: { error: 'unknown' } };
  const encode = (text: string) => new TextEncoder().encode(text);
  const name = language === 'fr' ? 'mes-donnees-relais' : 'my-relais-data';
  if (as === 'html') return { bytes: encode(personalPage(data, language)), name: `${name}.html`, type: 'text/html; charset=utf-8' };
  return { bytes: encode(JSON.stringify(data, null, 1)), name: `${name}.json`, type: 'application/json; charset=utf-8' };
}
