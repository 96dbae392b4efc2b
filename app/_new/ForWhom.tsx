'use client';
import { useField } from '#app/_field/field.tsx';
import { answers } from '#app/_tickets/queue.ts';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { isSupport } from '#domain/actor.ts';
import type { SiteId } from '#domain/ids.ts';
import { BY_MOUTH, NAME_MAX, PHONE_MAX, type Report, WHEN_MAX } from './form.ts';

/** Colleagues offered for the letters typed. */
const OFFERED = 4;

type Props = { site: SiteId | null; report: Report; onChange: (patch: Partial<Report>) => void; isMissing: boolean };

/** For oneself or for somebody else, and where that person can be called back. Support also says how it was told. */
export function ForWhom({ site, report, onChange, isMissing }: Props) {
  const { view, words: w, actor, me } = useField();
  const f = w.report;
  const isStaff = site !== null && isSupport(actor, site);
  const colleagues = (site === null ? [] : (view.sites.get(site)?.colleagues ?? [])).filter((c) => c.id !== me.person);
  const chosen = colleagues.find((c) => c.id === report.person);
  const offered =
    chosen === undefined && report.name.trim().length > 1 ? colleagues.filter((c) => answers([c.name], report.name)).slice(0, OFFERED) : [];
  return (
    <div className="stack">
      <ChoiceGroup legend={w.opening.forWhom}>
        <Choice
          name="for"
          value="me"
          checked={!report.isForOther}
          onChange={() => onChange({ isForOther: false, channel: null })}
          label={w.opening.forMe}
          icon="user-round"
        />
        <Choice
          name="for"
          value="other"
          checked={report.isForOther}
          onChange={() => onChange({ isForOther: true })}
          label={w.opening.forOther}
          icon="users-round"
        />
      </ChoiceGroup>
      {report.isForOther && (
        <>
          {isStaff && (
            <ChoiceGroup legend={f.channel} columns="three">
              {BY_MOUTH.map((c) => (
                <Choice
                  key={c}
                  name="channel"
                  value={c}
                  checked={report.channel === c}
                  onChange={() => onChange({ channel: c })}
                  label={f.channels[c]}
                />
              ))}
            </ChoiceGroup>
          )}
          <TextField
            label={f.name}
            hint={f.nameHint}
            error={isMissing ? f.needName : null}
            name="beneficiary"
            autoComplete="off"
            autoCapitalize="words"
            maxLength={NAME_MAX}
            value={chosen?.name ?? report.name}
            onChange={(e) => onChange({ name: e.target.value, person: null })}
          />
          {offered.length > 0 && (
            <ChoiceGroup legend={f.colleague}>
              {offered.map((c) => (
                <Choice
                  key={c.id}
                  name="colleague"
                  value={c.id}
                  checked={false}
                  onChange={() => onChange({ person: c.id, name: c.name, ...(report.phone === '' && c.phone !== null ? { phone: c.phone } : {}) })}
                  label={c.name}
                />
              ))}
            </ChoiceGroup>
          )}
        </>
      )}
      <TextField
        label={f.phone}
        optional={w.common.optional}
        type="tel"
        name="phone"
        autoComplete={report.isForOther ? 'off' : 'tel'}
        maxLength={PHONE_MAX}
        value={report.phone}
        onChange={(e) => onChange({ phone: e.target.value })}
      />
      {report.phone.trim() !== '' && (
        <TextField
          label={f.when}
          optional={w.common.optional}
          placeholder={f.whenPlaceholder}
          name="when"
          autoComplete="off"
          maxLength={WHEN_MAX}
          value={report.when}
          onChange={(e) => onChange({ when: e.target.value })}
        />
      )}
    </div>
  );
}
