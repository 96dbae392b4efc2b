import 'server-only';
import { ImapFlow } from 'imapflow';
import type { ImapSettings } from './server-url.ts';

/** How far a mailbox was read (RFC 9051 section 2.3.1.1). */
export interface Cursor {
  readonly uidValidity: string;
  readonly lastUid: number;
}

export interface Arrived {
  readonly uid: number;
  readonly raw: Uint8Array;
}

export interface InboxSettings extends ImapSettings {
  /** For a test's certificate authority. */
  readonly ca?: string;
  /** ms of silence */
  readonly patience?: number;
}

const PATIENCE = 20_000;
/** Of a mail: what somebody typed stands at its beginning, photographs after it. */
const BYTES_MAX = 256 * 1024;
/** At one look. */
const AT_ONCE = 100;
/** Where the uids begin anew, what has come since is looked at again: what was taken is known by its Message-ID. */
const LOOK_BACK = 3 * 86_400_000;

/**
 * Reads what has come since `from`, oldest first, and changes nothing in the mailbox: people read it too. The first time, only where it ends.
 * @param take called for each; when it throws, the reading ends there and throws too
 * @param now ms
 * @returns how far it was read
 */
export async function readInbox(
  { host, port, implicit, tls, user, pass, mailbox, ca, patience = PATIENCE }: InboxSettings,
  from: Cursor | null,
  take: (mail: Arrived, read: Cursor) => Promise<void>,
  now: number,
): Promise<Cursor> {
  const client = new ImapFlow({
    ...{ host, port, secure: implicit, auth: { user, pass }, logger: false, disableAutoIdle: true },
    ...(implicit || tls === 'no' ? {} : { doSTARTTLS: true }),
    ...{ connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience },
    tls: { rejectUnauthorized: tls === 'required', ...(ca === undefined ? {} : { ca }) },
  });
  // A connection that breaks makes what waits for it throw; alone it is nobody's trouble.
  client.on('error', () => {});
  try {
    await client.connect();
    const opened = await client.mailboxOpen(mailbox, { readOnly: true });
    const uidValidity = String(opened.uidValidity);
    const end = { uidValidity, lastUid: Math.max(0, opened.uidNext - 1) };
    if (from === null) return end;
    const isAnew = from.uidValidity !== uidValidity;
    const wanted = isAnew
      ? ((await client.search({ since: new Date(now - LOOK_BACK) }, { uid: true })) || []).sort((a, b) => a - b)
      : opened.uidNext - 1 > from.lastUid
        ? ((await client.search({ uid: `${from.lastUid + 1}:*` }, { uid: true })) || []).filter((uid) => uid > from.lastUid).sort((a, b) => a - b)
        : [];
    let read: Cursor = isAnew ? { uidValidity, lastUid: (wanted[0] ?? end.lastUid + 1) - 1 } : from;
    for (const uid of wanted.slice(0, AT_ONCE)) {
      const found = await client.fetchOne(String(uid), { source: { start: 0, maxLength: BYTES_MAX } }, { uid: true });
      read = { uidValidity, lastUid: uid };
      if (found !== false && found.source !== undefined) await take({ uid, raw: found.source }, read);
    }
    return wanted.length > AT_ONCE ? read : end;
  } finally {
    await client.logout().catch(() => client.close());
  }
}
