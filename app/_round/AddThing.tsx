'use client';
import { useRef, useState } from 'react';
import { mintId, useField } from '#app/_field/field.tsx';
import { assetLabel } from '#app/_field/said.ts';
import { sentenceOf as whyRefused } from '#app/_outbox/refusal.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { ASSET_TYPES } from '#domain/catalogue.ts';
import type { RoomDocument } from '#domain/documents.ts';
import type { AssetId } from '#domain/ids.ts';
import type { RegisterCommandOf } from '#domain/register/commands.ts';
import type { Count } from '#domain/register/thing.ts';
import { readLabel } from '#domain/sticker.ts';
import type { RefusalText } from '#domain/words/types.ts';
import { whyOf } from './said.ts';
import type { Walk } from './useTour.ts';

type Props = { count: Count | null; room: RoomDocument; close: () => void; walk: Pick<Walk, 'add' | 'refusalOf' | 'triedOf'> };

/** An unknown label becomes a piece of equipment: what one reads on it, and its label on it where it is one of ours. */
export function AddThing({ count, room, close, walk }: Props) {
  const { words: w } = useField();
  return (
    <Sheet open={count !== null} onClose={close} title={w.round.addTitle} closeLabel={w.common.close}>
      {count !== null && <Form key={count.key} count={count} room={room} close={close} walk={walk} />}
    </Sheet>
  );
}

const given = (text: FormDataEntryValue | null) => (typeof text === 'string' && text.trim() !== '' ? text.trim() : null);

function Form({ count, room, close, walk }: Props & { count: Count }) {
  const field = useField();
  const { words: w, toast } = field;
  const say = w.round;
  // As it was typed, where the server refused it: its words and why.
  const [before] = useState(() => walk.triedOf(count));
  const [type, setType] = useState<string>(before?.thing.kind ?? 'workstation');
  // One piece of equipment however often it is tried.
  const [asset] = useState(() => before?.thing.asset ?? mintId<AssetId>());
  const [problem, setProblem] = useState<RefusalText | null>(() => (before === null ? null : whyRefused(field, before.refused)));
  const isBusy = useRef(false);
  const read = readLabel(count.key, []);
  const isPlain = read.kind === 'label' && read.serial === undefined && read.inventory === undefined;
  const readSerial = read.kind === 'label' ? (read.serial ?? (isPlain && !count.key.includes('\n') ? count.key.slice(0, 80) : '')) : '';
  const readInventory = read.kind === 'label' || read.kind === 'foreign' ? (read.inventory ?? '') : '';
  const { maker, model, serial, inventory } = before?.thing ?? { maker: null, model: null, serial: readSerial, inventory: readInventory };

  const submit = async (form: FormData) => {
    if (isBusy.current) return;
    const [maker, model] = [given(form.get('maker')), given(form.get('model'))];
    const numbers = { serial: given(form.get('serial')), inventory: given(form.get('inventory')) };
    const thing: RegisterCommandOf<'add_asset'> = {
      type: 'add_asset',
      v: 1,
      site: room.site,
      asset,
      room: room.id,
      kind: type,
      maker,
      model,
      ...numbers,
      name: null,
      code: null,
    };
    const refusal = walk.refusalOf(count, thing);
    if (refusal !== null) return setProblem(whyOf(w, refusal));
    isBusy.current = true;
    const isKept = await walk.add(count, thing);
    isBusy.current = false;
    if (!isKept) return setProblem({ what: w.sync.storage.notKept, can: '' });
    close();
    toast(say.added({ name: [assetLabel(w, { type }), maker, model].filter(Boolean).join(' ') }));
  };

  return (
    <form
      className="stack roomy"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <p className="q">{say.addLead}</p>
      <ChoiceGroup legend={say.type}>
        {ASSET_TYPES.map((t) => (
          <Choice key={t} name="type" value={t} checked={type === t} onChange={setType} label={assetLabel(w, { type: t })} icon={assetIcon(t)} />
        ))}
      </ChoiceGroup>
      <TextField name="maker" label={say.maker} maxLength={80} defaultValue={maker ?? ''} autoComplete="off" />
      <TextField name="model" label={say.model} maxLength={120} defaultValue={model ?? ''} autoComplete="off" />
      <TextField name="serial" label={say.serial} maxLength={80} defaultValue={serial ?? ''} autoComplete="off" autoCapitalize="characters" />
      <TextField name="inventory" label={say.inventory} maxLength={80} defaultValue={inventory ?? ''} autoComplete="off" />
      {problem !== null && (
        <Note icon="triangle-alert" tone="w" title={problem.what} alert>
          {problem.can}
        </Note>
      )}
      <Button kind="primary" shape="block" type="submit">
        {say.addIt}
      </Button>
    </form>
  );
}
