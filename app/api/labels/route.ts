import { languageOf } from '#domain/words/language.ts';
import { say } from '#server/http.ts';
import { atDesk, type Fault } from '#server/office/desk.ts';
import { labelFile } from '#server/office/label-file.ts';

const STATUS: Partial<Record<Fault, number>> = { 'signed-out': 401, 'not-allowed': 404, 'too-many': 429 };

/** Stickers as a file to print; the question is the office's form (server/office/labels.ts). `as=ruler`: the test page of that sheet. */
export async function GET(request: Request): Promise<Response> {
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const told = await atDesk((desk) => labelFile(desk, asked, languageOf(request.headers.get('accept-language'))));
  if (!told.ok) {
    const error = told.fault === 'not-allowed' ? 'unknown' : told.fault;
    return say({ status: STATUS[told.fault] ?? 400, body: { error }, ...(told.fault === 'too-many' ? { headers: { 'retry-after': '30' } } : {}) });
  }
  return new Response(told.value.bytes, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${told.value.name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
