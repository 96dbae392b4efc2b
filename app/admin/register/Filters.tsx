import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { type Option, SelectField, TextField } from '#app/_ui/Field.tsx';
import type { Texts } from '#app/admin/office.ts';
import { ASSET_TYPES } from '#domain/catalogue.ts';
import { NO_FILTER, type RegisterFilter } from '#domain/register/table.ts';
import { ASSET_STATES } from '#domain/register/thing.ts';
import type { Choices } from '#server/office/register/choices.ts';

type Props = { texts: Texts; filter: RegisterFilter; choices: Choices; change: (filter: RegisterFilter) => void };

/** Which assets the table shows: what was typed, and each question with its answers. */
export function Filters({ texts: { w, o }, filter, choices, change }: Props) {
  const r = o.register;
  const [isOpen, setOpen] = useState(false);
  const set = (more: Partial<RegisterFilter>) => change({ ...filter, ...more });
  const buildings = [...new Set(choices.rooms.flatMap(({ building }) => building ?? []))];
  const makers = [...new Set(choices.made.map(({ maker }) => maker))].sort((a, b) => a.localeCompare(b));
  const models = choices.made.filter(({ maker, model }) => maker === filter.maker && model !== null).map(({ model }) => model ?? '');
  const asked = (Object.keys(NO_FILTER) as (keyof RegisterFilter)[]).filter((key) => key !== 'text' && filter[key] !== '');
  const rooms = choices.rooms.filter(({ building }) => filter.building === '' || building === filter.building);
  const pick = (key: keyof RegisterFilter, label: string, options: readonly Option[], more: Partial<RegisterFilter> = {}) => (
    <Pick key={key} label={label} value={filter[key]} options={options} change={(value) => set({ ...more, [key]: value })} />
  );
  const labels = (of: Readonly<Record<string, string>>): Option[] => Object.entries(of);
  return (
    <search className="panel roomy">
      <div className="registersearch">
        <TextField
          label={r.search}
          type="search"
          name="text"
          value={filter.text}
          maxLength={100}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={({ target }) => set({ text: target.value })}
        />
        <Button icon="filter" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {asked.length === 0 ? r.filters : `${r.filters} (${asked.length})`}
        </Button>
        {(asked.length > 0 || filter.text !== '') && (
          <Button kind="quiet" icon="x" onClick={() => change(NO_FILTER)}>
            {r.clear}
          </Button>
        )}
      </div>
      {isOpen && (
        <div className="registerfilters">
          {pick('site', r.column.site, [['', r.everywhere], ...choices.sites.map(({ id, name }): Option => [id, name])], { room: '', building: '' })}
          {filter.site !== '' &&
            buildings.length > 0 &&
            pick('building', r.building, [['', r.allBuildings], ...buildings.map((b): Option => [b, b])], { room: '' })}
          {filter.site !== '' && (
            <a className="link tap" href={`/admin/register/place?site=${filter.site}`}>
              {r.place.link}
            </a>
          )}
          {pick('room', r.column.room, [
            ['', r.allRooms],
            ['none', r.noRoom],
            ...rooms.map(({ id, building, name }): Option => [id, [building, name].filter(Boolean).join(', ')]),
          ])}
          {pick('type', r.column.type, [['', r.all], ...ASSET_TYPES.map((type): Option => [type, w.catalogue.assetType[type]])])}
          {pick('state', r.column.state, [['', r.all], ...ASSET_STATES.map((state): Option => [state, w.status.assetState[state]])])}
          {pick('maker', r.maker, [['', r.all], ...makers.map((maker): Option => [maker, maker])], { model: '' })}
          {filter.maker !== '' && pick('model', r.model, [['', r.all], ...models.map((model): Option => [model, model])])}
          {pick('warranty', r.warranty, labels(r.warranties))}
          {pick('charter', r.charter, labels(r.charters))}
          {pick('seen', r.seen, labels(r.seens))}
          <fieldset className="registerflags">
            <legend className="vh">{r.column.marks}</legend>
            <Flag label={r.critical} value={filter.critical} change={(critical) => set({ critical })} />
            <Flag label={r.vip} value={filter.vip} change={(vip) => set({ vip })} />
          </fieldset>
        </div>
      )}
    </search>
  );
}

type PickProps = { label: string; value: string; options: readonly Option[]; change: (value: string) => void };

/** One question. What the address asks for and the list does not offer is in it all the same. */
function Pick({ label, value, options, change }: PickProps) {
  const isKnown = options.some(([of]) => of === value);
  return <SelectField label={label} value={value} options={isKnown ? options : [...options, [value, '…']]} choose={change} />;
}

function Flag({ label, value, change }: { label: string; value: '' | 'yes'; change: (value: '' | 'yes') => void }) {
  return (
    <label className="officecheck">
      <input type="checkbox" checked={value === 'yes'} onChange={({ target }) => change(target.checked ? 'yes' : '')} />
      {label}
    </label>
  );
}
