'use server';
import { atDesk, type Told } from '#server/office/desk.ts';
import { type GivenLink, giveLink } from '#server/office/links.ts';
import { setIdentity, setRights } from '#server/office/person.ts';
import { readSignIn, type SignInPage, setSignIn } from '#server/office/sign-in.ts';
import { addTeam, joinTeam, leaveTeam, listTeams, renameTeam as rename, type TeamRow } from '#server/office/teams.ts';
import { erasePerson } from '#server/personal/erase.ts';

/** Who may what: acts of administrators. */

export async function personIdentity(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => setIdentity(desk, input));
}

export async function personRights(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => setRights(desk, input));
}

export async function personLink(input: unknown): Promise<Told<GivenLink>> {
  return atDesk((desk) => giveLink(desk, input));
}

export async function teams(): Promise<Told<readonly TeamRow[]>> {
  return atDesk(listTeams);
}

export async function createTeam(input: unknown): Promise<Told<{ id: string }>> {
  return atDesk((desk) => addTeam(desk, input));
}

export async function renameTeam(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => rename(desk, input));
}

export async function intoTeam(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => joinTeam(desk, input));
}

export async function outOfTeam(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => leaveTeam(desk, input));
}

export async function signInPage(): Promise<Told<SignInPage>> {
  return atDesk(readSignIn);
}

export async function saveSignIn(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => setSignIn(desk, input));
}

export async function erasePersonForEver(input: unknown): Promise<Told<{ tickets: number }>> {
  return atDesk((desk) => erasePerson(desk, input));
}
