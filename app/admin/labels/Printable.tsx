'use client';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { sentence, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { makeStickers } from './actions.ts';
import type { DrawnPrint } from './drawn.ts';
import type { Asked } from './Labels.tsx';
import { Sheets } from './Sheets.tsx';

type Props = { asked: Asked; print: DrawnPrint; texts: Texts; test: () => void; changed: () => void };

/** An address that phones cannot open safely prints nothing, unless it is said to be a test, and then each label says so. */
export function Printable({ asked, print, texts, test, changed }: Props) {
  const { w, o } = texts;
  const isTest = asked.test === 'on';
  const missing = <Missing asked={asked} n={print.missing} texts={texts} changed={changed} />;
  if (!print.reachable && !isTest) {
    return (
      <>
        {missing}
        <Note icon="triangle-alert" tone="w" alert title={w.admin.labels.badAddress}>
          <p>{o.labels.address({ address: print.publicUrl })}</p>
          <Button icon="printer" onClick={test}>
            {o.labels.test}
          </Button>
        </Note>
      </>
    );
  }
  if (print.labels.length === 0) return print.missing > 0 ? missing : <Note icon="info" title={o.labels.none} />;
  return (
    <>
      {missing}
      <div className="noprint panel roomy stack">
        {!print.reachable && <Note icon="triangle-alert" tone="w" alert title={w.admin.labels.testAddress} />}
        <p>
          {w.admin.labels.count({ n: print.labels.length })}. {o.labels.address({ address: print.publicUrl })}
        </p>
        {print.more && <p>{o.labels.more({ n: print.labels.length })}</p>}
        <p className="hint">
          {o.labels.pdfHint} {o.labels.kept}
        </p>
        <div className="officeacts wrap">
          <LinkButton kind="primary" icon="printer" href={`/api/labels?${new URLSearchParams(asked).toString()}`} download>
            {o.labels.pdf}
          </LinkButton>
          <Button icon="printer" onClick={() => window.print()}>
            {o.labels.print}
          </Button>
        </div>
      </div>
      <Sheets print={print} texts={texts} />
    </>
  );
}

function Missing({ asked, n, texts: { w, o }, changed }: { asked: Asked; n: number; texts: Texts; changed: () => void }) {
  const { act, trouble, working } = useOfficeAct();
  if (n === 0) return null;
  const make = () =>
    act(
      () => makeStickers({ of: asked.of, site: asked.site, room: asked.room }),
      async () => changed(),
    );
  return (
    <div className="noprint">
      <Note icon="qr-code" title={o.labels.missing({ n })}>
        <Button icon="plus" disabled={working} onClick={() => void make()}>
          {o.labels.make({ n })}
        </Button>
        {trouble !== null && <p className="error">{sentence(w, o, trouble)}</p>}
      </Note>
    </div>
  );
}
