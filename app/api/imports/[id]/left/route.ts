import { sendFile } from '#server/http.ts';
import { sendLeft } from '#server/import-door.ts';

export async function GET(_: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return sendFile(await sendLeft((await params).id));
}
