import { describe, expect, test } from 'vitest';
import { POST as ack } from '#app/api/ack/route.ts';
import { DELETE as drop, POST as subscribe } from '#app/api/push/subscribe/route.ts';
import { POST as trial } from '#app/api/push/test/route.ts';
import { env } from '#server/env.ts';

const DOORS = { 'POST /api/push/subscribe': subscribe, 'DELETE /api/push/subscribe': drop, 'POST /api/push/test': trial, 'POST /api/ack': ack };

describe.each(Object.entries(DOORS))('%s', (_, door) => {
  const knock = async (headers: Record<string, string>) =>
    (await door(new Request(`${env().publicUrl}/x`, { method: 'POST', headers: { host: new URL(env().publicUrl).host, ...headers }, body: '{}' })))
      .status;

  test.each(['https://evil.example', 'null', ''])('refuses a page of another origin: %j', async (origin) => {
    expect(await knock({ 'content-type': 'application/json', ...(origin === '' ? {} : { origin }) })).toBe(403);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])('refuses what a form can send: %s', async (type) => {
    expect(await knock({ origin: env().publicUrl, 'content-type': type })).toBe(415);
  });
});
