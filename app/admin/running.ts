'use server';
import { type Announcements, endAnnouncement as endSaid, listAnnouncements, publish } from '#server/office/announcements.ts';
import type { Told } from '#server/office/desk.ts';
import { sendAgain as again, listMails, type Mails, readMail as read } from '#server/office/mails.ts';
import { endTurn as end, listOnCall, type Roster, setTurn as set } from '#server/office/oncall.ts';
import { endPersonSessions, type PersonPage, readPerson } from '#server/office/person.ts';
import { atPost } from '#server/office/post.ts';
import { listPresence, type Presences, setAway, setBack } from '#server/office/presence.ts';
import { listReadings, type Readings } from '#server/office/readings.ts';

/** What whoever runs the service of a site may do, an administrator or not. */

export async function roster(input: unknown): Promise<Told<Roster>> {
  return atPost((post) => listOnCall(post, input));
}

export async function setTurn(input: unknown): Promise<Told<null>> {
  return atPost((post) => set(post, input));
}

export async function endTurn(id: unknown): Promise<Told<null>> {
  return atPost((post) => end(post, id));
}

export async function announcements(): Promise<Told<Announcements>> {
  return atPost(listAnnouncements);
}

export async function publishAnnouncement(input: unknown): Promise<Told<null>> {
  return atPost((post) => publish(post, input));
}

export async function endAnnouncement(id: unknown): Promise<Told<null>> {
  return atPost((post) => endSaid(post, id));
}

/** @takes the id of one of one's own sites */
export async function presences(site: unknown): Promise<Told<Presences>> {
  return atPost((post) => listPresence(post, site));
}

export async function sayAway(input: unknown): Promise<Told<null>> {
  return atPost((post) => setAway(post, input));
}

export async function sayBack(input: unknown): Promise<Told<null>> {
  return atPost((post) => setBack(post, input));
}

export async function mails(input: unknown): Promise<Told<Mails>> {
  return atPost((post) => listMails(post, input));
}

export async function readMail(id: unknown): Promise<Told<{ subject: string; text: string }>> {
  return atPost((post) => read(post, id));
}

export async function sendMailAgain(id: unknown): Promise<Told<null>> {
  return atPost((post) => again(post, id));
}

export async function personPage(id: unknown): Promise<Told<PersonPage>> {
  return atPost((post) => readPerson(post, id));
}

export async function endSignIns(input: unknown): Promise<Told<{ ended: number }>> {
  return atPost((post) => endPersonSessions(post, input));
}

export async function readings(input: unknown): Promise<Told<Readings>> {
  return atPost((post) => listReadings(post, input));
}
