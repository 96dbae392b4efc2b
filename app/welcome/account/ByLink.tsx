'use client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { enter } from '#app/signin/credentials.ts';
import { Front } from '#app/signin/Front.tsx';
import { useVisitor } from '#app/signin/visitor.ts';
import { chooseByLink, readLink } from '#app/welcome/account-actions.ts';
import { takeToken } from '#app/welcome/token.ts';
import { words } from '#domain/words/index.ts';
import { sessionWords } from '#domain/words/session.ts';
import type { OpenedLink } from '#server/account/links.ts';

/** A password chosen by a link that works once: the first one, or another. */
export function ByLink() {
  const visitor = useVisitor();
  const language = visitor?.language ?? 'fr';
  const { door, errors, common } = words(language);
  const more = sessionWords(language);
  const [opened, setOpened] = useState<{ token: string; link: OpenedLink } | null | undefined>();
  const [trouble, setTrouble] = useState<{ ofPassword: boolean; text: string } | null>(null);
  const [working, setWorking] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const token = takeToken('/welcome/account');
    if (token === null) return setOpened(null);
    readLink(token).then(
      (link) => setOpened(link === null ? null : { token, link }),
      () => setTrouble({ ofPassword: false, text: errors.server }),
    );
  }, [errors]);

  const fail = (ofPassword: boolean, text: string) => {
    setWorking(false);
    setTrouble({ ofPassword, text });
    if (ofPassword) form.current?.querySelector<HTMLInputElement>('[name=password]')?.focus();
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (working || opened == null) return;
    const password = String(new FormData(event.currentTarget).get('password') ?? '');
    if (password === '') return fail(true, door.needPassword);
    setTrouble(null);
    setWorking(true);
    try {
      const told = await chooseByLink({ token: opened.token, password });
      if (told.ok) {
        // Should signing in fail now, or ask for a key, the door is where to go on.
        const entered = await enter(told.login, password);
        return location.replace(entered.kind === 'in' ? '/' : '/signin');
      }
      if (told.fault === 'link') return setOpened(null);
      if (told.fault === 'busy') return fail(false, errors.tooMany);
      fail(true, { short: door.welcome.passwordShort, long: more.passwordLong, common: door.welcome.passwordCommon }[told.fault]);
    } catch {
      fail(false, errors.server);
    }
  };

  if (opened === null) {
    return (
      <Front title={more.link.title} lead={common.tagline} short>
        <Note icon="triangle-alert" tone="w" title={more.link.dead}>
          <a className="link" href="/signin">
            {more.link.toTheDoor}
          </a>
        </Note>
      </Front>
    );
  }
  const link = opened?.link;
  return (
    <Front title={link === undefined ? more.link.title : more.link.hello({ name: link.name })} lead={more.link.lead} short>
      <form ref={form} method="post" noValidate onSubmit={(event) => void submit(event)}>
        <TextField label={more.login} name="login" value={link?.login ?? ''} readOnly autoComplete="username" />
        <TextField
          label={door.welcome.password}
          hint={door.welcome.passwordHint}
          error={trouble?.ofPassword ? trouble.text : null}
          name="password"
          type="password"
          autoComplete="new-password"
          required
        />
        {link !== undefined && link.purpose !== 'invitation' && <p className="s q">{more.link.ends}</p>}
        {trouble !== null && !trouble.ofPassword && <Note icon="triangle-alert" tone="d" alert title={trouble.text} />}
        <Button type="submit" kind="primary" shape="block" disabled={link === undefined || working}>
          {working ? door.working : more.link.submit}
        </Button>
      </form>
    </Front>
  );
}
