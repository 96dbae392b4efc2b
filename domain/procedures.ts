import type { Symptom } from './catalogue.ts';
import type { Instant } from './ids.ts';
import type { Task } from './ticket/ticket.ts';

/** Steps of the procedures. Codes are stored in tickets for ever; their sentences are in the words. */
export const STEPS = [
  'check_plug',
  'other_socket',
  'force_restart',
  'check_screen_cable',
  'other_screen',
  'close_programs',
  'check_disk',
  'check_source',
  'check_video_cable',
  'check_remote_battery',
  'open_trays',
  'print_test',
  'check_queue',
  'replace_toner',
  'check_network_cable',
  'other_port',
  'other_device',
  'check_flight_mode',
  'restart_access_point',
  'router_lights',
  'call_operator',
  'tell_head',
  'ask_why',
  'give_temporary',
  'explain_rules',
  'changed_next_day',
  'call_user',
  'remote_look',
  'find_mailbox',
  'explain_user',
  'apply_right',
  'tell_beneficiary',
] as const;
export type Step = (typeof STEPS)[number];

/** Diagnosis in steps, the cheapest look first (requirements E21, C21 to C25). A `!` has to be done before the ticket can be resolved. */
const PROCEDURES: Readonly<Partial<Record<Symptom, readonly (Step | `${Step}!`)[]>>> = {
  wont_start: ['check_plug', 'other_socket', 'force_restart'],
  black_screen: ['check_screen_cable', 'other_screen', 'force_restart'],
  very_slow: ['force_restart', 'close_programs', 'check_disk'],
  no_image: ['check_source', 'check_video_cable', 'force_restart'],
  wont_turn_on: ['check_plug', 'check_remote_battery', 'other_socket'],
  paper_jam: ['open_trays', 'print_test'],
  wont_print: ['check_plug', 'check_queue', 'print_test'],
  no_toner: ['replace_toner', 'print_test'],
  no_network: ['check_network_cable', 'other_port', 'other_device'],
  no_wifi: ['check_flight_mode', 'other_device', 'restart_access_point'],
  site_down: ['router_lights', 'call_operator', 'tell_head'],
  forgotten_password: ['ask_why', 'give_temporary!', 'explain_rules!'],
  locked_account: ['ask_why', 'give_temporary!', 'explain_rules!'],
  mailbox_lost: ['call_user', 'remote_look', 'find_mailbox', 'explain_user'],
  access_right: ['apply_right!', 'tell_beneficiary'],
};

/** Symptoms after which somebody looks again on the next day of service. */
const NEXT_DAY: Readonly<Partial<Record<Symptom, Step>>> = { forgotten_password: 'changed_next_day', locked_account: 'changed_next_day' };

function task(step: Step, mandatory: boolean, after: Instant | null = null): Task {
  return { id: step, step, text: '', mandatory, after, done: null };
}

/** The steps that a ticket of this symptom begins with. */
export function stepsFor(symptom: string | null): readonly Task[] {
  if (symptom === null || !Object.hasOwn(PROCEDURES, symptom)) return [];
  return (PROCEDURES[symptom as Symptom] ?? []).map((s) => (s.endsWith('!') ? task(s.slice(0, -1) as Step, true) : task(s as Step, false)));
}

/** What is to be looked at on the next day of service once this symptom is resolved; null: nothing. */
export function followUpOf(symptom: string | null, at: Instant): Task | null {
  if (symptom === null || !Object.hasOwn(NEXT_DAY, symptom)) return null;
  const step = NEXT_DAY[symptom as Symptom];
  return step === undefined ? null : task(step, false, at);
}
