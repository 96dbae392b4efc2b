import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { StartFailure } from '#server/start-failure.ts';

const HEADER = 'x-forwarded-for';

/**
 * How many proxies stand before this server (`TRUST_PROXY`): each appends to X-Forwarded-For the address it was called from. 0, the default:
 * none, and what a client writes there is not believed.
 * @throws StartFailure
 */
export function proxiesTrusted(source: Readonly<Record<string, string | undefined>> = process.env): number {
  const given = source['TRUST_PROXY'] ?? '';
  if (given === '') return 0;
  if (/^[0-9]$/.test(given)) return Number(given);
  throw new StartFailure(
    'Le réglage TRUST_PROXY doit être le nombre de serveurs mandataires devant Relais, de 0 à 9.',
    'The setting TRUST_PROXY must be the number of proxies in front of Relais, from 0 to 9.',
  );
}

const shared = globalThis as { relaisAddresses?: boolean };

/**
 * Next hides the socket from its handlers, and gives X-Forwarded-For as it came. Without a proxy that header is therefore replaced by the
 * socket's address, before Next reads it. Called once, when the server starts.
 */
export function watchAddresses(): void {
  if (shared.relaisAddresses || proxiesTrusted() > 0) return;
  shared.relaisAddresses = true;
  subscribe('http.server.request.start', (message) => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket };
    request.headers[HEADER] = socket.remoteAddress ?? '';
  });
}

/** IPv6 hosts are given whole networks of 64 bits: one address of it stands for all. */
function network(address: string): string {
  const mapped = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!mapped.includes(':')) return mapped;
  const [head = '', tail] = mapped.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::`;
}

/**
 * Where a request comes from, to count by; null when this cannot be known, and then nothing is counted by address.
 * @param header reads a header by its lower-case name
 */
export function addressOf(header: (name: string) => string | null | undefined, proxies = proxiesTrusted()): string | null {
  if (proxies === 0 && !shared.relaisAddresses) return null;
  const hops = (header(HEADER) ?? '').split(',').map((hop) => hop.trim());
  const client = hops.at(-Math.max(1, proxies));
  return client ? network(client) : null;
}

/** What a household or a firm is given of IPv6, 48 bits: 65 536 networks that are counted together, too. null: IPv4, or not known. */
export function widerOf(address: string | null): string | null {
  if (address === null || !address.includes(':')) return null;
  return `${address.split(':').slice(0, 3).join(':')}::/48`;
}
