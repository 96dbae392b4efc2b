'use client';
import { useId } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { resourceNamed } from '#domain/resource.ts';
import { ACCESS_RIGHTS } from '#domain/ticket/ticket.ts';
import { giveForm } from './accessForm.ts';
import { RESOURCE_MAX, type Report } from './form.ts';

const SENSES = ['open', 'close'] as const;

type Props = {
  site: string | null;
  report: Report;
  onChange: (patch: Partial<Report>) => void;
  isMissing: boolean;
  /** of the site's calendar */
  today: string;
};

/** Rights on a shared resource, to be opened or closed: one form for both ways. */
export function AccessAsked({ site, report, onChange, isMissing, today }: Props) {
  const { view, words: w, language, me } = useField();
  const f = w.report.access;
  const { sense, resource, rights, from, until, isForOther, name } = report;
  const beneficiary = isForOther ? name : me.name;
  const on = view.sites.get(site ?? '')?.name ?? '';
  const listed = useId();
  const resources = view.sites.get(site ?? '')?.resources ?? [];
  const known = resourceNamed(resources, resource);
  const onPaper = { site: on, asker: me.name, beneficiary, sense, resource, rights, from: from === '' ? today : from, until };
  return (
    <section className="stack" aria-label={f.title}>
      <ChoiceGroup legend={f.sense}>
        {SENSES.map((s) => (
          <Choice key={s} name="sense" value={s} checked={report.sense === s} onChange={() => onChange({ sense: s })} label={f.senses[s]} />
        ))}
      </ChoiceGroup>
      <TextField
        label={f.resource}
        hint={known === null ? f.resourceHint : f.known({ owner: known.owner, sensitive: known.sensitive })}
        error={isMissing ? f.needResource : null}
        name="resource"
        list={listed}
        autoComplete="off"
        maxLength={RESOURCE_MAX}
        value={report.resource}
        onChange={(e) => onChange({ resource: e.target.value })}
      />
      <datalist id={listed}>
        {resources.map((r) => (
          <option key={r.name} value={r.name}>
            {r.owner}
          </option>
        ))}
      </datalist>
      <ChoiceGroup legend={f.rights} columns="one">
        {ACCESS_RIGHTS.map((r) => (
          <Choice
            key={r}
            name="rights"
            value={r}
            checked={report.rights === r}
            onChange={() => onChange({ rights: r })}
            label={f.right[r].label}
            hint={f.right[r].hint}
          />
        ))}
      </ChoiceGroup>
      <div className="pair">
        <TextField
          type="date"
          label={f.from}
          name="from"
          value={report.from === '' ? today : report.from}
          onChange={(e) => onChange({ from: e.target.value })}
        />
        <TextField
          type="date"
          label={f.until}
          optional={w.common.optional}
          name="until"
          min={report.from === '' ? today : report.from}
          value={report.until}
          onChange={(e) => onChange({ until: e.target.value })}
        />
      </div>
      <Note icon="signature" tone="i" title={f.signed}>
        {f.signedThen}
      </Note>
      <Button icon="download" onClick={() => giveForm(onPaper, w, language)}>
        {w.report.paper.get}
      </Button>
    </section>
  );
}
