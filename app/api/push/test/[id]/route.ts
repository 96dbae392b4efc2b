import { say } from '#server/http.ts';
import { ask, rowId } from '#server/push/door.ts';
import { trialOf } from '#server/push/trial.ts';

/**
 * How far a test of mine has come.
 * @may one's own tests
 */
export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const asked = await ask();
  if (asked.refused !== null) return say(asked.refused);
  const { id } = await params;
  const trial = rowId.safeParse(id).success ? await trialOf(asked.db, asked.person, id) : null;
  return trial === null ? say({ status: 404, body: { error: 'unknown' } }) : say({ status: 200, body: trial });
}
