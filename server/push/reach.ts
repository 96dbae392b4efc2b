import 'server-only';
import { type Reach, reachBy } from '#domain/alerts.ts';
import type { Instant } from '#domain/ids.ts';
import { among, instantOf, type Sql } from '#server/sql.ts';

interface Row {
  personId: string;
  lastContact: string | Date;
  lastShown: string | Date | null;
  failures: number;
}

/** Of each of these people: does a device of theirs work? For whoever may see who works where (the office). */
export async function reachOf(sql: Sql, people: readonly string[], now: Instant): Promise<Map<string, Reach>> {
  const { marks, values } = among(people);
  const rows = await sql.all<Row>(`SELECT "personId", "lastContact", "lastShown", failures FROM "Subscription" WHERE "personId" IN ${marks}`, values);
  return new Map(
    people.map((person) => {
      const devices = rows
        .filter((r) => r.personId === person)
        .map(({ lastContact, lastShown, failures }) => ({
          lastContact: instantOf(lastContact),
          lastShown: lastShown === null ? null : instantOf(lastShown),
          failures,
        }));
      return [person, reachBy(devices, now)];
    }),
  );
}
