import { sendFile } from '#server/http.ts';
import { dataOfPerson } from '#server/personal/door.ts';

type Named = { readonly params: Promise<{ readonly id: string }> };

/**
 * All that is kept of a person, as a file to hand over to them: `as=html` to read, else JSON.
 * @takes id, `as`
 */
export async function GET(request: Request, { params }: Named): Promise<Response> {
  return sendFile(await dataOfPerson((await params).id, new URL(request.url).searchParams.get('as') ?? ''));
}
