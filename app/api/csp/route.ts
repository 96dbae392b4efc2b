import { hearReport } from '#server/csp-report.ts';
import { say } from '#server/http.ts';

/** Where browsers tell that a page tried what its policy forbids. Nobody has to be signed in, and the answer is the same whatever came. */
export async function POST(request: Request): Promise<Response> {
  return say(await hearReport(request));
}
