'use client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { enter } from '#app/signin/credentials.ts';
import { Front } from '#app/signin/Front.tsx';
import { useVisitor } from '#app/signin/visitor.ts';
import { words } from '#domain/words/index.ts';
import { sessionWords } from '#domain/words/session.ts';
import { createFirstAdministrator } from './actions.ts';
import { takeToken } from './token.ts';

/** In the order of the form; `token` is not a field. */
const FIELDS = ['organisation', 'givenName', 'familyName', 'login', 'password'] as const;
type Field = (typeof FIELDS)[number];
type Trouble = { readonly field: Field | null; readonly text: string };

/** Where the first administrator goes: there is no site yet. */
const FIRST_PAGE = '/admin/sites';

function isField(name: string): name is Field {
  return (FIELDS as readonly string[]).includes(name);
}

/** The first administrator's form, opened by the link that the server prints once. */
export function Welcome() {
  const visitor = useVisitor();
  const language = visitor?.language ?? 'fr';
  const { door, errors, common } = words(language);
  const more = sessionWords(language);
  const [token, setToken] = useState<string | null | undefined>();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [working, setWorking] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => setToken(takeToken()), []);

  const needs: Record<Field, string> = {
    organisation: more.needOrganisation,
    givenName: more.needName,
    familyName: more.needName,
    login: more.needLogin,
    password: door.needPassword,
  };
  const weak = { short: door.welcome.passwordShort, long: more.passwordLong, common: door.welcome.passwordCommon };

  const fail = (field: Field | null, text: string) => {
    setWorking(false);
    setTrouble({ field, text });
    if (field !== null) form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (working || token == null) return;
    const typed = new FormData(event.currentTarget);
    const value = (field: Field) => String(typed.get(field) ?? '');
    const empty = FIELDS.find((field) => value(field).trim() === '');
    if (empty) return fail(empty, needs[empty]);
    setTrouble(null);
    setWorking(true);
    try {
      const told = await createFirstAdministrator({ ...Object.fromEntries(FIELDS.map((field) => [field, value(field)])), token, language });
      if (told.ok) {
        // Should signing in fail now, the account is there: the door is where to try again.
        await enter(told.login, value('password'));
        return location.replace(FIRST_PAGE);
      }
      if (told.fault === 'link') return fail(null, door.welcome.used);
      if (told.fault === 'busy') return fail(null, errors.tooMany);
      if (told.fault !== 'invalid') return fail('password', weak[told.fault]);
      return fail(
        isField(told.field) ? told.field : null,
        told.field === 'login' ? more.loginTaken : isField(told.field) ? needs[told.field] : errors.invalid,
      );
    } catch {
      fail(null, errors.server);
    }
  };

  const errorOf = (field: Field) => (trouble?.field === field ? trouble.text : null);
  if (token === null) {
    return (
      <Front title={door.welcome.title} lead={common.tagline} short>
        <Note icon="triangle-alert" tone="w" title={door.welcome.used} />
      </Front>
    );
  }
  return (
    <Front title={door.welcome.title} lead={door.welcome.text} short>
      <form ref={form} method="post" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={door.welcome.organisation}
          hint={door.welcome.organisationHint}
          error={errorOf('organisation')}
          name="organisation"
          autoComplete="organization"
          required
          maxLength={120}
        />
        <TextField label={more.givenName} error={errorOf('givenName')} name="givenName" autoComplete="given-name" required maxLength={60} />
        <TextField label={more.familyName} error={errorOf('familyName')} name="familyName" autoComplete="family-name" required maxLength={60} />
        <TextField
          label={more.login}
          error={errorOf('login')}
          name="login"
          type="text"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={120}
        />
        <TextField
          label={door.welcome.password}
          hint={door.welcome.passwordHint}
          error={errorOf('password')}
          name="password"
          type="password"
          autoComplete="new-password"
          required
        />
        {trouble?.field === null && <Note icon="triangle-alert" tone="d" alert title={trouble.text} />}
        <Button type="submit" kind="primary" shape="block" disabled={token === undefined || working}>
          {working ? door.working : door.welcome.submit}
        </Button>
      </form>
    </Front>
  );
}
