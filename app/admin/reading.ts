'use server';
import { recurrenceScope } from '#domain/register/recurrence.ts';
import type { Told } from '#server/office/desk.ts';
import { atReading } from '#server/office/reading.ts';
import { decideAsset, listReplacement, type Replacement } from '#server/office/replacement.ts';

/** What whoever works with the equipment of some sites may ask at the desk. */

export async function replacementList(input: unknown): Promise<Told<Replacement>> {
  return atReading(recurrenceScope, (reading) => listReplacement(reading, input));
}

export async function decideReplacement(input: unknown): Promise<Told<null>> {
  return atReading(recurrenceScope, (reading) => decideAsset(reading, input));
}
