import { assetLabel, placeName, titleOf } from '#app/_field/said.ts';
import { formVerbOf } from '#app/_ticket/forms.ts';
import { lookOf } from '#app/_ticket/looks.ts';
import type { IconName } from '#app/_ui/icons.ts';
import { nameOf, type View } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';

/** Something begun in a form of this person and not sent. */
export interface Begun {
  /** Its keys: a new ticket's photos lie beside its words. */
  readonly keys: readonly string[];
  readonly icon: IconName;
  readonly title: string;
  readonly place: string | null;
  /** Where it was typed; null when that is not on this phone any more. */
  readonly href: string | null;
}

/** What was begun on this phone, in words; its keys are those of the forms ("new <subject>", "<verb> <ticket>"). */
export function begunOf(keys: readonly string[], view: View, w: Words): readonly Begun[] {
  const subjects = new Set(keys.map((key) => key.replace(/ photos$/, '')));
  return [...subjects].map((subject) => {
    const own = keys.filter((key) => key === subject || key === `${subject} photos`);
    const [form = '', about = ''] = subject.split(' ');
    return { keys: own, ...(form === 'new' ? newTicket(about, view, w) : onTicket(form, about, view, w)) };
  });
}

type Said = Omit<Begun, 'keys'>;

function newTicket(about: string, view: View, w: Words): Said {
  const asset = view.assets.get(about);
  const room = view.rooms.get(about);
  const said = { icon: 'ticket-plus', title: w.opening.title } as const;
  if (asset !== undefined) return { ...said, place: assetLabel(w, asset), href: `/new?asset=${asset.id}` };
  if (room !== undefined) return { ...said, place: placeName(w, room), href: `/new?room=${room.id}` };
  if (about === 'anything') return { ...said, place: null, href: '/new' };
  return { ...said, place: about, href: `/new?code=${encodeURIComponent(about)}` };
}

function onTicket(form: string, about: string, view: View, w: Words): Said {
  const verb = formVerbOf(form);
  const ticket = view.tickets.get(about);
  if (verb === null || ticket === undefined) return { icon: 'pen-tool', title: w.outbox.draft, place: null, href: null };
  const holder = ticket.head.assignee === null ? null : nameOf(view, ticket, ticket.head.assignee);
  const { icon, label } = lookOf(verb, ticket.head, holder, w);
  return { icon, title: w.outbox.act({ what: label, subject: titleOf(view, w, ticket.head) }), place: null, href: `/tickets/${ticket.id}` };
}
