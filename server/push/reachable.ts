import 'server-only';
import { type LookupAddress, type LookupAllOptions, lookup as resolve } from 'node:dns';
import { BlockList, type LookupFunction } from 'node:net';

/** Networks in which no push service stands: our own, the neighbours', the machine itself, and what is not one host (RFC 6890). */
const INSIDE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  INSIDE.addSubnet(network, prefix, 'ipv4');
/** Of IPv6 only what is given out to the world (2000::/3) is outside, without its pockets for tunnels, tests and papers. */
const WORLD = new BlockList();
WORLD.addSubnet('2000::', 3, 'ipv6');
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  INSIDE.addSubnet(network, prefix, 'ipv6');

/** Is it an address out in the world, and not of the house? */
export function isOutside({ address, family }: LookupAddress): boolean {
  if (family === 4) return !INSIDE.check(address, 'ipv4');
  return WORLD.check(address, 'ipv6') && !INSIDE.check(address, 'ipv6');
}

type Resolver = (host: string, options: LookupAllOptions, done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void) => void;

/**
 * Names to addresses for a connection that is about to be made: what it answers is what is connected to, so that a name that is one address
 * when it is looked at and another when it is called (rebinding) gains nothing. Addresses of the house are not answered.
 * @param find for tests
 */
export function outsideOnly(find: Resolver = resolve): LookupFunction {
  return (host, options, done) => {
    find(host, { ...options, all: true }, (error, found) => {
      const outside = error === null ? found.filter(isOutside) : [];
      const [first] = outside;
      if (first === undefined) {
        done(error ?? Object.assign(new Error('that name is inside the house'), { code: 'EINSIDE' }), '', 4);
        return;
      }
      if (options.all === true) done(null, outside);
      else done(null, first.address, first.family);
    });
  };
}
