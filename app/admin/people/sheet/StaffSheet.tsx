'use client';
import { useRef, useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { teams } from '#app/admin/access.ts';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, toTheDoor, useTexts, useTold } from '#app/admin/office.ts';
import type { StaffFirst, StaffReport, StaffWritten } from '#domain/staff/report.ts';
import type { StaffFault } from '#server/office/staff/staff.ts';
import { type Brought, lookAt, write } from './bring.ts';
import { Looked } from './Looked.tsx';
import { Written } from './Written.tsx';

/** Many people at once: a table is chosen, what it would do is read, then it is written. */
export function StaffSheet() {
  // Whoever may read the teams may do this.
  const { load, again } = useTold(teams);
  const { o } = useTexts();
  return (
    <Frame page="people" title={o.staff.title} load={load} again={again}>
      {(_, texts) => <Bring texts={texts} />}
    </Frame>
  );
}

function useBring({ w, o }: Texts) {
  const [file, setFile] = useState<File | null>(null);
  const [doing, setDoing] = useState<string | null>(null);
  const [report, setReport] = useState<StaffReport | null>(null);
  const [written, setWritten] = useState<StaffWritten | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  const take = <T,>(brought: Brought<T>, done: (value: T) => void) => {
    setDoing(null);
    if (brought.ok) return done(brought.value);
    const { fault } = brought;
    if (fault.kind === 'signed-out') return toTheDoor();
    // Shown again as it is now, to be agreed to.
    if (fault.kind === 'overtaken') setReport(fault.report);
    setTrouble(sentenceOf(fault, { w, o } as Texts));
  };
  const look = async (chosen: File) => {
    setTrouble(null);
    setReport(null);
    setWritten(null);
    setFile(chosen);
    setDoing(o.staff.looking({ name: chosen.name }));
    take(await lookAt(chosen), setReport);
  };
  const keep = async (first: StaffFirst) => {
    if (file === null || report === null || doing !== null) return;
    setTrouble(null);
    setDoing(o.staff.writing);
    take(await write(file, report.seen, first), (done) => {
      setReport(null);
      setWritten(done);
    });
  };
  return { file, doing, report, written, trouble, look, keep };
}

function sentenceOf(fault: StaffFault | { readonly kind: 'signed-out' | 'not-allowed' | 'too-many' | 'busy' | 'server' }, { w, o }: Texts): string {
  switch (fault.kind) {
    case 'unreadable':
      return o.imports.unreadable[fault.code](fault.data);
    case 'columns':
      return o.staff.columns({ names: fault.missing.map((field) => o.staff.field[field]).join(', ') });
    case 'overtaken':
      return o.staff.again;
    case 'server':
      return w.errors.server;
    default:
      return o.fault[fault.kind];
  }
}

function Bring({ texts }: { texts: Texts }) {
  const { o } = texts;
  const say = o.staff;
  const input = useRef<HTMLInputElement>(null);
  const { file, doing, report, written, trouble, look, keep } = useBring(texts);
  return (
    <div className="staff" aria-busy={doing !== null}>
      <p className="noprint">
        <a className="link tap" href="/admin/people">
          {say.back}
        </a>
      </p>
      <section className="panel roomy stack noprint">
        <p>{say.lead}</p>
        <p className="s q">{say.rules}</p>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.txt,.tsv,.xlsx,text/csv"
          aria-label={say.choose}
          onChange={({ target }) => {
            const [chosen] = target.files ?? [];
            if (chosen !== undefined) void look(chosen);
            target.value = '';
          }}
        />
        <p className="filters">
          <Button
            kind={report === null ? 'primary' : 'plain'}
            icon="arrow-up-from-line"
            disabled={doing !== null}
            onClick={() => input.current?.click()}
          >
            {file === null ? say.choose : say.drop}
          </Button>
          <LinkButton icon="download" href="/api/staff" download>
            {say.model}
          </LinkButton>
        </p>
        <p role="status" className="s">
          {doing}
        </p>
      </section>
      {trouble !== null && <Note icon="triangle-alert" tone="d" alert title={trouble} />}
      {report !== null && <Looked report={report} busy={doing !== null} texts={texts} write={(first) => void keep(first)} />}
      {written !== null && <Written written={written} texts={texts} />}
    </div>
  );
}
