import { publicHtml, type Shown } from '#app/p/_page/html.ts';
import type { PublicAnswer } from '#domain/public-report.ts';
import { languageOf } from '#domain/words/language.ts';
import { say } from '#server/http.ts';
import { answerPublic, openPublic } from '#server/public/door.ts';

type Given = { params: Promise<{ code: string }> };

/**
 * The public page of a sticker, for whoever has no account: already reported, or a form.
 * @who anyone
 * @may whether a fault is reported on what it is stuck on, no more
 * @takes a sticker's code
 */
export async function GET(request: Request, { params }: Given): Promise<Response> {
  const { code } = await params;
  const { status, ...shown } = await openPublic(request, code);
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-robots-tag': 'noindex' };
  return new Response(publicHtml(shown as Shown, languageOf(request.headers.get('accept-language'))), { status, headers });
}

const STATUS: Record<PublicAnswer, number> = { kept: 200, 'too-many': 429, again: 400, 'not-in-use': 404, empty: 400, busy: 503 };

/**
 * A report by somebody without an account.
 * @who anyone, by a proof of work for a signed challenge
 * @may opens one ticket on what the sticker is on
 */
export async function POST(request: Request, { params }: Given): Promise<Response> {
  const answer = await answerPublic(request, (await params).code);
  return typeof answer === 'string' ? say({ status: STATUS[answer], body: { answer } }) : say(answer);
}
