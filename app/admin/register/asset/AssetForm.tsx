import { type FormEvent, useRef, useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { type Option, SelectField, TextArea, TextField } from '#app/_ui/Field.tsx';
import { errorAt, FormTrouble, type Trouble } from '#app/admin/form.tsx';
import { type Texts, toTheDoor } from '#app/admin/office.ts';
import { amendAsset } from '#app/admin/register/actions.ts';
import { placeOf } from '#app/admin/register/said.ts';
import { ASSET_TYPES } from '#domain/catalogue.ts';
import { AMENDABLE, type Amendable, ASSET_STATES } from '#domain/register/thing.ts';
import type { AssetPage } from '#server/office/register/asset.ts';
import { changesOf, type Typed, typedOf } from './typed.ts';

type Props = { told: AssetPage; texts: Texts; saved: () => Promise<void>; again: () => Promise<void> };

/** Every field of an asset that its reader may write; the others are told. Only what was changed is sent, with what was seen of it. */
export function AssetForm({ told, texts, saved, again }: Props) {
  const { w, o, language } = texts;
  const { asset, rooms, writes } = told;
  const [typed, setTyped] = useState<Typed>(() => typedOf(asset, language));
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [working, setWorking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const set = (field: keyof Typed) => (value: string) => setTyped((was) => ({ ...was, [field]: value }));
  const fail = (found: Trouble) => {
    setTrouble(found);
    if (found.field !== null) form.current?.querySelector<HTMLElement>(`[name="${found.field}"]`)?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (working) return;
    const changes = changesOf(asset, typed, language);
    if (changes === 'cost') return fail({ field: 'cost', fault: 'invalid' });
    if (Object.keys(changes.to).length === 0) return void (await saved());
    setWorking(true);
    setTrouble(null);
    try {
      const answer = await amendAsset({ asset: asset.id, ...changes });
      if (answer.ok) return void (await saved());
      if (answer.fault === 'signed-out') return toTheDoor();
      fail({ field: answer.field ?? null, fault: answer.fault, ...(answer.other === undefined ? {} : { other: answer.other }) });
    } catch {
      fail({ field: null, fault: 'server' });
    } finally {
      setWorking(false);
    }
  };
  const errorOf = (field: string) => errorAt(trouble, field, texts);
  const may = (field: keyof Amendable) => writes.includes(field);
  const text = (field: keyof Amendable, more: { type?: string; inputMode?: 'decimal'; hint?: string } = {}) => (
    <TextField
      key={field}
      label={w.history.field[field]}
      name={field}
      value={typed[field]}
      disabled={!may(field)}
      error={errorOf(field)}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => set(field)(target.value)}
      {...more}
    />
  );
  const choice = (field: keyof Typed, label: string, options: readonly Option[], isOpen: boolean) => (
    <SelectField
      key={field}
      label={label}
      name={field}
      value={typed[field]}
      disabled={!isOpen}
      error={errorOf(field)}
      options={options.some(([value]) => value === typed[field]) ? options : [...options, [typed[field], typed[field]]]}
      choose={set(field)}
    />
  );
  const yesNo = [
    ['', w.history.no],
    ['yes', w.history.yes],
  ] as const;
  const charter = [
    ['', o.register.charters.unknown],
    ['yes', w.history.yes],
    ['no', w.history.no],
  ] as const;
  const places = [['', o.register.noRoom] as const, ...rooms.map((r) => [r.id, placeOf({ building: r.building, room: r.name })] as const)];
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={(event) => void submit(event)}>
      {choice(
        'type',
        w.history.field.type,
        ASSET_TYPES.map((type) => [type, w.catalogue.assetType[type]] as const),
        may('type'),
      )}
      {choice(
        'state',
        w.history.field.state,
        ASSET_STATES.map((state) => [state, w.status.assetState[state]] as const),
        may('state'),
      )}
      {choice('room', w.history.place, places, true)}
      {(['name', 'maker', 'model', 'serial', 'inventory'] as const).map((field) => text(field))}
      {choice('critical', w.history.field.critical, yesNo, may('critical'))}
      {choice('vip', w.history.field.vip, yesNo, may('vip'))}
      {choice('charter', w.history.field.charter, charter, may('charter'))}
      {text('purchasedOn', { type: 'date' })}
      {text('warrantyUntil', { type: 'date' })}
      {text('cost', { inputMode: 'decimal', hint: o.register.costHint })}
      {text('supplier')}
      {text('orderNumber')}
      <div className="officeintro">
        <TextArea
          label={w.history.field.note}
          name="note"
          value={typed.note}
          maxLength={2000}
          disabled={!may('note')}
          error={errorOf('note')}
          onChange={({ target }) => set('note')(target.value)}
        />
      </div>
      <FormTrouble trouble={trouble} w={w} o={o} />
      {trouble?.fault === 'number-taken' && trouble.other !== undefined && (
        <div className="officeacts">
          <LinkButton href={`/admin/register/${trouble.other}`}>{o.register.add.other}</LinkButton>
        </div>
      )}
      <div className="officeacts">
        <Button type="submit" kind="primary" disabled={working}>
          {o.register.save}
        </Button>
        {trouble?.fault === 'changed-meanwhile' && (
          <Button icon="refresh-cw" onClick={() => void again()}>
            {o.reload}
          </Button>
        )}
        {AMENDABLE.some((field) => !may(field)) && <p className="s q">{o.register.someOnly}</p>}
      </div>
    </form>
  );
}
