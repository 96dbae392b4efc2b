import type { Words } from '#domain/words/fr/index.ts';

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
} satisfies Words['acts'];
