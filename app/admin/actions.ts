'use server';
import { atDesk, type Told } from '#server/office/desk.ts';
import {
  addPerson,
  disablePerson,
  listPeople,
  type MadePerson,
  type PeoplePage,
  renewPassword,
  restorePerson,
  setAgentNumber,
  setEmail,
  setKnown,
} from '#server/office/people.ts';
import {
  setAlerts as alerts,
  setHours as hours,
  listService,
  setMatrix as matrix,
  setPolicy as policy,
  type Service,
} from '#server/office/service.ts';
import { addSite, listSites, type SiteRow, setMailbox, setResources } from '#server/office/sites.ts';

export async function sites(): Promise<Told<readonly SiteRow[]>> {
  return atDesk(listSites);
}

export async function createSite(input: unknown): Promise<Told<{ id: string }>> {
  return atDesk((desk) => addSite(desk, input));
}

export async function people(input: unknown): Promise<Told<PeoplePage>> {
  return atDesk((desk) => listPeople(desk, input));
}

export async function createPerson(input: unknown): Promise<Told<MadePerson>> {
  return atDesk((desk) => addPerson(desk, input));
}

export async function shutPerson(person: unknown): Promise<Told<null>> {
  return atDesk((desk) => disablePerson(desk, person));
}

export async function reopenPerson(person: unknown): Promise<Told<null>> {
  return atDesk((desk) => restorePerson(desk, person));
}

export async function newPassword(person: unknown): Promise<Told<{ password: string }>> {
  return atDesk((desk) => renewPassword(desk, person));
}

export async function agentNumber(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => setAgentNumber(desk, input));
}

export async function personKnown(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => setKnown(desk, input));
}

export async function personEmail(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => setEmail(desk, input));
}

export async function siteMailbox(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => setMailbox(desk, input));
}

export async function siteResources(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => setResources(desk, input));
}

export async function service(): Promise<Told<Service>> {
  return atDesk(listService);
}

export async function setHours(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => hours(desk, input));
}

export async function setPolicy(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => policy(desk, input));
}

export async function setAlerts(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => alerts(desk, input));
}

export async function setMatrix(input: unknown): Promise<Told<null>> {
  return atDesk((desk) => matrix(desk, input));
}
