'use client';
import { useEffect, useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Meter } from '#app/_ui/Meter.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { ActTrouble, useOfficeAct } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import { isUnreadable } from '#domain/imports/report.ts';
import type { ImportDetail } from '#server/office/imports.ts';
import { haltImport, progressOf, undoWhole, writeImport } from './actions.ts';
import { Found } from './Found.tsx';

const EACH = 1000;

type Props = { given: ImportDetail; texts: Texts; again: () => Promise<void> };

/** An import that is being written, was stopped, is over, or is taken back. */
export function Running({ given, texts, again }: Props) {
  const { w, o } = texts;
  const say = o.imports;
  const { act, trouble, working } = useOfficeAct();
  const [head, setHead] = useState(given.head);
  const { id, fileName } = head;
  const report = isUnreadable(given.report) ? null : given.report;
  const isMoving = head.state === 'running' || head.state === 'undoing';

  useEffect(() => {
    if (!isMoving) return;
    let isOver = false;
    const look = async () => {
      const told = await progressOf(id).catch(() => null);
      if (isOver || told === null || !told.ok) return;
      if (told.value.state === 'running' || told.value.state === 'undoing') setHead(told.value);
      // What it came to is read anew.
      else await again();
    };
    const timer = setInterval(() => void look(), EACH);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [id, isMoving, again]);
  useEffect(() => setHead(given.head), [given.head]);

  const undo = () => {
    if (confirm(say.undoAsk({ name: fileName }))) void act(() => undoWhole(id), again);
  };
  const progress = say.progress({ done: head.written, all: head.total });
  return (
    <>
      {head.state === 'running' && (
        <section className="panel roomy importrun">
          <Meter value={head.written} max={Math.max(1, head.total)} label={progress} />
          <p role="status">{progress}</p>
          <p className="s q">{say.interrupted}</p>
          <div className="importbar">
            <Button icon="pause" disabled={working} onClick={() => void act(() => haltImport(id), again)}>
              {say.stop}
            </Button>
          </div>
        </section>
      )}
      {head.state === 'undoing' && <Note icon="undo-2" alert title={say.undoing} />}
      {(head.state === 'stopped' || head.state === 'failed') && (
        <Note
          icon={head.state === 'stopped' ? 'pause' : 'triangle-alert'}
          tone={head.state === 'stopped' ? 'w' : 'd'}
          alert
          title={head.state === 'stopped' ? say.stopped : say.broken({ n: head.written })}
        >
          <p>{progress}</p>
          {given.hasFile ? (
            <Button icon="play" disabled={working} onClick={() => void act(() => writeImport(id), again)}>
              {say.resume}
            </Button>
          ) : (
            say.over
          )}
        </Note>
      )}
      {head.state === 'done' && report !== null && (
        <Note icon="circle-check" tone="o" alert title={say.done(report.counts)}>
          <LinkButton href="/admin/register">{say.register}</LinkButton>
        </Note>
      )}
      {head.state === 'undone' && report?.undone !== undefined && (
        <Note icon="undo-2" tone="o" alert title={say.undone(report.undone)}>
          {report.undone.keptLabels.length > 0 && <p className="s">{say.keptBecause({ names: report.undone.keptLabels.join(', ') })}</p>}
        </Note>
      )}
      {given.undoable && !isMoving && (
        <div className="importbar">
          <Button icon="undo-2" disabled={working} onClick={undo}>
            {say.undo}
          </Button>
        </div>
      )}
      {report !== null && (head.state === 'done' || head.state === 'stopped' || head.state === 'failed') && (
        <Found report={report} id={id} texts={texts} />
      )}
      <ActTrouble trouble={trouble} w={w} o={o} />
    </>
  );
}
