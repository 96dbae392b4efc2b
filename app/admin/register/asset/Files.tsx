import { useRef, useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { ActTrouble, AskAgain, type Trouble, useOfficeAct } from '#app/admin/form.tsx';
import { type Texts, toTheDoor } from '#app/admin/office.ts';
import { removeFile } from '#app/admin/register/actions.ts';
import { bytes, date } from '#domain/words/time.ts';
import type { AssetPage, FileRow } from '#server/office/register/asset.ts';

const FAULTS: Readonly<Record<number, Trouble['fault']>> = { 404: 'not-allowed', 409: 'full', 413: 'too-large', 415: 'file-kind', 429: 'too-many' };
/** As the server; a larger one is not even sent. */
const MAX_BYTES = 10_000_000;

/** The documents on an asset: brought in, taken home as files, taken away. */
export function Files({ told: { asset, files, keeps, timeZone }, texts, again }: { told: AssetPage; texts: Texts; again: () => Promise<void> }) {
  const { w, o, language } = texts;
  const f = o.register.files;
  const picker = useRef<HTMLInputElement>(null);
  const [now] = useState(Date.now);
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble['fault'] | null>(null);
  const bring = async (file: File) => {
    setTrouble(null);
    if (file.size > MAX_BYTES) return setTrouble('too-large');
    setSending(true);
    try {
      const response = await fetch(`/api/assets/${asset.id}/files?name=${encodeURIComponent(file.name)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: file,
      });
      if (response.ok) await again();
      else if (response.status === 401) toTheDoor();
      else setTrouble(FAULTS[response.status] ?? 'server');
    } catch {
      setTrouble('server');
    } finally {
      setSending(false);
      if (picker.current !== null) picker.current.value = '';
    }
  };
  return (
    <Group
      title={f.title}
      count={files.length}
      after={
        keeps && (
          <div className="officeacts">
            <input
              ref={picker}
              type="file"
              hidden
              accept="application/pdf,image/jpeg,image/png,image/webp"
              onChange={({ target }) => target.files?.[0] && void bring(target.files[0])}
            />
            <Button icon="plus" disabled={sending} onClick={() => picker.current?.click()}>
              {sending ? f.adding : f.add}
            </Button>
            <p className="s q">{f.hint}</p>
            <ActTrouble trouble={trouble} w={w} o={o} />
          </div>
        )
      }
    >
      {files.map((file) => (
        <FileLine
          key={file.id}
          asset={asset.id}
          file={file}
          texts={texts}
          keeps={keeps}
          meta={f.by({ who: file.by ?? w.common.unknownPerson, date: date(file.at, now, timeZone, language), size: bytes(file.size, language) })}
          again={again}
        />
      ))}
      {files.length === 0 && <EmptyRow text={f.none} />}
    </Group>
  );
}

type LineProps = { asset: string; file: FileRow; texts: Texts; keeps: boolean; meta: string; again: () => Promise<void> };

function FileLine({ asset, file: { id, name }, texts: { w, o }, keeps, meta, again }: LineProps) {
  const f = o.register.files;
  const { act, trouble, working } = useOfficeAct();
  const [asks, setAsks] = useState(false);
  const remove = () => void act(() => removeFile({ asset, file: id }), again);
  return (
    <li className="officerow">
      <span className="grow">
        <b className="officeline">{name}</b>
        <span className="s q">{meta}</span>
      </span>
      <LinkButton icon="download" href={`/api/assets/${asset}/files/${id}`} download aria-label={f.open({ name })}>
        {f.download}
      </LinkButton>
      {keeps && !asks && (
        <Button icon="x" aria-label={f.remove({ name })} onClick={() => setAsks(true)}>
          {f.removeShort}
        </Button>
      )}
      {asks && <AskAgain title={f.removeAsk({ name })} verb={f.removeShort} working={working} w={w} go={remove} cancel={() => setAsks(false)} />}
      <ActTrouble trouble={trouble} w={w} o={o} />
    </li>
  );
}
