'use client';
import { useField } from '#app/_field/field.tsx';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import type { Refusal } from '#domain/refusal.ts';
import { type Verb, verbsOf } from '#domain/ticket/verbs.ts';
import { nameOf, type TicketView } from '#domain/view.ts';
import { explain } from '#domain/words/explain.ts';
import { lookOf } from './looks.ts';

type Rule = Extract<Refusal, { code: 'rule' }>['rule'];

/** What to do first, or instead. */
const INSTEAD: Readonly<Partial<Record<Rule, Verb>>> = {
  'identity-first': 'identity',
  'consent-first': 'remote',
  'form-first': 'receive_form',
  'approval-first': 'wait',
  'no-visit': 'plan_visit',
  'top-level': 'hierarchical',
  'request-drop': 'hierarchical',
  'already-on-site': 'note',
  'photos-full': 'note',
  'tasks-full': 'note',
  'task-of-another': 'note',
  rated: 'note',
};

type Props = { ticket: TicketView; refusal: Refusal; onChoose: (verb: Verb) => void; onClose: () => void };

/** Why a verb is not possible now, and the way to what makes it possible. */
export function Why({ ticket, refusal, onChoose, onClose }: Props) {
  const { actor, view, words: w, now } = useField();
  const { head } = ticket;
  const rule = refusal.code === 'rule' ? refusal.rule : null;
  // Nothing was refused yet: the rule itself, without the word.
  const why = rule === null ? explain(w, refusal) : { what: `${capital(w.refusals.rule[rule])}.`, can: w.refusals.ruleThen[rule] };
  const instead = rule === null ? undefined : INSTEAD[rule];
  const isOffered =
    instead !== undefined && Object.values(verbsOf(head, actor, now)).some((group) => group.some((o) => o.verb === instead && o.refusal === null));
  const holder = head.assignee === null ? null : nameOf(view, ticket, head.assignee);
  return (
    <Note icon="triangle-alert" tone="w" title={why.what} alert>
      {why.can}
      {rule === 'tasks-first' && (
        <Button
          shape="block"
          icon="list-checks"
          onClick={() => {
            onClose();
            goToSteps();
          }}
        >
          {w.forms.goTo.steps}
        </Button>
      )}
      {rule === 'reopen-late' && (
        <LinkButton shape="block" icon="plus" href="/new">
          {w.forms.goTo.open}
        </LinkButton>
      )}
      {isOffered && (
        <Button shape="block" icon={lookOf(instead, head, holder, w).icon} onClick={() => onChoose(instead)}>
          {lookOf(instead, head, holder, w).label}
        </Button>
      )}
    </Note>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** After the sheet has given the focus back. */
function goToSteps(): void {
  setTimeout(() => {
    const steps = document.getElementById('steps');
    steps?.scrollIntoView({ block: 'start' });
    steps?.parentElement?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
  });
}
