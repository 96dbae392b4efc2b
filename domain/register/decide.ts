import { type Actor, holds, isSupport, SUPPORT } from '#domain/actor.ts';
import type { AssetId, Instant, PersonId, RoomId, SiteId, StickerCode } from '#domain/ids.ts';
import type { Refusal } from '#domain/refusal.ts';
import type { RegisterCommand, RegisterCommandOf, RegisterVerb } from './commands.ts';
import type { RegisterChange, RegisterEvent } from './events.ts';
import { type Amendable, type Asset, BARE_ASSET, type Count, ON_THE_THING, type On, ROUND_LASTS, type Round, type Sticker } from './thing.ts';

/** What is known of an asset: all of it on the server; on a phone what its document says. */
export type KnownAsset = Pick<Asset, 'id' | 'site' | 'room'> & Partial<Asset>;

/** What the rules need to know. The phone answers from its replica, the server from its tables. */
export interface RegisterFacts {
  readonly asset: (id: AssetId) => KnownAsset | null;
  readonly room: (id: RoomId) => { readonly id: RoomId; readonly site: SiteId } | null;
  /** undefined: this device cannot tell; null: there is no such sticker. */
  readonly sticker: (code: StickerCode) => Sticker | null | undefined;
  /** This very tour of the room where it is known, else the latest one there. */
  readonly round: (room: RoomId, id: string) => Round | null;
  /** An asset of the site, not retired, that bears this serial or inventory number; what `but` bears already is its own. */
  readonly numbered: (site: SiteId, serial: string | null, inventory: string | null, but: AssetId | null) => AssetId | null;
  /** Does this person work in support at this site, or, `everywhere`, for all of them? */
  readonly serves: (person: PersonId, site: SiteId, everywhere: boolean) => boolean;
  /** When this person last said where they are, field time; null: never, or this device cannot tell. */
  readonly presenceSaid: (person: PersonId, site: SiteId, everywhere: boolean) => Instant | null;
}

export type RegisterDecision = { readonly ok: true; readonly changes: readonly RegisterChange[] } | { readonly ok: false; readonly refusal: Refusal };

const yes = (...changes: RegisterChange[]): RegisterDecision => ({ ok: true, changes });
const no = (refusal: Refusal): RegisterDecision => ({ ok: false, refusal });
const rule = (name: Extract<Refusal, { code: 'rule' }>['rule']): RegisterDecision => no({ code: 'rule', rule: name });
const UNKNOWN = no({ code: 'unknown' });

/** Those who run the register: they say what a label does not. */
function keepsRegister(actor: Actor, site: SiteId): boolean {
  return (['technician', 'engineer', 'supervisor', 'admin'] as const).some((role) => holds(actor, role, site));
}

/**
 * The permission table of the register: may this actor say this verb about things of this site? Correspondents read labels, move things,
 * walk rooms; what no label says is the desk's; what is bought is an engineer's or a supervisor's (domain.md sections 1 and 5).
 */
export function mayRegister(actor: Actor, verb: RegisterVerb, site: SiteId): boolean {
  if (verb === 'decide_asset') return holds(actor, 'engineer', site) || holds(actor, 'supervisor', site);
  if (verb === 'set_presence') return mayBeAway(actor, site);
  return isSupport(actor, site);
}

/** May this actor write this field of an asset? */
export function mayAmend(actor: Actor, field: keyof Amendable, site: SiteId): boolean {
  return ON_THE_THING.has(field) ? isSupport(actor, site) : keepsRegister(actor, site);
}

/**
 * The register's rules, pure: phone and server come to the same verdict from the same facts.
 * @param at field time, ms
 */
export function decideRegister(facts: RegisterFacts, command: RegisterCommand, actor: Actor, at: Instant): RegisterDecision {
  if (command.type === 'set_presence') return say(facts, command, actor, at);
  if (!mayRegister(actor, command.type, command.site)) return no({ code: 'not-allowed', verb: command.type });
  switch (command.type) {
    case 'bind_sticker':
      return bind(facts, command);
    case 'replace_sticker':
      return replace(facts, command);
    case 'revoke_sticker':
      return revoke(facts, command);
    case 'move_asset':
      return move(facts, command);
    case 'amend_asset':
      return amend(facts, command, actor);
    case 'add_asset':
      return add(facts, command, at);
    case 'replace_part': {
      const asset = here(facts, command);
      const { part, text, ticket } = command;
      return asset === null ? UNKNOWN : yes(ofAsset(asset, { type: 'PartReplaced', part, text, ticket }));
    }
    case 'decide_asset': {
      const asset = here(facts, command);
      const { choice, year, text } = command;
      const decision = { choice, year: choice === 'replace' ? year : null, text, by: actor.person, at };
      return asset === null ? UNKNOWN : yes(ofAsset(asset, { type: 'AssetDecided', decision }));
    }
    case 'begin_round':
    case 'count':
    case 'uncount':
    case 'end_round':
      return tour(facts, command, actor.person, at);
  }
}

/** Does this person work there, so that they can be away? @param site null: everywhere */
export function mayBeAway({ memberships }: Pick<Actor, 'memberships'>, site: SiteId | null): boolean {
  return memberships.some((m) => SUPPORT.has(m.role) && m.site === site);
}

/** Each says it of themselves; whoever stands in works there too. */
function say(facts: RegisterFacts, { site, everywhere, away, type }: RegisterCommandOf<'set_presence'>, actor: Actor, at: Instant): RegisterDecision {
  if (!mayBeAway(actor, everywhere ? null : site)) return no({ code: 'not-allowed', verb: type });
  const deputy = away?.deputy ?? null;
  if (deputy !== null && (deputy === actor.person || !facts.serves(deputy, site, everywhere))) return rule('assignee-not-support');
  // Said elsewhere since, and heard before: the later word stands.
  if ((facts.presenceSaid(actor.person, site, everywhere) ?? 0) > at) return yes();
  return yes({ of: 'site', id: site, site, event: { type: 'PresenceSaid', person: actor.person, everywhere, away } });
}

/** The asset that a command names, where it says that it is; absent and of another site are the same. */
function here(facts: RegisterFacts, { asset, site }: { readonly asset: AssetId; readonly site: SiteId }): KnownAsset | null {
  const known = facts.asset(asset);
  return known !== null && known.site === site ? known : null;
}

function isRoom(facts: RegisterFacts, room: RoomId, site: SiteId): boolean {
  return facts.room(room)?.site === site;
}

function ofAsset({ id, site }: Pick<KnownAsset, 'id' | 'site'>, event: RegisterEvent): RegisterChange {
  return { of: 'asset', id, site, event };
}

function ofThing({ kind, id }: On, site: SiteId, event: RegisterEvent): RegisterChange {
  return { of: kind, id, site, event };
}

const isSame = (a: On, b: On) => a.kind === b.kind && a.id === b.id;

/** May this sticker be put on something of this site? What is unknown, foreign or revoked gets one answer. */
function free(facts: RegisterFacts, code: StickerCode, site: SiteId, on: On): RegisterDecision | null {
  const sticker = facts.sticker(code);
  if (sticker === undefined) return null;
  if (sticker === null || sticker.state === 'revoked' || (sticker.site !== null && sticker.site !== site)) return rule('sticker-unknown');
  if (sticker.state === 'bound' && sticker.on !== null) return isSame(sticker.on, on) ? yes() : rule('sticker-taken');
  return null;
}

function bind(facts: RegisterFacts, { code, on, site }: RegisterCommandOf<'bind_sticker'>): RegisterDecision {
  const isThere = on.kind === 'asset' ? here(facts, { asset: on.id, site }) !== null : isRoom(facts, on.id, site);
  if (!isThere) return UNKNOWN;
  return free(facts, code, site, on) ?? yes(ofThing(on, site, { type: 'StickerBound', code, on }));
}

function replace(facts: RegisterFacts, { code, by, site }: RegisterCommandOf<'replace_sticker'>): RegisterDecision {
  const old = facts.sticker(code);
  if (old?.state !== 'bound' || old.on === null || old.site !== site) return rule('sticker-unknown');
  const { on } = old;
  const revoked = ofThing(on, site, { type: 'StickerRevoked', code, on, reason: 'replaced' });
  const verdict = free(facts, by, site, on);
  // The new one is on the thing already: what is left to say is that the old one is not.
  if (verdict !== null) return verdict.ok ? yes(revoked) : verdict;
  return yes(revoked, ofThing(on, site, { type: 'StickerBound', code: by, on }));
}

function revoke(facts: RegisterFacts, { code, reason, site }: RegisterCommandOf<'revoke_sticker'>): RegisterDecision {
  const sticker = facts.sticker(code);
  if (!sticker || sticker.site !== site || sticker.on === null) return rule('sticker-unknown');
  if (sticker.state === 'revoked') return yes();
  return yes(ofThing(sticker.on, site, { type: 'StickerRevoked', code, on: sticker.on, reason }));
}

function move(facts: RegisterFacts, command: RegisterCommandOf<'move_asset'>): RegisterDecision {
  const asset = here(facts, command);
  const { room, from, site } = command;
  if (asset === null || (room !== null && !isRoom(facts, room, site))) return UNKNOWN;
  if (asset.room === room) return yes();
  // Somebody moved it meanwhile, elsewhere: whoever stands before it now decides, knowing that.
  if (asset.room !== from) return rule('changed-meanwhile');
  return yes(ofAsset(asset, { type: 'AssetChanged', from: { room: asset.room }, to: { room } }));
}

/** Field by field: another's change of another field stays; of the same one it is said, not overwritten. */
function amend(facts: RegisterFacts, command: RegisterCommandOf<'amend_asset'>, actor: Actor): RegisterDecision {
  const asset = here(facts, command);
  if (asset === null) return UNKNOWN;
  const [from, to]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  for (const [field, value] of Object.entries(command.to) as [keyof Amendable, Amendable[keyof Amendable] | undefined][]) {
    if (value === undefined) continue;
    if (!mayAmend(actor, field, command.site)) return no({ code: 'not-allowed', verb: command.type });
    const now = asset[field];
    if (now === value) continue;
    // A phone that does not hold the field cannot tell what stands there.
    if (now !== undefined && command.from[field] !== undefined && command.from[field] !== now) return rule('changed-meanwhile');
    from[field] = now ?? command.from[field] ?? null;
    to[field] = value;
  }
  if (Object.keys(to).length === 0) return yes();
  const { serial, inventory } = to as Partial<Amendable>;
  if (facts.numbered(command.site, serial ?? null, inventory ?? null, asset.id) !== null) return rule('number-taken');
  return yes(ofAsset(asset, { type: 'AssetChanged', from, to }));
}

function add(facts: RegisterFacts, command: RegisterCommandOf<'add_asset'>, at: Instant): RegisterDecision {
  const { asset: id, site, room, kind, maker, model, serial, inventory, name, code, seen = true } = command;
  const known = facts.asset(id);
  if (known !== null) return known.site === site ? yes() : no({ code: 'already-exists' });
  if (room !== null && !isRoom(facts, room, site)) return UNKNOWN;
  if (facts.numbered(site, serial, inventory, null) !== null) return rule('number-taken');
  const asset: Asset = { ...BARE_ASSET, id, site, room, type: kind, maker, model, serial, inventory, name, seenAt: seen ? at : null };
  const added = ofAsset(asset, { type: 'AssetAdded', asset });
  if (code === null) return yes(added);
  const on: On = { kind: 'asset', id };
  return free(facts, code, site, on) ?? yes(added, ofAsset(asset, { type: 'StickerBound', code, on }));
}

/** Is this the tour that goes on in the room? One that somebody ended takes what was tapped before its end; none what was tapped days before it. */
function goesOn(round: Round | null, at: Instant): round is Round {
  return round !== null && Math.abs(at - round.startedAt) < ROUND_LASTS && (round.endedAt === null || at <= round.endedAt);
}

/** The longest key of what is counted (commands.ts). */
const KEY_MAX = 300;

/** How one settles what belongs elsewhere. */
const SETTLES: ReadonlySet<Count['how']> = new Set(['moved', 'left']);

/** The room that something goes back to; none where it is no longer there. */
function stillThere(facts: RegisterFacts, room: RoomId | null, site: SiteId): RoomId | null {
  return room !== null && isRoom(facts, room, site) ? room : null;
}

/**
 * A tour belongs to its room: whoever begins while one goes on joins it, so that two people in one room make one list. What was tapped
 * without one, begins one.
 */
function tour(
  facts: RegisterFacts,
  command: RegisterCommandOf<'begin_round' | 'count' | 'uncount' | 'end_round'>,
  by: PersonId,
  at: Instant,
): RegisterDecision {
  const { room, site } = command;
  if (!isRoom(facts, room, site)) return UNKNOWN;
  const latest = facts.round(room, command.round);
  // Whoever began this very one goes on with it, whoever ended it meanwhile.
  const round = latest?.id === command.round || goesOn(latest, at) ? latest : null;
  const ofRoom = (event: RegisterEvent): RegisterChange => ({ of: 'room', id: room, site, event });
  const begun = round === null ? [ofRoom({ type: 'RoundBegun', round: command.round })] : [];
  const id = round?.id ?? command.round;
  if (command.type === 'begin_round') return yes(...begun);
  if (command.type === 'end_round') {
    // One's own, ended before the other began, does not end the other.
    const isOver = round === null || round.endedAt !== null || (round.id !== command.round && at < round.startedAt);
    return isOver ? yes() : yes(ofRoom({ type: 'RoundEnded', round: id }));
  }
  const known = round?.counts.find((c) => c.key === command.key);
  if (command.type === 'uncount') {
    if (command.asset !== undefined && here(facts, { asset: command.asset, site }) === null) return UNKNOWN;
    if (known === undefined || (command.of !== undefined && known.by !== command.of)) return yes();
    const undone = ofRoom({ type: 'CountUndone', round: id, key: command.key });
    const asset = known.how === 'moved' && known.asset !== null ? facts.asset(known.asset) : null;
    if (asset === null || asset.room !== room) return yes(undone);
    return yes(undone, ofAsset(asset, { type: 'AssetChanged', from: { room }, to: { room: stillThere(facts, known.from, site) } }));
  }
  const isSettled = known !== undefined && known.by === by && known.asset !== null && known.how !== command.how && SETTLES.has(known.how);
  if (known !== undefined && !(isSettled && SETTLES.has(command.how))) return yes(...remarks(round, known, command, by, at).map(ofRoom));
  const asset = command.asset === null ? null : here(facts, { asset: command.asset, site });
  if (command.asset !== null && asset === null) return UNKNOWN;
  const { key, note, hash } = command;
  const was = known?.how === 'moved' && asset?.room === room ? stillThere(facts, known.from, site) : (asset?.room ?? null);
  // Seen elsewhere since: where it is now is not this tap's to say.
  const isStale = known === undefined && asset !== null && (asset.seenAt ?? 0) > at;
  const isMoved = command.how === 'moved' && asset !== null && was !== room && !isStale;
  const how = command.how !== 'moved' || isMoved ? command.how : isStale && was !== room ? 'left' : 'found';
  const count: Count = {
    key,
    asset: asset?.id ?? null,
    how,
    label: asset === null ? key : null,
    note,
    photo: hash,
    from: isMoved ? was : null,
    at,
    by,
  };
  const changes = [...begun];
  if (known !== undefined) changes.push(ofRoom({ type: 'CountUndone', round: id, key }));
  changes.push(ofRoom({ type: 'ThingCounted', round: id, count }));
  const to = isMoved ? room : was;
  if (asset !== null && asset.room !== to) changes.push(ofAsset(asset, { type: 'AssetChanged', from: { room: asset.room }, to: { room: to } }));
  if (asset !== null) changes.push(ofAsset(asset, { type: 'AssetSeen', room, round: id, at }));
  return yes(...changes);
}

/** Somebody wrote or photographed something of what is counted already: it counts nothing anew, and is kept beside it. */
function remarks(round: Round | null, known: Count, { note, hash }: RegisterCommandOf<'count'>, by: PersonId, at: Instant): RegisterEvent[] {
  const label = known.label ?? (known.asset === null ? known.key : null);
  const isOf = (c: Count) => c === known || (c.how === 'remark' && c.asset === known.asset && c.label === label);
  const isSaid = round?.counts.some((c) => isOf(c) && (note === '' || c.note === note) && (hash === null || c.photo === hash)) ?? false;
  if (round === null || isSaid) return [];
  // Of its own: it goes as it came, and takes nothing of the thing's own count with it.
  const key = `${by} ${at} ${known.key}`.slice(0, KEY_MAX);
  return [{ type: 'ThingCounted', round: round.id, count: { key, asset: known.asset, how: 'remark', label, note, photo: hash, from: null, at, by } }];
}

/** As they were found; the same on phone and server. */
export function inOrder(a: Count, b: Count): number {
  return a.at - b.at || (a.key < b.key ? -1 : 1);
}

/** The tour of a room after an event of it. */
export function evolveRound(round: Round | null, event: RegisterEvent, by: PersonId, at: Instant): Round | null {
  switch (event.type) {
    case 'RoundBegun':
      return { id: event.round, by, startedAt: at, endedAt: null, counts: [] };
    case 'ThingCounted':
      return round === null ? null : { ...round, counts: [...round.counts, event.count].sort(inOrder) };
    case 'CountUndone':
      return round === null ? null : { ...round, counts: round.counts.filter((c) => c.key !== event.key) };
    case 'RoundEnded':
      return round === null ? null : { ...round, endedAt: at };
    default:
      return round;
  }
}
