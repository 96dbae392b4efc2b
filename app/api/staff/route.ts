import { sameOrigin, say, sendFile } from '#server/http.ts';
import { bringStaff, sendStaffModel } from '#server/office/staff/door.ts';

/** @takes a table of people by its columns (`domain/staff/sheet.ts`), 3000 lines */
export async function POST(request: Request): Promise<Response> {
  if (!sameOrigin(request)) return say({ status: 403, body: { error: 'origin' } });
  if (request.headers.get('content-type') !== 'application/octet-stream') return say({ status: 415, body: { error: 'type' } });
  return say(await bringStaff(request));
}

export async function GET(): Promise<Response> {
  return sendFile(await sendStaffModel());
}
