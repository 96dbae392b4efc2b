'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { zoneOf } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { longDay, when } from '#domain/words/time.ts';
import { addKey, type KeyLine, type MyAccount, tell } from './ask.ts';
import { useForm } from './useForm.ts';

type Props = { account: MyAccount; changed: () => void };

/** One's passkeys: added and forgotten with the password. */
export function Passkeys({ account: { passkeys, hasPassword, demandedFrom }, changed }: Props) {
  const { words: w, view, now, language, toast } = useField();
  const a = w.account;
  const say = a.keys;
  const zone = zoneOf(view, null);
  const [asked, setAsked] = useState<KeyLine | 'new' | null>(null);
  const [renamed, setRenamed] = useState<KeyLine | null>(null);
  const done = (text: string) => {
    setAsked(null);
    setRenamed(null);
    toast(text);
    changed();
  };
  return (
    <>
      <Group
        title={say.title}
        count={passkeys.length}
        after={
          <>
            <p className="s q">{say.lead}</p>
            {demandedFrom !== null && passkeys.length === 0 && (
              <Note
                icon="key-round"
                tone="w"
                title={demandedFrom > now ? say.demanded({ when: longDay(demandedFrom, zone, language) }) : say.needed}
              />
            )}
            <Button shape="block" icon="key-round" onClick={() => setAsked('new')}>
              {say.add}
            </Button>
          </>
        }
      >
        {passkeys.length === 0 && <EmptyRow text={say.none} />}
        {passkeys.map((key) => (
          <Row
            key={key.id}
            middle
            lead={<Tile icon="key-round" />}
            title={key.label}
            meta={[key.lastUsed === null ? say.unused : say.used({ when: when(key.lastUsed, now, zone, language) })]}
          >
            <Button aria-label={say.rename({ label: key.label })} onClick={() => setRenamed(key)}>
              {say.renameShort}
            </Button>
            <Button aria-label={say.remove({ label: key.label })} onClick={() => setAsked(key)}>
              {w.common.remove}
            </Button>
          </Row>
        ))}
      </Group>
      <Sheet
        open={asked !== null}
        onClose={() => setAsked(null)}
        title={asked === null || asked === 'new' ? say.add : say.remove({ label: asked.label })}
        closeLabel={w.common.close}
      >
        {asked === 'new' && <KeyForm asks={hasPassword} done={() => done(say.added)} />}
        {asked !== null && asked !== 'new' && <ForgetForm passkey={asked.id} asks={hasPassword} done={() => done(say.removed)} />}
      </Sheet>
      <Sheet
        open={renamed !== null}
        onClose={() => setRenamed(null)}
        title={renamed === null ? say.title : say.rename({ label: renamed.label })}
        closeLabel={w.common.close}
      >
        {renamed !== null && <NameForm passkey={renamed} done={() => done(say.renamed)} />}
      </Sheet>
    </>
  );
}

function NameForm({ passkey, done }: { passkey: KeyLine; done: () => void }) {
  const { words: w } = useField();
  const a = w.account;
  const { fault, working, submit } = useForm(({ label = '' }) => tell('PUT', '/api/account/passkeys', { passkey: passkey.id, label }), done);
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <TextField
        label={a.keys.label}
        error={fault === 'invalid' ? a.fault.invalid : null}
        name="label"
        defaultValue={passkey.label}
        autoComplete="off"
        required
        maxLength={60}
      />
      {fault !== null && fault !== 'invalid' && <Note icon="triangle-alert" tone="d" alert title={a.fault[fault]} />}
      <Button type="submit" kind="primary" shape="block" disabled={working}>
        {a.keys.renameShort}
      </Button>
    </form>
  );
}

function KeyForm({ asks, done }: { asks: boolean; done: () => void }) {
  const { words: w } = useField();
  const a = w.account;
  const { fault, working, submit } = useForm(({ label = '', password = '' }) => addKey(label, password), done);
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <TextField
        label={a.keys.label}
        hint={a.keys.labelHint}
        error={fault === 'invalid' ? a.fault.invalid : null}
        name="label"
        autoComplete="off"
        required
        maxLength={60}
      />
      {asks && <Proof error={fault === 'wrong' ? a.fault.wrong : null} />}
      {fault !== null && fault !== 'invalid' && fault !== 'wrong' && <Note icon="triangle-alert" tone="d" alert title={a.fault[fault]} />}
      <Button type="submit" kind="primary" shape="block" disabled={working}>
        {a.keys.add}
      </Button>
    </form>
  );
}

function ForgetForm({ passkey, asks, done }: { passkey: string; asks: boolean; done: () => void }) {
  const { words: w } = useField();
  const a = w.account;
  const { fault, working, submit } = useForm(
    ({ password }) => tell('DELETE', '/api/account/passkeys', { passkey, ...(password ? { password } : {}) }),
    done,
  );
  return (
    <form className="stack" noValidate onSubmit={submit}>
      {asks && <Proof error={fault === 'wrong' ? a.fault.wrong : null} />}
      {fault !== null && fault !== 'wrong' && <Note icon="triangle-alert" tone="d" alert title={a.fault[fault]} />}
      <Button type="submit" kind="danger" shape="block" disabled={working}>
        {w.common.remove}
      </Button>
    </form>
  );
}

function Proof({ error }: { error: string | null }) {
  const { words: w } = useField();
  return <TextField label={w.account.keys.password} error={error} name="password" type="password" autoComplete="current-password" required />;
}
