import { assetLabel, codeName, placeName, roomOf, titleOf } from '#app/_field/said.ts';
import type { IconName } from '#app/_ui/icons.ts';
import { VERB_ICON } from '#app/_ui/looks.ts';
import { provisionalCode, type TicketId } from '#domain/ids.ts';
import { type AnyCommand, parseRegister, type RegisterCommand, type RegisterVerb } from '#domain/register/commands.ts';
import { subjectsIn } from '#domain/register/lay.ts';
import { formatCode } from '#domain/sticker.ts';
import { type Command, type CommandType, parseCommand } from '#domain/ticket/commands.ts';
import type { View } from '#domain/view.ts';
import type { Words } from '#domain/words/fr/index.ts';

/** An action of this phone in words. */
export interface Action {
  readonly icon: IconName;
  readonly title: string;
  /** What was done, without the thing it was done to; null where this version cannot read it. */
  readonly what: string | null;
  /** The verb alone, as on the thing's own screen; null where `what` says as much. */
  readonly verb: string | null;
  /** Where: the room in words; null where the ticket is not known here. */
  readonly place: string | null;
  /** By what name the ticket goes. */
  readonly code: string | null;
  readonly ticket: TicketId | null;
  /** The card of what it is about: the ticket's, the equipment's or the room's; null where none is on this phone. */
  readonly href: string | null;
  /** What the person wrote, to copy or to keep as a note. */
  readonly text: string | null;
  readonly photos: readonly string[];
  readonly type: AnyCommand['type'] | null;
}

/** What was said already, where the button shows what it makes. */
const ICON: Readonly<Record<CommandType, IconName>> = { ...VERB_ICON, note: 'message-square', attach: 'image' };

function textOf(command: Command): string | null {
  if ('text' in command && command.text !== '') return command.text;
  return (command.type === 'release' || command.type === 'relieve' || command.type === 'qualify') && command.reason !== '' ? command.reason : null;
}

/** What somebody wrote in an action of a shape that this version does not know: to copy at least. */
function wordsIn(raw: unknown): string | null {
  const { text } = (typeof raw === 'object' && raw !== null ? raw : {}) as { text?: unknown };
  return typeof text === 'string' && text !== '' ? text : null;
}

/** Reads a stored command; one of a shape unknown here is shown too, as what it is. */
export function actionOf(raw: unknown, view: View, w: Words): Action {
  const command = parseCommand(raw);
  const register = command === null ? parseRegister(raw) : null;
  if (register !== null) return registerActionOf(register, view, w);
  if (command === null)
    return {
      icon: 'file-x',
      title: w.outbox.unreadable,
      what: null,
      verb: null,
      place: null,
      code: null,
      ticket: null,
      href: null,
      text: wordsIn(raw),
      photos: [],
      type: null,
    };
  const known = view.tickets.get(command.ticket);
  const about = known?.head ?? (command.type === 'open' ? command : null);
  const subject = about === null ? provisionalCode(command.ticket) : titleOf(view, w, about);
  const { title } = w.verbs.command[command.type];
  return {
    icon: ICON[command.type],
    title: said(w, command.type, title, subject),
    what: title,
    verb: null,
    place: about === null ? null : placeName(w, roomOf(view, about)),
    code: known === undefined ? provisionalCode(command.ticket) : codeName(w, known.head),
    ticket: known === undefined ? null : command.ticket,
    href: known === undefined ? null : `/tickets/${command.ticket}`,
    text: textOf(command),
    photos: command.type === 'open' ? command.photos : command.type === 'attach' ? [command.hash] : [],
    type: command.type,
  };
}

const REGISTER_ICON: Readonly<Record<RegisterVerb, IconName>> = {
  bind_sticker: 'qr-code',
  replace_sticker: 'qr-code',
  revoke_sticker: 'qr-code',
  move_asset: 'door-open',
  amend_asset: 'pen-tool',
  add_asset: 'plus',
  replace_part: 'wrench',
  decide_asset: 'list-checks',
  begin_round: 'footprints',
  count: 'copy-check',
  uncount: 'rotate-ccw',
  end_round: 'footprints',
  set_presence: 'map-pin-check',
};

/** The first of these that this phone holds. */
function firstIn<D>(held: ReadonlyMap<string, D>, ids: readonly string[]): D | null {
  for (const id of ids) {
    const found = held.get(id);
    if (found !== undefined) return found;
  }
  return null;
}

/** On the thing's own screen: what one did, and of a part or a decision also which. */
function toldOnIt(command: RegisterCommand, w: Words): string {
  if (command.type === 'replace_part') return w.history.part({ part: command.part });
  if (command.type === 'decide_asset')
    return w.history.decided({ choice: w.history.choice[command.choice], year: command.year === null ? '' : String(command.year) });
  return w.acts.verb[command.type].label;
}

/** What one wrote in it: to read again, to copy, to keep as a note. */
function writtenIn(command: RegisterCommand): string | null {
  if (command.type === 'replace_part') return [command.part, command.text].filter(Boolean).join('\n');
  return 'note' in command && command.note !== '' ? command.note : 'text' in command && command.text !== '' ? command.text : null;
}

/** The same of an act on equipment or a room. */
function registerActionOf(command: RegisterCommand, view: View, w: Words): Action {
  const what = w.acts.verb[command.type].title;
  const about = subjectsIn(view, command);
  const asset = firstIn(view.assets, about);
  const room = view.rooms.get(asset?.room ?? '') ?? firstIn(view.rooms, about);
  const code = 'code' in command && command.code !== null ? formatCode('by' in command ? command.by : command.code) : null;
  const label = command.type === 'add_asset' ? assetLabel(w, { type: command.kind }) : null;
  const thing = asset === null ? label : [assetLabel(w, asset), asset.maker, asset.model].filter(Boolean).join(' ');
  const subject =
    thing ?? (command.type === 'count' && command.asset === null ? w.acts.unknownThing : asset === null && room === null ? (code ?? '') : '');
  return {
    icon: REGISTER_ICON[command.type],
    title: w.acts.said({ what, subject }),
    what,
    verb: toldOnIt(command, w),
    place: room === null ? null : placeName(w, room),
    code,
    ticket: null,
    href: asset !== null ? `/assets/${asset.id}` : room !== null ? `/rooms/${room.id}` : null,
    text: writtenIn(command),
    photos: command.type === 'count' && command.hash !== null ? [command.hash] : [],
    type: command.type,
  };
}

function said(w: Words, type: CommandType, what: string, subject: string): string {
  if (type === 'open') return w.outbox.newTicket({ subject });
  if (type === 'note') return w.outbox.note({ subject });
  if (type === 'attach') return w.outbox.photo({ subject });
  return w.outbox.act({ what, subject });
}
