/** The push service of scripts/bench/push.ts, in a process of its own: the real receiver, which checks and decrypts every message. */
import { startReceiver } from '#test/push/receiver.ts';

export interface Told {
  readonly host: string;
  readonly caFile: string;
  readonly phones: readonly { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } }[];
}

export interface Counted {
  readonly messages: number;
  /** Notices of which a message came. */
  readonly notices: number;
  readonly faults: readonly string[];
  /** From the first message to the last, ms. */
  readonly took: number;
}

const receiver = await startReceiver();
process.on('message', (asked: { readonly phones: number } | 'count' | 'stop') => {
  if (asked === 'stop') return void receiver.close().then(() => process.exit(0));
  if (asked !== 'count') {
    const phones = Array.from({ length: asked.phones }, () => receiver.subscribe().subscription);
    return void process.send?.({ host: receiver.host, caFile: receiver.caFile, phones } satisfies Told);
  }
  const { messages, faults } = receiver;
  const notices = new Set(messages.map((m) => m.json['n'])).size;
  const took = (messages.at(-1)?.at ?? 0) - (messages[0]?.at ?? 0);
  process.send?.({ messages: messages.length, notices, faults: [...new Set(faults)], took } satisfies Counted);
});
process.send?.('ready');
