import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Button } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { Clock } from '#app/_ui/Clock.tsx';
import { Empty } from '#app/_ui/Empty.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Mark } from '#app/_ui/Mark.tsx';
import { Meter } from '#app/_ui/Meter.tsx';
import { Nav } from '#app/_ui/Nav.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { Prio } from '#app/_ui/Prio.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { Sheet } from '#app/_ui/Sheet.tsx';
import { Shell } from '#app/_ui/Shell.tsx';
import { Strip } from '#app/_ui/Strip.tsx';
import { SyncChip } from '#app/_ui/SyncChip.tsx';
import { Timeline, TimelineEntry } from '#app/_ui/Timeline.tsx';
import { Toast, type ToastMessage } from '#app/_ui/Toast.tsx';
import { BigTitle, TopBar } from '#app/_ui/TopBar.tsx';
import { type Step, Track } from '#app/_ui/Track.tsx';

/** Every piece that moves or measures, on one screen with a list and a detail. Texts are the test's own. */
const STEPS: readonly Step[] = ['Claire', 'Sofia', 'Hugo', 'Ana', 'Vous', 'Résolu'].map((label, i) => ({
  key: label,
  state: i < 4 ? 'had' : i === 4 ? 'now' : 'next',
  icon: 'user-round',
  label,
}));
const ITEMS = {
  home: { href: '#home', label: 'Accueil' },
  tickets: { href: '#tickets', label: 'Tickets' },
  scan: { href: '#scan', label: 'Scanner' },
  rooms: { href: '#rooms', label: 'Salles' },
  me: { href: '#me', label: 'Moi' },
};

const NUMBERS = Array.from({ length: 12 }, (_, i) => i + 1);

function Page() {
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState(false);
  const [toast, setToast] = useState<ToastMessage | null>(null);
  const [chosen, setChosen] = useState('a');
  const chip = <SyncChip href="#outbox" state="waiting" label="3 à envoyer" />;

  const list = (
    <Screen top={<BigTitle title="Aujourd’hui" chip={chip} />}>
      <Group title="À prendre ici" count={12} link={{ href: '#all', label: 'Tout voir' }}>
        {NUMBERS.map((n) => (
          <Row
            key={n}
            href={`#ticket-${n}`}
            lead={<Plate building="Bât. A" room={String(100 + n)} />}
            title={`Panne ${n}`}
            meta={[<Prio key="p" priority={2} label="P2" />]}
          >
            <Mark state="phone">Sur ce téléphone</Mark>
          </Row>
        ))}
      </Group>
      <Button onClick={() => setOpened(true)}>Ouvrir le détail</Button>
    </Screen>
  );
  const detail = (
    <Screen
      top={<TopBar title="N° 2026-00123" back={{ href: '#back', label: 'Retour' }} chip={chip} />}
      actions={
        <>
          <Button shape="side" icon="ellipsis" onClick={() => setOpen(true)}>
            Autres
          </Button>
          <Button kind="primary" shape="grow" onClick={() => setToast({ id: 1, text: 'Gardé sur ce téléphone' })}>
            Résoudre
          </Button>
        </>
      }
    >
      <Button onClick={() => setOpened(false)}>Fermer le détail</Button>
      <Button
        onClick={() =>
          setToast({ id: 2, text: 'Vu ici noté', undo: { label: 'Annuler', run: () => document.body.setAttribute('data-undone', 'yes') } })
        }
      >
        Vu ici
      </Button>
      <Track label="Qui a eu ce ticket" steps={STEPS} folded={(n) => `${n} autres avant`} />
      <Clock left={0.4} title="Reste 7 h 20" detail="avant lundi" />
      <Meter value={86} max={100} label="Envoi" />
      <Note icon="info" tone="i" title="Déjà ouvert ici :">
        Pas d’image
      </Note>
      <ChoiceGroup legend="Qui est gêné ?">
        <Choice name="who" value="a" checked={chosen === 'a'} onChange={setChosen} label="Une personne" />
        <Choice name="who" value="b" checked={chosen === 'b'} onChange={setChosen} label="Une classe" />
      </ChoiceGroup>
      <TextField label="Adresse" hint="Pour vous répondre." error="Écrivez votre adresse." type="email" />
      <Timeline>
        <TimelineEntry icon="hand" tone="y" actor="Vous" text="avez pris en charge" when="9 h 42" />
      </Timeline>
      <Empty title="Rien ici" text="Scannez un équipement." />
    </Screen>
  );
  const dock = (
    <>
      <Strip href="#outbox" icon="cloud-off" title="Hors ligne." text="3 actions gardées ici." />
      <Nav label="Principale" brand="Relais" current="home" items={ITEMS} badges={{ tickets: { n: 5, words: 'à traiter' } }} />
    </>
  );
  return (
    <>
      <Shell list={list} detail={opened ? detail : null} dock={dock} toast={<Toast message={toast} onEnd={() => setToast(null)} />} />
      <Sheet open={open} onClose={() => setOpen(false)} title="Faire autrement" closeLabel="Fermer">
        <Group quiet title="Passer le relais">
          <Row middle onPress={() => setOpen(false)} title="Passer au niveau 2" meta={['Vos notes suivent']} />
        </Group>
      </Sheet>
    </>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<Page />);
