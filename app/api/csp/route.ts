import { hearReport } from '#server/csp-report.ts';
import { say } from '#server/http.ts';

/**
 * Where browsers tell that a page tried what its policy forbids. Nobody has to be signed in, and the answer is the same whatever came.
 * @who anyone: browsers send it without a session
 * @may adds to the security log, without what was in it
 */
export async function POST(request: Request): Promise<Response> {
  return say(await hearReport(request));
}
