'use client';
import { type ReactNode, useRef } from 'react';
import { useField } from '#app/_field/field.tsx';
import type { Draft } from '#app/_field/useDraft.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { nameOf, type TicketView } from '#domain/view.ts';
import type { FormVerb } from './forms.ts';
import { lookOf } from './looks.ts';

type Props = {
  verb: FormVerb;
  ticket: TicketView;
  /** why nothing was kept */
  problem: string | null;
  /** @returns whether it is done or on its way; when something is missing the first such field takes the focus */
  onSubmit: () => boolean;
  /** its words survive the browser */
  draft?: Draft<object>;
  children: ReactNode;
};

/** What every form of a verb has: the trouble above, the verb below, the focus on what is missing. */
export function FormFrame({ verb, ticket, problem, onSubmit, draft, children }: Props) {
  const { view, words: w } = useField();
  const form = useRef<HTMLFormElement>(null);
  const { head } = ticket;
  const { icon, label } = lookOf(verb, head, head.assignee === null ? null : nameOf(view, ticket, head.assignee), w);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (onSubmit()) return;
        // After the sentences are on the screen.
        requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid], fieldset:has(> .error) input')?.focus());
      }}
    >
      {problem !== null && (
        <Note icon="triangle-alert" tone="d" alert>
          {problem}
        </Note>
      )}
      {children}
      {draft?.wasFound && (
        <p className="hint">
          {w.sync.mark.draft}{' '}
          <button type="button" className="link" onClick={() => void draft.clear()}>
            {w.ticket.startedDiscard}
          </button>
        </p>
      )}
      {draft?.isLost && <p className="hint">{w.opening.draftLost}</p>}
      <Button type="submit" kind="primary" shape="block" icon={icon} disabled={draft !== undefined && !draft.isLoaded}>
        {label}
      </Button>
    </form>
  );
}
