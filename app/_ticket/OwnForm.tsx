'use client';
import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from 'react';
import type { TicketView } from '#domain/view.ts';
import type { OwnForm } from './forms.ts';
import { PhotoForm } from './PhotoForm.tsx';

type Props = { verb: OwnForm; ticket: TicketView; onDone: () => void };
type Form = ComponentType<Omit<Props, 'verb'>>;

/** Comes when it is opened, from the worker's cache. */
function opened(load: () => Promise<Form>): LazyExoticComponent<Form> {
  return lazy(async () => ({ default: await load() }));
}

const FORMS: Readonly<Partial<Record<OwnForm, Form | LazyExoticComponent<Form>>>> = {
  attach: PhotoForm,
  identity: opened(async () => (await import('./IdentityForm.tsx')).IdentityForm),
  qualify: opened(async () => (await import('./QualifyForm.tsx')).QualifyForm),
  remote: opened(async () => (await import('./RemoteForm.tsx')).RemoteForm),
  receive_form: opened(async () => (await import('./ReceiveForm.tsx')).ReceiveForm),
  plan_visit: opened(async () => (await import('./VisitForm.tsx')).VisitForm),
  arrive: opened(async () => (await import('./ArriveForm.tsx')).ArriveForm),
  assign: opened(async () => (await import('./AssignForm.tsx')).AssignForm),
  mark_duplicate: opened(async () => (await import('./OtherForm.tsx')).DuplicateForm),
  link_problem: opened(async () => (await import('./OtherForm.tsx')).ProblemForm),
};

/** The forms that ask for more than a reason and words. */
export function OwnFormOf({ verb, ...rest }: Props) {
  const Form = FORMS[verb];
  return <Suspense fallback={null}>{Form !== undefined && <Form {...rest} />}</Suspense>;
}
