'use client';
import { type DragEvent, useRef, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { PlaceFilter } from '#app/admin/choices.tsx';
import { sentence } from '#app/admin/form.tsx';
import { type Texts, toTheDoor } from '#app/admin/office.ts';
import type { SheetFaultCode } from '#domain/imports/sheet.ts';
import type { PlaceRow } from '#server/office/imports.ts';
import { readFiles } from './actions.ts';

const TYPES = '.csv,.txt,.tsv,.xlsx,.json,.xml,.ocs,text/csv,application/json,application/xml';

class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** One file on its way. @throws Refused with what the server says */
async function send(address: string, file: File): Promise<string> {
  const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file });
  const said = (await response.json().catch(() => ({}))) as { id?: string; error?: string };
  if (!response.ok || said.id === undefined) throw new Refused(said.error ?? 'server');
  return said.id;
}

type Props = { texts: Texts; places: readonly PlaceRow[]; open: (id: string) => void };

/** Files are chosen or dropped here; they are sent, read, and the import opens. */
export function Drop({ texts: { w, o }, places, open }: Props) {
  const say = o.imports;
  const input = useRef<HTMLInputElement>(null);
  const [site, setSite] = useState('');
  const [doing, setDoing] = useState<string | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [over, setOver] = useState(false);

  const why = (code: string): string => {
    if (code in say.unreadable) return say.unreadable[code as SheetFaultCode]({ most: 40 * 1_048_576 });
    return code === 'too-much' ? o.fault['too-many'] : code === 'busy' ? o.fault.busy : code === 'unknown' ? o.fault['not-allowed'] : w.errors.server;
  };

  const bring = async (files: readonly File[]) => {
    const [first, ...others] = files;
    if (first === undefined || doing !== null) return;
    setTrouble(null);
    setDoing(say.sending({ name: first.name }));
    try {
      const id = await send(`/api/imports?name=${encodeURIComponent(first.name)}&site=${site}`, first);
      for (const file of others) {
        setDoing(say.sending({ name: file.name }));
        await send(`/api/imports/${id}/files?name=${encodeURIComponent(file.name)}`, file);
      }
      setDoing(say.reading);
      const told = await readFiles(id);
      if (told.ok) return open(id);
      if (told.fault === 'signed-out') return toTheDoor();
      setTrouble(sentence(w, o, told.fault));
    } catch (error) {
      if (error instanceof Refused && error.code === 'signed-out') return toTheDoor();
      setTrouble(why(error instanceof Refused ? error.code : 'server'));
    }
    setDoing(null);
  };

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void bring([...event.dataTransfer.files]);
  };

  return (
    <section
      className={over ? 'panel roomy importdrop over' : 'panel roomy importdrop'}
      aria-label={say.choose}
      aria-busy={doing !== null}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p className="s q">{say.lead}</p>
      <PlaceFilter label={say.where} none={say.named} places={places} value={site} choose={setSite} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={TYPES}
        aria-label={say.choose}
        onChange={({ target }) => {
          void bring([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <div className="importacts">
        <Button kind="primary" icon="arrow-up-from-line" disabled={doing !== null} onClick={() => input.current?.click()}>
          {say.choose}
        </Button>
        <span className="s q importhint">{say.drop}</span>
        <a className="link tap s" href="/api/imports/model?kind=xlsx">
          {say.model} XLSX
        </a>
        <a className="link tap s" href="/api/imports/model?kind=csv">
          {say.model} CSV
        </a>
      </div>
      <p role="status" className="s">
        {doing}
      </p>
      {trouble !== null && <Note icon="triangle-alert" tone="d" alert title={trouble} />}
    </section>
  );
}
