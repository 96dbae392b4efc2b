'use client';
import { type Option, SelectField } from '#app/_ui/Field.tsx';
import { fitsScope, GIVEN_ROLES, type GivenRole } from '#domain/membership.ts';
import type { Texts } from './office.ts';

/** Something that has a name and an id: a site, a team, a person. */
type Named = { readonly id: string; readonly name: string };

/** As what is chosen by name: sites, teams, people. */
export const named = (all: readonly Named[]): readonly Option[] => all.map(({ id, name }) => [id, name]);

type RoleProps = { role: GivenRole; choose: (role: GivenRole) => void; texts: Texts; name?: string; error?: string | null };

/** The roles that the office gives. */
export function RoleField({ role, choose, texts: { w, o }, ...field }: RoleProps) {
  return (
    <SelectField {...field} label={o.people.role} value={role} options={GIVEN_ROLES.map((given) => [given, w.status.role[given]])} choose={choose} />
  );
}

type HeldAtProps = { role: GivenRole; sites: readonly Named[]; texts: Texts; error?: string | null } & (
  | { name: string }
  | { value: string; choose: (site: string) => void }
);

/** Where this role can be held: on a site, everywhere, or either. */
export function HeldAtField({ role, sites, texts: { o }, ...field }: HeldAtProps) {
  return (
    <SelectField
      {...field}
      label={o.people.where}
      none={fitsScope(role, 'organisation') ? o.people.everywhere : undefined}
      options={fitsScope(role, 'site') ? named(sites) : []}
    />
  );
}

type PlaceProps = { label: string; places: readonly Named[]; error?: string | null } & (
  | { value: string; none?: string | undefined; choose: (place: string) => void; name?: string }
  | { name: string; none?: string | undefined }
);

/** One of these sites; `none`: what no site in particular is called. */
export function PlaceField({ places, ...field }: PlaceProps) {
  return <SelectField {...field} none={field.none} options={named(places)} />;
}

type FilterProps = { label: string; none?: string | undefined; places: readonly Named[]; value: string; choose: (place: string) => void };

/** Of which site the page tells: not asked of somebody who has only one. */
export function PlaceFilter(props: FilterProps) {
  return props.places.length > 1 ? <PlaceField {...props} /> : null;
}
