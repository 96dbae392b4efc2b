import type { StaffFirst, StaffReport, StaffWritten } from '#domain/staff/report.ts';
import type { StaffFault } from '#server/office/staff/staff.ts';

export type Brought<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: StaffFault | { readonly kind: 'signed-out' | 'not-allowed' | 'too-many' | 'busy' | 'server' } };

const BY_STATUS: Readonly<Record<number, 'signed-out' | 'not-allowed' | 'too-many' | 'busy'>> = {
  401: 'signed-out',
  404: 'not-allowed',
  429: 'too-many',
  503: 'busy',
};

async function send<T>(file: File, asked: Readonly<Record<string, string>>): Promise<Brought<T>> {
  try {
    const headers = { 'content-type': 'application/octet-stream' };
    const response = await fetch(`/api/staff?${new URLSearchParams(asked)}`, { method: 'POST', headers, body: file });
    const said: unknown = await response.json();
    if (response.ok) return { ok: true, value: said as T };
    const isTold = typeof said === 'object' && said !== null && 'kind' in said;
    return { ok: false, fault: isTold ? (said as StaffFault) : { kind: BY_STATUS[response.status] ?? 'server' } };
  } catch {
    return { ok: false, fault: { kind: 'server' } };
  }
}

/** What a file would do; nothing is written. */
export const lookAt = (file: File): Promise<Brought<StaffReport>> => send(file, {});

/** Does what was looked at. @param seen of its report */
export const write = (file: File, seen: string, first: StaffFirst): Promise<Brought<StaffWritten>> => send(file, { seen, first });
