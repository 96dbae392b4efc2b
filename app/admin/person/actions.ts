'use server';
import { atDesk, type Told } from '#server/office/desk.ts';
import { type Double, lookAtDoubles, mergePeople } from '#server/office/merge.ts';

/** Two accounts of one person: acts of administrators. */

export async function lookAtTwo(input: unknown): Promise<Told<readonly [Double, Double]>> {
  return atDesk((desk) => lookAtDoubles(desk, input));
}

export async function mergeTwo(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => mergePeople(desk, input));
}
