'use client';
import { useRef } from 'react';
import { useField } from '#app/_field/field.tsx';
import { shownName, whoOf, zoneOf } from '#app/_field/said.ts';
import { useAct } from '#app/_field/useAct.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { may } from '#domain/permission.ts';
import { isOpen, type Task } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { when } from '#domain/words/time.ts';
import { taskText } from './story.ts';

/** The steps of the procedure and the tasks that people added; a tap ticks one, with or without a network, and whoever ticked it by mistake takes it back. */
export function Steps({ ticket }: { ticket: TicketView }) {
  const { actor, words: w } = useField();
  const { act, problem } = useAct();
  const { head } = ticket;
  const mayUntick = isOpen(head) && may(actor, 'reopen_task', head);
  const mayTick = head.status !== 'dropped' && may(actor, 'complete_task', head);
  const list = useRef<HTMLUListElement>(null);
  const tick = async (task: Task) => {
    if (!(await act({ type: 'complete_task', v: 1, ticket: head.id, task: task.id }))) return;
    // What was pressed is no button any more.
    setTimeout(() => list.current?.querySelector<HTMLElement>('button.row')?.focus({ preventScroll: true }));
  };
  const untick = async (task: Task) => {
    if (!(await act({ type: 'reopen_task', v: 1, ticket: head.id, task: task.id }))) return;
    // The step is a button again, where it stood.
    const place = head.tasks.indexOf(task);
    setTimeout(() => list.current?.children[place]?.querySelector('button')?.focus({ preventScroll: true }));
  };
  const left = head.tasks.filter((t) => t.done === null).length;
  if (head.tasks.length === 0) return null;
  return (
    <section className="group" aria-labelledby="steps">
      <header>
        <h2 id="steps">
          {w.forms.steps.title} <span>{w.forms.steps.left({ n: left })}</span>
        </h2>
      </header>
      {problem !== null && (
        <Note icon="triangle-alert" tone="d" alert>
          {problem}
        </Note>
      )}
      <ul className="list" ref={list}>
        {head.tasks.map((task) => (
          <Step
            key={task.id}
            task={task}
            ticket={ticket}
            {...(mayTick && task.done === null ? { onTick: () => void tick(task) } : {})}
            {...(mayUntick && task.done?.by === actor.person ? { onUntick: () => void untick(task) } : {})}
          />
        ))}
      </ul>
    </section>
  );
}

function Step({ task, ticket, onTick, onUntick }: { task: Task; ticket: TicketView; onTick?: () => void; onUntick?: () => void }) {
  const { view, words: w, me, language, now } = useField();
  const { steps } = w.forms;
  const { done } = task;
  const who = done === null ? null : whoOf(view, w, me.person, ticket, done.by);
  const meta =
    done !== null
      ? [
          steps.done({
            who: who === null ? w.common.unknownPerson : shownName(w, who),
            when: when(done.at, now, zoneOf(view, ticket.head.site), language),
          }),
        ]
      : task.mandatory
        ? [<b key="must">{steps.mandatory}</b>]
        : task.after !== null
          ? [steps.nextDay]
          : [];
  return (
    <Row
      middle
      lead={done === null ? <Tile icon="circle" /> : <Tile icon="check" tone="o" />}
      title={taskText(w, task)}
      meta={meta}
      {...(onTick === undefined ? {} : { onPress: onTick })}
      {...(onUntick === undefined
        ? {}
        : {
            end: (
              <Button kind="quiet" icon="undo-2" onClick={onUntick} aria-label={steps.untick({ task: taskText(w, task) })}>
                {w.verbs.command.reopen_task.label}
              </Button>
            ),
          })}
    />
  );
}
