import { sendFile } from '#server/http.ts';
import { sendModel } from '#server/import-door.ts';

/** @takes `csv`, or `xlsx` */
export async function GET(request: Request): Promise<Response> {
  return sendFile(await sendModel(new URL(request.url).searchParams.get('kind') ?? 'csv'));
}
