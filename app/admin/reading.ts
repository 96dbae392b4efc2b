'use server';
import { recurrenceScope } from '#domain/register/recurrence.ts';
import type { Told } from '#server/office/desk.ts';
import { atReading } from '#server/office/reading.ts';
import { decideAsset, listReplacement, type Replacement } from '#server/office/replacement.ts';
import { listRounds, type Rounds, readRound } from '#server/office/rounds.ts';
import { type RoundWhole, roundScope } from '#server/rounds.ts';

/** What whoever works with the equipment of some sites may ask at the desk. */

export async function replacementList(input: unknown): Promise<Told<Replacement>> {
  return atReading(recurrenceScope, (reading) => listReplacement(reading, input));
}

export async function decideReplacement(input: unknown): Promise<Told<null>> {
  return atReading(recurrenceScope, (reading) => decideAsset(reading, input));
}

export async function rounds(input: unknown): Promise<Told<Rounds>> {
  return atReading(roundScope, (reading) => listRounds(reading, input));
}

export async function roundOf(id: unknown): Promise<Told<RoundWhole>> {
  return atReading(roundScope, (reading) => readRound(reading, id));
}
