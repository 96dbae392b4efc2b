/** Thirty hostile texts in a ticket: its letters hold them as text, in the body alone, and have no header that we did not write. */
import { describe, expect, test } from 'vitest';
import { databases } from '#test/databases.ts';
import { HOSTILE } from '#test/hostile.ts';
import { onStage } from './stage.ts';
import { ROSE } from './world.ts';

const OURS =
  /^(?:from|to|subject|message-id|date|mime-version|content-type|content-transfer-encoding|in-reply-to|references|list-id|auto-submitted|x-auto-response-suppress|precedence|reply-to|list-unsubscribe|content-language)$/;

describe.each(databases())('hostile texts by mail, on $name', (kind) => {
  const s = onStage(kind);

  test('in what is reported, answered and resolved', async () => {
    for (const text of HOSTILE) {
      const ticket = await s.opened({ text, callback: text.replace(/[\r\n]/g, ' ').slice(0, 60) });
      await s.mina.say({ type: 'take', v: 1, ticket, expected: null }, { type: 'note', v: 2, ticket, text, visibility: 'public', call: null });
      await s.later(60_000);
    }
    expect(s.smtp.to(ROSE).length).toBeGreaterThan(10);
    for (const letter of s.smtp.letters) {
      expect(letter.headerNames.map((name) => name.toLowerCase()).filter((name) => !OURS.test(name))).toEqual([]);
      expect(letter.to.join()).not.toContain('evil');
      expect(letter.headers.get('subject')).not.toMatch(/[\r\n]|evil|alert/);
      // Tags of ours only: what was typed is written out.
      expect(letter.html).not.toMatch(
        /<(?:script|svg|iframe|base|math|style>)[^>]*(?:alert|evil|on\w+=)|<img src=x|href="(?:javascript|intent|data):|href="https:\/\/evil/i,
      );
    }
  }, 60_000);
});
