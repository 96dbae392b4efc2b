import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { FormTrouble, sentence, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { setRoom } from '#app/admin/register/actions.ts';
import type { RoomChoice } from '#server/office/register/choices.ts';

type Props = { title: string; site: string; room: RoomChoice | null; texts: Texts; saved: () => Promise<void>; again: () => Promise<void> };

/** What a room is called, where it is, and whether what fails there is more urgent. `room` stays while it is open: its key is what it holds. */
export function RoomForm({ title, site, room, texts: { w, o }, saved, again }: Props) {
  const p = o.register.place;
  const { form, submit, trouble, working } = useOfficeForm(
    (input) => setRoom({ ...input, site, room: room?.id ?? '', seen: room }),
    () => void saved(),
  );
  const errorOf = (field: string) => (trouble?.field === field ? sentence(w, o, trouble.fault) : null);
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
      {trouble?.fault === 'changed-meanwhile' ? (
        <Note icon="triangle-alert" tone="d" alert title={p.meanwhile} />
      ) : (
        <FormTrouble trouble={trouble} w={w} o={o} />
      )}
      <div className="officeacts">
        <Button type="submit" kind={room === null ? 'primary' : 'plain'} disabled={working}>
          {room === null ? p.add : p.save}
        </Button>
        {trouble?.fault === 'changed-meanwhile' && (
          <Button icon="refresh-cw" onClick={() => void again()}>
            {o.reload}
          </Button>
        )}
      </div>
    </form>
  );
}
