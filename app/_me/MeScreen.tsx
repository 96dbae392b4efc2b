'use client';
import { useEffect, useState } from 'react';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { DESK, useMedia } from '#app/_field/media.ts';
import { unsentOf } from '#app/_field/standing.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { OnCallNote } from '#app/_news/OnCallNote.tsx';
import { useKeys } from '#app/_tickets/keys.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { Switch } from '#app/_ui/Switch.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { BigTitle } from '#app/_ui/TopBar.tsx';
import { SUPPORT } from '#domain/actor.ts';
import { runsSites } from '#domain/permission.ts';
import { recurrenceScope } from '#domain/register/recurrence.ts';
import { rightsScope } from '#domain/rights.ts';
import { bytes } from '#domain/words/time.ts';
import { type StorageState, storageState } from '#sync/storage.ts';
import { Install } from './Install.tsx';
import { signOut } from './leave.ts';
import { MyPresence } from './Presence.tsx';

const THEMES = ['system', 'light', 'dark'] as const;
const LANGUAGES = ['fr', 'en'] as const;

/** Who I am here, my alerts, how this device looks and sounds, and the way out. */
export function MeScreen() {
  const field = useField();
  const { me, words: w, device, setDevice, language, actor } = field;
  useTitle(w.me.title);
  const [keysOn, turnKeys] = useKeys();
  const isDesk = useMedia(DESK);
  const themes = { system: w.me.themeAuto, light: w.me.themeLight, dark: w.me.themeDark };
  return (
    <Screen top={<BigTitle title={me.name} chip={<Chip />} />}>
      <Group title={w.me.roles}>
        {me.memberships.map((m) => (
          <Row key={`${m.role} ${m.site}`} middle lead={<Tile icon="id-card" />} title={w.status.role[m.role]} meta={[siteName(field, m.site)]} />
        ))}
      </Group>
      <ul className="list">
        <Row href="/alerts" chevron middle lead={<Tile icon="bell-ring" tone="b" />} title={w.me.alerts} />
        <Row href="/account" chevron middle lead={<Tile icon="key-round" />} title={w.account.title} />
        <Row href="/sites" chevron middle lead={<Tile icon="school" />} title={w.sites.title} meta={[String(me.sites.length)]} />
        <Row href="/outbox" chevron middle lead={<Tile icon="smartphone" />} title={w.me.outbox} meta={[w.common.actions({ n: unsentOf(field) })]} />
        <Row href="/trial" chevron middle lead={<Tile icon="list-checks" />} title={w.trial.title} />
        <Row href="/how" chevron middle lead={<Tile icon="book-open" />} title={w.how.title} />
        {rightsScope(actor).length > 0 && <Row href="/rights" chevron middle lead={<Tile icon="signature" />} title={w.guarded.rights.link} />}
        {actor.memberships.some((m) => SUPPORT.has(m.role)) && (
          <Row href="/admin/register" chevron middle lead={<Tile icon="package" />} title={w.me.register} />
        )}
        {actor.memberships.some((m) => m.role === 'admin') && (
          <>
            <Row href="/admin/people" chevron middle lead={<Tile icon="users-round" />} title={w.me.people} />
            <Row href="/admin/labels" chevron middle lead={<Tile icon="qr-code" />} title={w.me.labels} />
          </>
        )}
        {actor.memberships.some((m) => SUPPORT.has(m.role)) && (
          <Row href="/admin/rounds" chevron middle lead={<Tile icon="footprints" />} title={w.round.rounds} />
        )}
        {recurrenceScope(actor).length > 0 && <Row href="/admin/replacement" chevron middle lead={<Tile icon="repeat" />} title={w.round.list} />}
        {runsSites(actor).length > 0 && <Row href="/admin/oncall" chevron middle lead={<Tile icon="calendar-clock" />} title={w.me.duty} />}
      </ul>
      <OnCallNote next />
      <MyPresence />
      <ChoiceGroup legend={w.me.theme} columns="three">
        {THEMES.map((t) => (
          <Choice key={t} name="theme" value={t} checked={device.theme === t} onChange={() => setDevice({ theme: t })} label={themes[t]} />
        ))}
      </ChoiceGroup>
      <ChoiceGroup legend={w.me.language}>
        {LANGUAGES.map((l) => (
          <Choice
            key={l}
            name="language"
            value={l}
            checked={language === l}
            onChange={() => setDevice({ language: l })}
            label={w.common.languages[l]}
          />
        ))}
      </ChoiceGroup>
      <ul className="list">
        <Switch
          label={w.me.sound}
          hint={w.me.soundHint}
          on={device.sound}
          onChange={(sound) => setDevice({ sound })}
          yes={w.common.yes}
          no={w.common.no}
        />
        {isDesk && (
          <Switch label={w.tickets.keys.off} hint={w.tickets.keys.offHint} on={keysOn} onChange={turnKeys} yes={w.common.yes} no={w.common.no} />
        )}
      </ul>
      <Install />
      <Kept />
      <Leaving />
    </Screen>
  );
}

function siteName({ view, words: w }: Pick<ReturnType<typeof useField>, 'view' | 'words'>, site: string | null): string {
  return site === null ? w.me.everywhere : (view.sites.get(site)?.name ?? w.me.everywhere);
}

function Kept() {
  const { words: w, view, language } = useField();
  const [storage, setStorage] = useState<StorageState | null>(null);
  useEffect(() => {
    void storageState().then(setStorage);
  }, []);
  if (storage === null) return null;
  return (
    <Group title={w.me.device}>
      <Row
        middle
        lead={<Tile icon="smartphone" />}
        title={w.me.kept({ n: view.tickets.size, size: bytes(storage.usage ?? 0, language) })}
        meta={[storage.isKept ? w.me.persisted : w.me.notPersisted]}
      />
    </Group>
  );
}

function Leaving() {
  const field = useField();
  const { words: w, store, retry } = field;
  const [isAsking, setAsking] = useState(false);
  const unsent = unsentOf(field);
  const sendFirst = () => {
    retry();
    setAsking(false);
  };
  return (
    <>
      <Button kind="danger" shape="block" icon="log-out" onClick={() => (unsent > 0 ? setAsking(true) : void signOut(store))}>
        {w.me.signOut}
      </Button>
      {unsent === 0 && <p className="s q">{w.me.signOutClean}</p>}
      <Sheet open={isAsking} onClose={() => setAsking(false)} title={w.me.signOut} closeLabel={w.common.close}>
        <p>{w.me.signOutAsk({ n: unsent })}</p>
        <Button kind="primary" shape="block" onClick={sendFirst}>
          {w.me.signOutSend}
        </Button>
        <Button kind="danger" shape="block" onClick={() => void signOut(store)}>
          {w.me.signOutAnyway}
        </Button>
        <LinkButton kind="quiet" shape="block" href="/outbox">
          {w.me.outbox}
        </LinkButton>
      </Sheet>
    </>
  );
}
