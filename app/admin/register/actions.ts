'use server';
import type { Told } from '#server/office/desk.ts';
import { type Choices, listChoices } from '#server/office/register/choices.ts';
import { atRegister } from '#server/office/register/keeper.ts';
import { listAssets, type RegisterPage } from '#server/office/register/page.ts';

/** What the support may do at the register, each within their sites. */

export async function registerPage(input: unknown): Promise<Told<RegisterPage>> {
  return atRegister((keeper) => listAssets(keeper, input));
}

export async function registerChoices(input: unknown): Promise<Told<Choices>> {
  return atRegister((keeper) => listChoices(keeper, input));
}
