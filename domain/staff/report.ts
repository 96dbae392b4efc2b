import type { StaffField, StaffProblem } from './sheet.ts';

/** One person as a list would make them: before anything is written. */
export interface StaffChange {
  /** The first of their lines. */
  readonly line: number;
  readonly login: string;
  readonly name: string;
  /** null: an account that does not exist yet. */
  readonly fields: readonly { readonly field: StaffField; readonly from: string; readonly to: string }[] | null;
  /** Roles that come, each with its place (a site's name, or null for the whole organisation). */
  readonly roles: readonly { readonly role: string; readonly site: string | null }[];
  /** Names of teams that are joined. */
  readonly teams: readonly string[];
  readonly email: string | null;
}

/** What a list comes to. */
export interface StaffReport {
  /** How it was written: "CSV, Windows-1252, ;". */
  readonly spelling: { readonly kind: string; readonly encoding: string | null; readonly separator: string | null };
  readonly lines: number;
  /** People, but `left`: lines. */
  readonly counts: { readonly made: number; readonly changed: number; readonly same: number; readonly left: number };
  /** The first of those that come or change. */
  readonly changes: readonly StaffChange[];
  /** The first lines that are left out. */
  readonly problems: readonly StaffProblem[];
  /** Says what was looked at: what is written is that, or nothing. */
  readonly seen: string;
  /** A mail server is set. */
  readonly canMail: boolean;
}

/** How the new ones come in the first time. `none`: by their organisation's account, or invited later. */
export const STAFF_FIRST = ['mail', 'link', 'none'] as const;
export type StaffFirst = (typeof STAFF_FIRST)[number];

/** A link to hand over on paper, with the square that a phone reads. */
export interface StaffLink {
  readonly name: string;
  readonly login: string;
  readonly url: string;
  readonly square: { readonly size: number; readonly path: string };
}

/** What was written. */
export interface StaffWritten {
  readonly made: number;
  readonly changed: number;
  /** Those whose link was mailed. */
  readonly mailed: number;
  readonly links: readonly StaffLink[];
  /** Lines of people whom somebody changed meanwhile. */
  readonly problems: readonly StaffProblem[];
}
