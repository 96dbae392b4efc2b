'use server';
import type { Told } from '#server/office/desk.ts';
import { type AssetPage, addAsset as add, amendAsset as amend, dropFile, readAsset } from '#server/office/register/asset.ts';
import { type BulkCount, type BulkStep, countBulk, stepBulk } from '#server/office/register/bulk.ts';
import { type Choices, listChoices } from '#server/office/register/choices.ts';
import { atRegister } from '#server/office/register/keeper.ts';
import { listAssets, type RegisterPage } from '#server/office/register/page.ts';
import { mergeRooms as merge, type PlacePage, readPlace, setRoom as room, setSite as site } from '#server/office/register/places.ts';

/** What the support may do at the register, each within their sites. */

export async function registerPage(input: unknown): Promise<Told<RegisterPage>> {
  return atRegister((keeper) => listAssets(keeper, input));
}

export async function registerChoices(input: unknown): Promise<Told<Choices>> {
  return atRegister((keeper) => listChoices(keeper, input));
}

export async function assetPage(id: unknown): Promise<Told<AssetPage>> {
  return atRegister((keeper) => readAsset(keeper, id));
}

export async function amendAsset(input: unknown): Promise<Told<null>> {
  return atRegister((keeper) => amend(keeper, input));
}

export async function addAsset(input: unknown): Promise<Told<{ id: string }>> {
  return atRegister((keeper) => add(keeper, input));
}

export async function removeFile(input: unknown): Promise<Told<null>> {
  return atRegister((keeper) => dropFile(keeper, input));
}

export async function bulkCount(input: unknown): Promise<Told<BulkCount>> {
  return atRegister((keeper) => countBulk(keeper, input));
}

export async function bulkStep(input: unknown): Promise<Told<BulkStep>> {
  return atRegister((keeper) => stepBulk(keeper, input));
}

export async function placePage(id: unknown): Promise<Told<PlacePage>> {
  return atRegister((keeper) => readPlace(keeper, id));
}

export async function setRoom(input: unknown): Promise<Told<null>> {
  return atRegister((keeper) => room(keeper, input));
}

export async function mergeRooms(input: unknown): Promise<Told<null>> {
  return atRegister((keeper) => merge(keeper, input));
}

export async function setSite(input: unknown): Promise<Told<null>> {
  return atRegister((keeper) => site(keeper, input));
}
