'use client';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { type Words, words } from '#domain/words/index.ts';
import { type SessionWords, sessionWords } from '#domain/words/session.ts';
import { span } from '#domain/words/time.ts';
import { type Entered, enter, enterByKey } from './credentials.ts';
import { Forgot } from './Forgot.tsx';
import { Front } from './Front.tsx';
import { MakeKey } from './MakeKey.tsx';
import { Notices } from './Notices.tsx';
import { Portals } from './Portals.tsx';
import { keepTyped, stopKeeping, useVisitor } from './visitor.ts';
import { useWays } from './ways.ts';

type Trouble = Exclude<Entered, { kind: 'in' | 'must' }> | { readonly kind: 'no-login' | 'no-password' };

/** Has this browser passkeys at all? */
const canKey = () => typeof globalThis.PublicKeyCredential === 'function';

/** What goes under a field; the rest is said in a note above the verb. */
function fieldErrors(
  w: Words['door'],
  more: SessionWords,
  trouble: Trouble | null,
  directory: boolean,
): { login: string | null; password: string | null } {
  return {
    login: trouble?.kind === 'no-login' ? more.needLogin : null,
    password:
      trouble?.kind === 'no-password' ? w.needPassword : trouble?.kind === 'wrong' ? `${more.wrong}${directory ? ` ${more.wrongThere}` : ''}` : null,
  };
}

/** Signing in with a login and a password. What was typed stays in its fields whatever happens. */
export function SignIn() {
  const visitor = useVisitor();
  const language = visitor?.language ?? 'fr';
  const w = words(language);
  const more = sessionWords(language);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [working, setWorking] = useState(false);
  const [shown, setShown] = useState(false);
  const [must, setMust] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  const ways = useWays();

  const fail = (found: Trouble) => {
    setWorking(false);
    setTrouble(found);
    const field = found.kind === 'no-login' ? 'login' : 'password';
    if (found.kind === 'wrong' || found.kind.startsWith('no-')) form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (working || visitor === null) return;
    const typed = new FormData(event.currentTarget);
    const [login, password] = [String(typed.get('login') ?? '').trim(), String(typed.get('password') ?? '')];
    if (login === '') return fail({ kind: 'no-login' });
    if (password === '') return fail({ kind: 'no-password' });
    stopKeeping();
    setTrouble(null);
    setWorking(true);
    const entered = await enter(login, password);
    if (entered.kind === 'must') {
      setWorking(false);
      return setMust(entered.options);
    }
    if (entered.kind !== 'in') return fail(entered);
    location.replace(visitor.next);
  };

  const byKey = async () => {
    if (working || visitor === null) return;
    setTrouble(null);
    setWorking(true);
    const entered = await enterByKey();
    if (entered.kind === 'must') return;
    if (entered.kind !== 'in') return fail(entered);
    location.replace(visitor.next);
  };

  const typed = visitor?.typed ?? null;
  useEffect(() => {
    const field = form.current?.querySelector<HTMLInputElement>('[name=login]');
    if (field == null) return;
    // The page may have been killed between the login and the password; and what was typed before the script came is kept too.
    if (field.value !== '') keepTyped(field.value);
    else if (typed !== null) field.value = typed;
  }, [typed]);

  if (must !== null && visitor !== null) return <MakeKey options={must} next={visitor.next} language={language} again={() => setMust(null)} />;
  const errors = fieldErrors(w.door, more, trouble, ways?.directory === true);
  return (
    <Front title={w.common.app} lead={w.common.tagline}>
      {visitor && <Notices visitor={visitor} merged={ways?.merged === true} />}
      {ways?.merged && (
        <Note icon="users-round" tone="w" title={more.merged}>
          {more.mergedThen}
        </Note>
      )}
      {/* method: were the script late, the password must not end up in the address */}
      <form ref={form} method="post" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={more.login}
          error={errors.login}
          name="login"
          type="text"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          onChange={(event) => keepTyped(event.target.value)}
        />
        <div className="field">
          <TextField
            label={w.door.password}
            error={errors.password}
            name="password"
            type={shown ? 'text' : 'password'}
            autoComplete="current-password"
            required
          />
          <div>
            <Button kind="quiet" icon={shown ? 'eye-off' : 'eye'} aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? w.door.hide : w.door.show}
            </Button>
          </div>
        </div>
        {trouble && <Said trouble={trouble} language={language} here={visitor?.here ?? null} next={visitor?.next ?? '/'} />}
        <Button type="submit" kind="primary" shape="block" disabled={visitor === null || working}>
          {working ? w.door.working : w.door.submit}
        </Button>
      </form>
      {visitor && canKey() && (
        <Button shape="block" icon="key-round" disabled={working} onClick={() => void byKey()}>
          {more.key.enter}
        </Button>
      )}
      {visitor && <Portals ways={ways} next={visitor.next} language={language} />}
      {ways?.recovery && <Forgot language={language} login={() => form.current?.querySelector<HTMLInputElement>('[name=login]') ?? null} />}
      <p className="s q">
        <a className="link" href="/welcome/data">
          {more.statements.data}
        </a>{' '}
        ·{' '}
        <a className="link" href="/welcome/accessibility">
          {more.statements.access}
        </a>
      </p>
    </Front>
  );
}

/** A trouble that is no field's: what happened, what is safe, what can be done. */
function Said({ trouble, language, here, next }: { trouble: Trouble; language: 'fr' | 'en'; here: string | null; next: string }) {
  const w = words(language);
  const more = sessionWords(language);
  switch (trouble.kind) {
    case 'throttled':
      return <Note icon="timer" tone="w" alert title={w.door.throttled({ span: span(trouble.seconds * 1000, language) })} />;
    case 'busy':
      return <Note icon="hourglass" tone="w" alert title={more.busy} />;
    case 'server':
      return <Note icon="cloud-off" tone="w" alert title={w.errors.server} />;
    case 'store':
      return (
        <Note icon="triangle-alert" tone="d" alert title={w.errors.storeTitle}>
          {w.errors.storeText}
        </Note>
      );
    case 'refused':
      return <Note icon="lock" tone="w" alert title={more.portal.refused} />;
    case 'directory':
      return <Note icon="cloud-off" tone="w" alert title={more.directory} />;
    case 'expired':
      return (
        <Note icon="key-round" tone="w" alert title={more.expired}>
          {more.expiredThen}
        </Note>
      );
    case 'no-key':
      return <Note icon="key-round" tone="w" alert title={more.key.none} />;
    case 'portal':
      return (
        <Note icon="wifi" tone="w" alert title={w.sync.strip.portal}>
          {w.sync.strip.portalThen}
        </Note>
      );
    case 'offline':
      return here === null ? (
        <Note icon="cloud-off" tone="w" alert title={w.door.offline} />
      ) : (
        <Note icon="cloud-off" tone="w" alert title={more.reads({ who: here })}>
          <a className="link" href={next}>
            {more.read}
          </a>
        </Note>
      );
    default:
      return null;
  }
}
