import { type Actor, isSupport } from '#domain/actor.ts';
import { approvalFor, categoryOf, isConfidential, levelOf } from '#domain/catalogue.ts';
import { may } from '#domain/permission.ts';
import { ratingOf } from '#domain/priority.ts';
import { stepsFor } from '#domain/procedures.ts';
import type { CommandOf } from './commands.ts';
import { peopleOf, SINCE, saysSiteDown, type Ticket } from './ticket.ts';
import { type Context, type Decision, no, rule, yes } from './verdict.ts';

/** A ticket begins: what it names is checked against its site, its level and priority follow from the catalogue and the facts. */
export function open(existing: Ticket | null, c: CommandOf<'open'>, context: Context): Decision {
  const { actor, at } = context;
  // Said again by the same person (a device that took a new origin, invariant 51): it is open, nothing more to do.
  if (existing !== null) return existing.recorder === actor.person ? yes() : no({ code: 'already-exists' });
  const level = levelOf(c.category, c.symptom);
  if (c.symptom === null && c.text === '') return rule('empty-report');
  if (c.symptom === 'access_right' && c.access === null) return rule('form-missing');
  // What is unknown or foreign stays unresolved at the site that reported it (domain.md section 2).
  const { here, there } = placeOf(c, context);
  // Whoever is named and has no role there is not taken over: an id alone would bring a stranger's name to this site.
  const named = c.beneficiary?.person ?? null;
  const beneficiary = named !== null && (named === actor.person || context.belongs?.(named, c.site)) ? named : actor.person;
  const ticket: Ticket = {
    ...SINCE,
    id: c.ticket,
    number: null,
    site: c.site,
    asset: here?.id ?? null,
    room: here?.room ?? there?.id ?? null,
    code: here === null ? c.code : null,
    // A request is one whatever the form called it: only N3 or a supervisor drops it.
    nature: categoryOf(c.category).nature === 'service_request' ? 'service_request' : c.nature,
    channel: c.channel,
    category: c.category,
    symptom: c.symptom,
    text: c.text,
    confidential: isConfidential(c.category, c.symptom),
    level,
    categoryLevel: level,
    status: 'new',
    handedTo: { to: 'level' },
    waitReason: null,
    waitUntil: null,
    requester: actor.person,
    beneficiary,
    beneficiaryName: beneficiary === actor.person ? (c.beneficiary?.name ?? '') : '',
    callback: c.callback,
    recorder: actor.person,
    openedBySupport: isSupport(actor, c.site),
    assignee: null,
    assignedAt: null,
    helpers: [],
    observers: [],
    impact: c.impact,
    urgency: c.urgency,
    ...ratingOfOpening(c, context),
    reachable: true,
    openedAt: at,
    ownedAt: null,
    endedAt: null,
    resolution: null,
    drop: null,
    photos: [...new Set(c.photos)].map((hash) => ({ hash, by: actor.person, at, stored: false })),
    isTest: c.isTest,
    tasks: stepsFor(c.symptom),
    approval: approvalFor(c.category, c.symptom, null),
    access: c.symptom === 'access_right' ? c.access : null,
  };
  if (!may(actor, 'open', ticket)) return no({ code: 'not-allowed', verb: 'open' });
  const kept = saysSiteDown(ticket) ? (context.siteDown ?? null) : null;
  return kept === null || kept.site !== ticket.site || !saysSiteDown(kept) ? yes({ type: 'TicketOpened', ticket }) : openedTwice(ticket, kept, actor);
}

/** What an `open` names and its site really has. */
function placeOf({ site }: Pick<CommandOf<'open'>, 'site'>, { asset, room }: Pick<Context, 'asset' | 'room'>) {
  return { here: asset?.site === site ? asset : null, there: room?.site === site ? room : null };
}

/** The priority that an `open` will have: by its facts, by what fails and where, and by who says it for themselves. */
export function ratingOfOpening(
  c: Pick<CommandOf<'open'>, 'site' | 'impact' | 'urgency' | 'symptom' | 'beneficiary'>,
  context: Pick<Context, 'actor' | 'asset' | 'room' | 'matrix'>,
): Pick<Ticket, 'priority' | 'raised'> {
  const { here, there } = placeOf(c, context);
  const isVip = (there?.vip ?? false) || (c.beneficiary === null && (context.actor.vip ?? false));
  return ratingOf(c, { isCritical: here?.critical ?? false, isVip }, context.matrix);
}

/**
 * A whole school reports the same at once, each without a network: one ticket is worked on, and whoever said it after that follows it.
 * The only duplicate that nobody has to see first: there is one network to a site.
 */
function openedTwice(ticket: Ticket, kept: Ticket, actor: Actor): Decision {
  return {
    ok: true,
    events: [
      { type: 'TicketOpened', ticket },
      { type: 'MarkedDuplicate', of: kept.id, number: kept.number },
    ],
    ...(peopleOf(kept).includes(actor.person)
      ? {}
      : { elsewhere: { ticket: kept.id, events: [{ type: 'DuplicateJoined', of: ticket.id, person: actor.person }] } }),
  };
}
