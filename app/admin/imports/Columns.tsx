'use client';
import { useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { type Option, SelectField } from '#app/_ui/Field.tsx';
import { named } from '#app/admin/choices.tsx';
import type { Texts } from '#app/admin/office.ts';
import { ASSET_TYPES, type AssetType } from '#domain/catalogue.ts';
import { FIELDS, type Field, SITE_FIELDS } from '#domain/imports/fields.ts';
import { type Choices, type Mapping, STATES } from '#domain/imports/mapping.ts';
import type { Report, Unknown } from '#domain/imports/report.ts';
import { foldLabel } from '#domain/register/search-text.ts';
import type { ImportDetail } from '#server/office/imports.ts';

type Props = {
  detail: ImportDetail;
  report: Report;
  mapping: Mapping;
  texts: Texts;
  working: boolean;
  cancel: () => void;
  look: (mapping: Mapping, site: string | null) => void;
};

/** What each column becomes, and what values mean that nobody knows: chosen once for all files of the source. */
export function Columns({ detail, report, mapping, texts, working, cancel, look }: Props) {
  const { w, o } = texts;
  const say = o.imports;
  const [next, setNext] = useState(mapping);
  const [site, setSite] = useState<string>(detail.head.site ?? '');
  const isSchools = detail.head.format === 'schools';
  const fields: readonly Field[] = isSchools ? SITE_FIELDS : FIELDS;
  const take = (at: number, field: Field | null) =>
    // A field is read from one column: it leaves the one that had it.
    setNext({ ...next, columns: next.columns.map((was, i) => (i === at ? field : was === field ? null : was)) });
  const choose = (kind: keyof Choices, value: string, to: string) => {
    const { [foldLabel(value)]: _, ...rest } = next.choices[kind] as Record<string, string>;
    setNext({ ...next, choices: { ...next.choices, [kind]: to === '' ? rest : { ...rest, [foldLabel(value)]: to } } });
  };
  const types = ASSET_TYPES.map((type): Option<AssetType> => [type, w.catalogue.assetType[type]]);
  const states = STATES.map((state): Option => [state, w.status.assetState[state]]);
  const places = named(detail.places);
  const { unknown } = report;
  const isAsked = unknown.type.length + unknown.state.length + unknown.site.length > 0;
  return (
    <section className="panel roomy importcolumns" aria-label={say.columns}>
      <p className="s q">{say.columnsLead}</p>
      <div className="officeform">
        {!isSchools && detail.places.length > 1 && <SelectField label={say.where} value={site} none={say.named} options={places} choose={setSite} />}
        {!isSchools && (
          <SelectField
            label={say.otherwise}
            value={next.otherwise ?? ''}
            none={w.catalogue.assetType.other}
            options={types.filter(([type]) => type !== 'other')}
            choose={(value) => setNext({ ...next, otherwise: value === '' ? null : value })}
          />
        )}
        {!isSchools && (
          <SelectField
            label={say.dayOrder}
            value={next.dayOrder}
            options={(['dmy', 'mdy'] as const).map((order) => [order, say.dayOrders[order]])}
            choose={(dayOrder) => setNext({ ...next, dayOrder })}
          />
        )}
      </div>
      {isAsked && (
        <>
          <h2>{say.values}</h2>
          <p className="s q">{say.valuesLead}</p>
          <div className="officeform">
            <Values what={say.field.type} kind="type" values={unknown.type} options={types} mapping={next} texts={texts} choose={choose} />
            <Values what={say.field.state} kind="state" values={unknown.state} options={states} mapping={next} texts={texts} choose={choose} />
            <Values what={say.field.site} kind="site" values={unknown.site} options={places} mapping={next} texts={texts} choose={choose} />
          </div>
        </>
      )}
      <div className="sheetcard importtable">
        <table>
          <caption className="vh">{say.columns}</caption>
          <thead>
            <tr>
              <th scope="col">{say.column}</th>
              <th scope="col">{say.example}</th>
              <th scope="col">{say.becomes}</th>
            </tr>
          </thead>
          <tbody>
            {report.headers.map((header, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is known by its place; headers may be said twice
              <tr key={i}>
                <td data-head={say.column}>
                  <b>{header}</b>
                </td>
                <td data-head={say.example} className="q">
                  {report.sample.map((line) => line[i]).find((cell) => cell)}
                </td>
                <td data-head={say.becomes}>
                  <select
                    className="input"
                    aria-label={say.valueOf({ what: say.becomes, value: header })}
                    value={next.columns[i] ?? ''}
                    onChange={({ target }) => take(i, target.value === '' ? null : (target.value as Field))}
                  >
                    <option value="">{say.aside}</option>
                    {fields.map((field) => (
                      <option key={field} value={field}>
                        {say.field[field]}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="importbar">
        <Button icon="arrow-left" disabled={working} onClick={cancel}>
          {w.common.cancel}
        </Button>
        <Button kind="primary" icon="eye" disabled={working} onClick={() => look(next, site === '' ? null : site)}>
          {say.look}
        </Button>
      </div>
    </section>
  );
}

type ValuesProps = {
  what: string;
  kind: keyof Choices;
  values: readonly Unknown[];
  options: readonly Option[];
  mapping: Mapping;
  texts: Texts;
  choose: (kind: keyof Choices, value: string, to: string) => void;
};

function Values({ what, kind, values, options, mapping, texts: { o }, choose }: ValuesProps) {
  const say = o.imports;
  return values.map(({ value, n }) => (
    <SelectField
      key={value}
      label={say.valueOf({ what, value: say.value({ value, n }) })}
      value={(mapping.choices[kind] as Readonly<Record<string, string>>)[foldLabel(value)] ?? ''}
      none={say.leaveValue}
      options={[...options, ['skip', say.skip]]}
      choose={(to) => choose(kind, value, to)}
    />
  ));
}
