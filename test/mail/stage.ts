import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { TicketId } from '#domain/ids.ts';
import type { Sender } from '#server/looking.ts';
import type { MailTransport } from '#server/mail/transport.ts';
import { Device, MINA, newTicket, opening, REQUESTER, type School } from '#test/contract/school.ts';
import type { TestDatabase } from '#test/databases.ts';
import { type SmtpServer, startSmtp } from './smtp.ts';
import { mailer, openSchoolWithMail, transportTo } from './world.ts';

/** What each test finds: a school of its own, a mail server that takes everything, and the sender between them. */
export interface Stage {
  smtp: SmtpServer;
  school: School;
  transport: MailTransport;
  house: Sender;
  rose: Device;
  mina: Device;
  /** Time passes, and what is due leaves. */
  later(ms: number): Promise<void>;
  /** A ticket of Rose's. */
  opened(more?: Parameters<typeof opening>[1]): Promise<TicketId>;
}

/** To be called once in a `describe`. */
export function onStage(kind: TestDatabase): Stage {
  const s = {
    later: async (ms: number) => {
      s.school.now += ms;
      await s.house.settle();
    },
    opened: async (more: Parameters<typeof opening>[1] = {}) => {
      const ticket = newTicket();
      await s.rose.say(opening(ticket, more));
      return ticket;
    },
  } as Stage;
  beforeAll(async () => {
    s.smtp = await startSmtp();
  });
  afterAll(() => s.smtp.close());
  beforeEach(async () => {
    s.school = await openSchoolWithMail(kind);
    s.smtp.letters.length = 0;
    s.smtp.tried = 0;
    s.smtp.manner = () => 'take';
    s.transport = transportTo(s.smtp);
    s.house = mailer(s.school, s.transport);
    s.rose = await Device.ready(s.school, REQUESTER);
    s.mina = await Device.ready(s.school, MINA);
  });
  afterEach(async () => {
    await s.house.stop();
    await s.school.close();
  });
  return s;
}
