import type { AssetType, Symptom } from '#domain/catalogue.ts';
import type { CommandType } from '#domain/ticket/commands.ts';
import type { EventType } from '#domain/ticket/events.ts';
import type { Direction, Impact, Status } from '#domain/ticket/ticket.ts';
import type { Verb } from '#domain/ticket/verbs.ts';
import type { IconName } from './icons.ts';
import type { Tone } from './tone.ts';

interface Look {
  readonly icon: IconName;
  readonly tone?: Tone;
}

/** ux.md section 5: the icon of each status comes before its colour. */
export const STATUS_LOOK: Readonly<Record<Status, Look>> = {
  new: { icon: 'circle' },
  taken: { icon: 'hand', tone: 'b' },
  in_progress: { icon: 'wrench', tone: 'b' },
  waiting: { icon: 'pause' },
  escalated: { icon: 'circle-dashed', tone: 'w' },
  resolved: { icon: 'check', tone: 'o' },
  closed: { icon: 'circle-check', tone: 'o' },
  dropped: { icon: 'circle-slash' },
};

export const EVENT_LOOK: Readonly<Record<EventType, Look>> = {
  TicketOpened: { icon: 'flag' },
  OwnershipTaken: { icon: 'hand', tone: 'y' },
  OwnershipReleased: { icon: 'undo-2' },
  OwnershipRelieved: { icon: 'hand', tone: 'y' },
  TicketEscalated: { icon: 'arrow-up-from-line' },
  HelpAsked: { icon: 'users-round' },
  HelperJoined: { icon: 'users-round' },
  NoteAdded: { icon: 'message-square' },
  PhotoAttached: { icon: 'image' },
  PhotoStored: { icon: 'image' },
  WorkStarted: { icon: 'wrench' },
  WorkPaused: { icon: 'pause' },
  WorkResumed: { icon: 'play' },
  TicketResolved: { icon: 'check', tone: 'o' },
  TicketClosed: { icon: 'circle-check', tone: 'o' },
  TicketDropped: { icon: 'circle-slash' },
  AlertTraced: { icon: 'bell-ring', tone: 'b' },
  PeopleCalled: { icon: 'bell-ring', tone: 'y' },
  CallsExhausted: { icon: 'bell-off', tone: 'd' },
  DelayTold: { icon: 'hourglass', tone: 'w' },
  VisitReminded: { icon: 'calendar-clock' },
  PersonReplaced: { icon: 'users-round' },
  OwnershipAssigned: { icon: 'hand', tone: 'y' },
  TeamAssigned: { icon: 'users-round', tone: 'y' },
  TicketQualified: { icon: 'flag' },
  CheckRecorded: { icon: 'id-card', tone: 'o' },
  CheckFailed: { icon: 'id-card', tone: 'd' },
  TaskAdded: { icon: 'list-checks' },
  TaskCompleted: { icon: 'list-checks', tone: 'o' },
  TaskReopened: { icon: 'undo-2' },
  VisitPlanned: { icon: 'calendar-clock' },
  VisitAnswered: { icon: 'calendar-clock' },
  VisitArrived: { icon: 'map-pin-check', tone: 'b' },
  VisitLeft: { icon: 'footprints' },
  ResolutionConfirmed: { icon: 'circle-check', tone: 'o' },
  TicketReopened: { icon: 'rotate-ccw', tone: 'w' },
  TicketRated: { icon: 'star' },
  ApprovalGiven: { icon: 'signature', tone: 'o' },
  ApprovalRefused: { icon: 'signature', tone: 'd' },
  SameTrouble: { icon: 'users-round' },
  MarkedDuplicate: { icon: 'copy' },
  DuplicateJoined: { icon: 'copy' },
  ProblemLinked: { icon: 'link' },
};

export const DIRECTION_ICON: Readonly<Record<Direction, IconName>> = {
  up: 'arrow-up-from-line',
  on_site: 'footprints',
  out: 'truck',
  hierarchical: 'triangle-alert',
};

/** What a verb does, before its name. */
export const VERB_ICON: Readonly<Record<CommandType | Verb, IconName>> = {
  open: 'ticket-plus',
  take: 'hand',
  release: 'undo-2',
  relieve: 'hand',
  ...DIRECTION_ICON,
  escalate: 'arrow-up-from-line',
  ask_help: 'users-round',
  join: 'users-round',
  note: 'message-square-plus',
  attach: 'camera',
  start: 'wrench',
  wait: 'pause',
  resume: 'play',
  resolve: 'check',
  drop: 'circle-slash',
  withdraw: 'undo-2',
  assign: 'users-round',
  qualify: 'flag',
  record_check: 'id-card',
  identity: 'id-card',
  remote: 'monitor',
  receive_form: 'signature',
  add_task: 'list-checks',
  complete_task: 'list-checks',
  reopen_task: 'undo-2',
  plan_visit: 'calendar-clock',
  answer_visit: 'calendar-clock',
  arrive: 'map-pin-check',
  leave: 'footprints',
  confirm: 'circle-check',
  reopen: 'rotate-ccw',
  rate: 'star',
  approve: 'signature',
  refuse: 'circle-slash',
  me_too: 'users-round',
  mark_duplicate: 'copy',
  link_problem: 'link',
};

export const IMPACT_ICON: Readonly<Record<Impact, IconName>> = { person: 'user-round', group: 'users-round', site: 'school', many_sites: 'map' };

const ASSET_ICON: Readonly<Record<AssetType, IconName>> = {
  workstation: 'monitor',
  laptop: 'laptop',
  tablet: 'tablet',
  printer: 'printer',
  projector: 'projector',
  board: 'presentation',
  switch: 'network',
  access_point: 'wifi',
  server: 'server',
  vm: 'server',
  phone: 'phone',
  other: 'package',
};

const SYMPTOM_ICON: Readonly<Partial<Record<Symptom, IconName>>> = {
  wont_start: 'power-off',
  wont_turn_on: 'power-off',
  server_down: 'power-off',
  black_screen: 'image-off',
  no_image: 'image-off',
  bad_image: 'image-off',
  very_slow: 'hourglass',
  slow_network: 'hourglass',
  frozen: 'hourglass',
  keyboard_mouse: 'keyboard',
  no_sound: 'volume-x',
  bad_line: 'volume-x',
  no_tone: 'volume-x',
  broken_part: 'puzzle',
  handset_broken: 'puzzle',
  cracked_screen: 'puzzle',
  stylus: 'pen-tool',
  paper_jam: 'file-x',
  wont_print: 'printer',
  no_toner: 'droplet',
  bad_print: 'droplet',
  wont_scan: 'image',
  no_network: 'network',
  no_wifi: 'wifi-off',
  socket_broken: 'cable',
  site_down: 'octagon-alert',
  forgotten_password: 'key-round',
  locked_account: 'lock',
  access_denied: 'lock',
  access_right: 'signature',
  mailbox_full: 'mail-x',
  voicemail: 'mail',
  app_wont_open: 'app-window',
  app_error: 'triangle-alert',
  app_missing: 'app-window',
  portal_login: 'key-round',
  licence: 'id-card',
  wont_charge: 'battery-warning',
  lost_device: 'search',
  remote_missing: 'search',
  share_unreachable: 'hard-drive',
  disk_full: 'hard-drive',
  backup_failed: 'hard-drive',
  new_equipment: 'package',
  loan: 'package',
  move_equipment: 'truck',
  new_software: 'download',
  complaint: 'message-square',
};

/** The icon of a type of equipment, also of one that this version does not know. */
export function assetIcon(type: string): IconName {
  return Object.hasOwn(ASSET_ICON, type) ? ASSET_ICON[type as AssetType] : 'package';
}

/** The icon of a symptom, also of one that this version does not know. */
export function symptomIcon(symptom: string): IconName {
  return (Object.hasOwn(SYMPTOM_ICON, symptom) ? SYMPTOM_ICON[symptom as Symptom] : undefined) ?? 'circle-question-mark';
}
