import { TextField } from '#app/_ui/Field.tsx';
import { useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { setRoom } from '#app/admin/register/actions.ts';
import type { RoomChoice } from '#server/office/register/choices.ts';
import { PlaceFoot } from './PlaceFoot.tsx';

type Props = { title: string; site: string; room: RoomChoice | null; texts: Texts; saved: () => Promise<void>; again: () => Promise<void> };

/** What a room is called, where it is, and whether what fails there is more urgent. `room` stays while it is open: its key is what it holds. */
export function RoomForm({ title, site, room, texts, saved, again }: Props) {
  const { w, o } = texts;
  const p = o.register.place;
  const { form, submit, errorOf, foot } = useOfficeForm(
    texts,
    (input) => setRoom({ ...input, site, room: room?.id ?? '', seen: room }),
    () => void saved(),
  );
  const of = (name: 'building' | 'floor' | 'name', label: string) => (
    <TextField
      label={label}
      name={name}
      defaultValue={room?.[name] ?? ''}
      error={errorOf(name)}
      autoComplete="off"
      required={name === 'name'}
      {...(name === 'name' ? {} : { optional: w.common.optional })}
    />
  );
  return (
    <form ref={form} className="panel roomy officeform" noValidate onSubmit={submit}>
      <h2>{title}</h2>
      {of('name', p.room)}
      {of('building', p.building)}
      {of('floor', p.floor)}
      <label className="officecheck">
        <input type="checkbox" name="vip" defaultChecked={room?.vip ?? false} />
        {p.vip}
      </label>
      <PlaceFoot foot={foot} verb={room === null ? p.add : p.save} kind={room === null ? 'primary' : 'plain'} again={again} />
    </form>
  );
}
