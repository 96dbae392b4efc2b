import type { ActAbout } from '#domain/words/fr/acts.ts';
import type { Words } from '#domain/words/fr/index.ts';
import { count } from './grammar.ts';

const gone: Record<ActAbout, string> = {
  asset: 'You no longer have access to this equipment, or it is no longer where you saw it.',
  room: 'You no longer have access to this room, or what you saw in it is no longer on the register.',
  sticker: 'You no longer have access to what bears the sticker, or it is no longer on the register.',
  presence: 'You no longer work at this site.',
};
const changed = {
  what: 'This is no longer possible: things have changed meanwhile.',
  can: 'Look at what is noted now, then try again or discard this action.',
};

export const acts = {
  verb: {
    bind_sticker: { label: 'Put the sticker on', done: 'Sticker put on, kept on this phone', title: 'Sticker put on' },
    replace_sticker: { label: 'Replace the sticker', done: 'Sticker replaced', title: 'Sticker replaced on' },
    revoke_sticker: { label: 'Cancel the sticker', done: 'Sticker cancelled', title: 'Sticker cancelled on' },
    move_asset: { label: 'Move to another room', done: 'Move kept on this phone', title: 'Move of' },
    amend_asset: { label: 'Correct the record', done: 'Correction kept on this phone', title: 'Correction of' },
    add_asset: { label: 'Add equipment', done: 'Equipment kept on this phone', title: 'New equipment' },
    replace_part: { label: 'Note a part replaced', done: 'Part noted', title: 'Part replaced on' },
    decide_asset: { label: 'Decide what comes next', done: 'Decision kept', title: 'Decision on' },
    begin_round: { label: 'Walk round the room', done: 'Round begun', title: 'Round begun' },
    count: { label: 'Count', done: 'Counted', title: 'Counted' },
    uncount: { label: 'Undo', done: 'Undone', title: 'Count undone' },
    end_round: { label: 'End the round', done: 'Round ended', title: 'Round ended' },
    set_presence: { label: 'Say whether you are there', done: 'Presence kept on this phone', title: 'Presence' },
  },
  said: ({ what, subject }) => (subject === '' ? what : `${what} “${subject}”`),
  unknownThing: 'something unknown',
  see: { asset: 'See the equipment', room: 'See the room' },
  more: ({ n }) => count(n, 'more action', 'more actions'),
  refused: {
    short: {
      unknown: 'access gone, or no longer on the register',
      'already-exists': 'on the register already',
      'not-owner': 'not possible',
      'already-owner': 'done already',
      'already-on-it': 'done already',
    },
    sentence: {
      unknown: ({ about }) => ({ what: gone[about], can: 'Ask your IT staff, then try again or discard this action.' }),
      'not-allowed': ({ verb, site }) => ({
        what: `You cannot ${verb ? `“${verb}”` : 'do this'} ${site ? `at ${site}` : 'here'}, or no longer have access to it.`,
        can: 'Ask your IT staff to do it, or discard this action.',
      }),
      closed: () => changed,
      'already-exists': () => ({
        what: 'This equipment is on the register already, elsewhere.',
        can: 'Look for it by its number, then discard this action.',
      }),
      'not-owner': () => changed,
      'wrong-status': () => changed,
      'already-owner': () => ({ what: 'This is done already.', can: 'Nothing to do again: you can discard this action.' }),
      'already-on-it': () => ({ what: 'This is done already.', can: 'Nothing to do again: you can discard this action.' }),
      rule: () => ({ what: 'Refused by a rule.', can: 'Ask your IT staff, then try again or discard this action.' }),
      invalid: () => ({ what: 'The server did not understand this action.', can: 'It is kept here: update Relais, then try again.' }),
    },
  },
} satisfies Words['acts'];
