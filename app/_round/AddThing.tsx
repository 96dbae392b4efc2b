'use client';
import { useState } from 'react';
import { mintId, useField } from '#app/_field/field.tsx';
import { assetLabel } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { assetIcon } from '#app/_ui/looks.ts';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { ASSET_TYPES } from '#domain/catalogue.ts';
import type { RoomDocument } from '#domain/documents.ts';
import type { AssetId } from '#domain/ids.ts';
import type { RegisterCommand } from '#domain/register/commands.ts';
import type { Count } from '#domain/register/thing.ts';
import { parseCode, readLabel } from '#domain/sticker.ts';
import type { Walk } from './useTour.ts';

type Props = { count: Count | null; room: RoomDocument; close: () => void; add: Walk['add'] };

/** An unknown label becomes a piece of equipment: what one reads on it, and its label on it where it is one of ours. */
export function AddThing({ count, room, close, add }: Props) {
  const { words: w } = useField();
  return (
    <Sheet open={count !== null} onClose={close} title={w.round.addTitle} closeLabel={w.common.close}>
      {count !== null && <Form key={count.key} count={count} room={room} close={close} add={add} />}
    </Sheet>
  );
}

const given = (text: FormDataEntryValue | null) => (typeof text === 'string' && text.trim() !== '' ? text.trim() : null);

function Form({ count, room, close, add }: Props & { count: Count }) {
  const { words: w, toast } = useField();
  const say = w.round;
  const [type, setType] = useState<string>('workstation');
  const read = readLabel(count.key, []);
  const code = parseCode(count.key);
  const isPlain = read.kind === 'label' && read.serial === undefined && read.inventory === undefined;
  const serial = read.kind === 'label' ? (read.serial ?? (isPlain && !count.key.includes('\n') ? count.key.slice(0, 80) : '')) : '';
  const inventory = read.kind === 'label' || read.kind === 'foreign' ? (read.inventory ?? '') : '';

  const submit = async (form: FormData) => {
    const asset = mintId<AssetId>();
    const [maker, model] = [given(form.get('maker')), given(form.get('model'))];
    const numbers = { serial: given(form.get('serial')), inventory: given(form.get('inventory')) };
    const thing: RegisterCommand = {
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
    // Apart, so that a label that turns out to be another's does not take the equipment with it.
    const bind: RegisterCommand[] = code === null ? [] : [{ type: 'bind_sticker', v: 1, site: room.site, code, on: { kind: 'asset', id: asset } }];
    close();
    await add(count, [thing, ...bind], asset);
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
      <TextField name="maker" label={say.maker} maxLength={80} autoComplete="off" />
      <TextField name="model" label={say.model} maxLength={120} autoComplete="off" />
      <TextField name="serial" label={say.serial} maxLength={80} defaultValue={serial} autoComplete="off" autoCapitalize="characters" />
      <TextField name="inventory" label={say.inventory} maxLength={80} defaultValue={inventory} autoComplete="off" />
      <Button kind="primary" shape="block" type="submit">
        {say.addIt}
      </Button>
    </form>
  );
}
