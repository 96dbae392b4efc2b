import { say } from '#server/http.ts';
import { identityDoor } from '#server/identity-door.ts';

/** Are this name and number the beneficiary's? Yes or no, and nothing else. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return say(await identityDoor(request, (await params).id));
}
