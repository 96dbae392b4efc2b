import { handlePasskey } from '#server/session/passkey-door.ts';

type Context = { params: Promise<{ step: string }> };

/**
 * Signs in with a passkey, alone or after a password.
 * @who a passkey that answers our challenge
 * @may oneself
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  return handlePasskey(request, (await params).step);
}
