import { useState } from 'react';
import { LinkButton } from '#app/_ui/Button.tsx';
import { SelectField, TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { FormFoot, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { ASSET_TYPES } from '#domain/catalogue.ts';
import { addAsset } from './actions.ts';
import { placeOf } from './said.ts';
import { useChoices } from './useChoices.ts';

type Props = {
  texts: Texts;
  /** Where this person keeps the register. */
  sites: readonly { readonly id: string; readonly name: string }[];
  /** The site of the table; empty: all of them. */
  at: string;
  done: () => Promise<void>;
};

/** As domain/register/commands.ts takes them. */
const LONGEST = { name: 80, maker: 80, model: 120, serial: 80, inventory: 80 } as const;
const TEXTS = ['name', 'maker', 'model', 'serial', 'inventory'] as const;

/** One more piece of equipment, from a delivery note: nobody says that they saw it. Site, room and type stay for the next one. */
export function Add({ texts, sites, at, done }: Props) {
  const { w, o } = texts;
  const a = o.register.add;
  const [only] = sites;
  const [site, setSite] = useState(() => (sites.some((s) => s.id === at) ? at : sites.length === 1 && only !== undefined ? only.id : ''));
  const [room, setRoom] = useState('');
  const [type, setType] = useState<string>('workstation');
  const { rooms } = useChoices(site);
  const [added, setAdded] = useState<string | null>(null);
  const form = useOfficeForm<{ id: string }>(
    texts,
    async (input) => {
      setAdded(null);
      if (site === '') return { ok: false, fault: 'invalid', field: 'site' };
      const given = Object.fromEntries(TEXTS.map((field) => [field, input[field]?.trim() || null]));
      return await addAsset({ site, room: room === '' ? null : room, type, seen: false, ...given });
    },
    ({ id }) => {
      setAdded(id);
      void done();
    },
  );
  const other = form.trouble?.fault === 'number-taken' ? form.trouble.other : undefined;
  return (
    <form ref={form.form} className="panel roomy officeform" aria-label={a.title} noValidate onSubmit={form.submit}>
      <h2>{a.title}</h2>
      <SelectField
        label={o.register.column.site}
        name="site"
        value={site}
        none={a.chooseSite}
        error={form.errorOf('site')}
        options={sites.map((s) => [s.id, s.name] as const)}
        choose={(id: string) => {
          setSite(id);
          setRoom('');
        }}
      />
      <SelectField
        label={w.history.place}
        name="room"
        value={room}
        none={o.register.noRoom}
        error={form.errorOf('room')}
        options={rooms.map((r) => [r.id, placeOf({ building: r.building, room: r.name })] as const)}
        choose={setRoom}
      />
      <SelectField
        label={w.history.field.type}
        name="type"
        value={type}
        options={ASSET_TYPES.map((one) => [one, w.catalogue.assetType[one]] as const)}
        choose={setType}
      />
      {TEXTS.map((field) => (
        <TextField
          key={field}
          label={w.history.field[field]}
          name={field}
          maxLength={LONGEST[field]}
          error={form.errorOf(field)}
          autoComplete="off"
          spellCheck={false}
        />
      ))}
      {other !== undefined && (
        <div className="officeacts">
          <LinkButton href={`/admin/register/${other}`}>{a.other}</LinkButton>
        </div>
      )}
      {added !== null && (
        <Note icon="circle-check" tone="o" alert title={a.done}>
          <LinkButton href={`/admin/register/${added}`}>{a.open}</LinkButton>
        </Note>
      )}
      <FormFoot {...form.foot} verb={a.submit} />
    </form>
  );
}
