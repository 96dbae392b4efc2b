'use client';
import { useEffect, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Field } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { labelsOf, sites } from '#app/admin/actions.ts';
import { Frame } from '#app/admin/Frame.tsx';
import { sentence, type Trouble } from '#app/admin/form.tsx';
import { type Texts, toTheDoor, useTold } from '#app/admin/office.ts';
import type { SiteRow } from '#server/office/sites.ts';
import type { DrawnSheet } from './draw.ts';
import { Sheets } from './Sheets.tsx';

/** A site's stickers, as sheets at their true size. */
export function Labels() {
  const { load, again } = useTold(sites);
  return (
    <Frame page="labels" load={load} again={again}>
      {(rows, texts) => <SiteLabels sites={rows} texts={texts} />}
    </Frame>
  );
}

function SiteLabels({ sites: all, texts }: { sites: readonly SiteRow[]; texts: Texts }) {
  const { w, o } = texts;
  const [site, setSite] = useState(() => new URLSearchParams(location.search).get('site') ?? all[0]?.id ?? '');
  const [sheet, setSheet] = useState<DrawnSheet | Trouble['fault'] | null>(null);
  useEffect(() => {
    let gone = false;
    if (site === '') return;
    setSheet(null);
    labelsOf(site).then(
      (told) => {
        if (gone) return;
        if (told.ok) setSheet(told.value);
        else if (told.fault === 'signed-out') toTheDoor();
        else setSheet(told.fault);
      },
      () => !gone && setSheet('server'),
    );
    return () => {
      gone = true;
    };
  }, [site]);
  return (
    <>
      <div className="panel roomy noprint">
        <Field label={o.labels.site}>
          {(bound) => (
            <select
              className="input"
              value={site}
              onChange={({ target }) => {
                setSite(target.value);
                history.replaceState(history.state, '', `/admin/labels?site=${target.value}`);
              }}
              {...bound}
            >
              {all.every(({ id }) => id !== site) && <option value={site}>{o.labels.choose}</option>}
              {all.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <p className="hint">{o.labels.sheetSize}</p>
      </div>
      {sheet === null && site !== '' && <p role="status">{w.common.loading}</p>}
      {typeof sheet === 'string' && <Note icon="triangle-alert" tone="d" alert title={sentence(w, o, sheet)} />}
      {sheet !== null && typeof sheet !== 'string' && <Printable key={site} sheet={sheet} texts={texts} />}
    </>
  );
}

/** An address that phones cannot open safely prints nothing, unless it is said to be a test, and then each label says so. */
function Printable({ sheet, texts }: { sheet: DrawnSheet; texts: Texts }) {
  const { w, o } = texts;
  const [test, setTest] = useState(false);
  if (sheet.labels.length === 0) return <Note icon="info" title={w.admin.labels.none} />;
  if (!sheet.reachable && !test) {
    return (
      <Note icon="triangle-alert" tone="w" alert title={w.admin.labels.badAddress}>
        <p>{o.labels.address({ address: sheet.publicUrl })}</p>
        <Button icon="printer" onClick={() => setTest(true)}>
          {o.labels.test}
        </Button>
      </Note>
    );
  }
  return (
    <>
      <div className="noprint panel roomy">
        {test && <Note icon="triangle-alert" tone="w" alert title={w.admin.labels.testAddress} />}
        <p>
          {w.admin.labels.count({ n: sheet.labels.length })}. {o.labels.address({ address: sheet.publicUrl })}
        </p>
        <p className="hint">{w.admin.labels.hint}</p>
        <div>
          <Button kind="primary" icon="printer" onClick={() => window.print()}>
            {w.admin.labels.print}
          </Button>
        </div>
      </div>
      <Sheets sheet={sheet} test={test} texts={texts} />
    </>
  );
}
