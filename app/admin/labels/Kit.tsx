'use client';
import { type FormEvent, useState } from 'react';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { TextField } from '#app/_ui/Field.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { ActTrouble, FormFoot, sentence, useOfficeAct, useOfficeForm } from '#app/admin/form.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { LabelChoices } from '#server/office/labels.ts';
import { dropPrinter, setLogo, setPrinter } from './actions.ts';
import { millimetres } from './Choose.tsx';

type Props = { sheet: string; choices: LabelChoices | null; texts: Texts; changed: () => void };

/** What is set once: how far each printer is out, and the picture. */
export function Kit({ sheet, choices, texts, changed }: Props) {
  const { o } = texts;
  return (
    <>
      <details className="panel roomy stickermore">
        <summary>{o.labels.printers.title}</summary>
        <div className="stack">
          <p>{o.labels.printers.lead}</p>
          <div>
            <LinkButton icon="printer" href={`/api/labels?as=ruler&sheet=${sheet}`} download>
              {o.labels.printers.page}
            </LinkButton>
          </div>
          <PrinterForm texts={texts} changed={changed} />
          {Object.keys(choices?.printers ?? {}).length > 0 && <Printers choices={choices} texts={texts} changed={changed} />}
        </div>
      </details>
      <details className="panel roomy stickermore">
        <summary>{o.labels.logo.title}</summary>
        <Logo logo={choices?.logo ?? null} texts={texts} changed={changed} />
      </details>
    </>
  );
}

function PrinterForm({ texts, changed }: Omit<Props, 'sheet' | 'choices'>) {
  const { o } = texts;
  const [kept, setKept] = useState<string | null>(null);
  const say = o.labels.printers;
  const { form, submit, errorOf, foot } = useOfficeForm(texts, setPrinter, (_, input) => {
    setKept(input['name'] ?? '');
    changed();
  });
  return (
    <form ref={form} className="officeform" noValidate onSubmit={submit}>
      <TextField label={say.name} error={errorOf('name')} name="name" autoComplete="off" required maxLength={40} />
      <div className="officefour">
        <TextField label={say.x} hint={say.xHint} error={errorOf('x')} name="x" inputMode="text" autoComplete="off" maxLength={6} />
        <TextField label={say.y} hint={say.yHint} error={errorOf('y')} name="y" inputMode="text" autoComplete="off" maxLength={6} />
      </div>
      {kept !== null && <Note icon="check" tone="o" title={say.done({ name: kept })} />}
      <FormFoot {...foot} verb={say.submit} />
    </form>
  );
}

function Printers({ choices, texts, changed }: Omit<Props, 'sheet'>) {
  const { w, o } = texts;
  const { act, trouble, working } = useOfficeAct();
  const drop = (name: string) =>
    act(
      () => dropPrinter(name),
      async () => changed(),
    );
  return (
    <ul className="list">
      {Object.entries(choices?.printers ?? {}).map(([name, { x, y }]) => (
        <li key={name} className="officerow">
          <span className="grow">{o.labels.printerAt({ name, x: millimetres(x, texts), y: millimetres(y, texts) })}</span>
          <Button icon="x" disabled={working} aria-label={o.labels.printers.dropOf({ name })} onClick={() => void drop(name)}>
            {o.labels.printers.drop}
          </Button>
        </li>
      ))}
      <ActTrouble trouble={trouble} w={w} o={o} />
    </ul>
  );
}

function Logo({ logo, texts: { w, o }, changed }: { logo: string | null; texts: Texts; changed: () => void }) {
  const say = o.labels.logo;
  const { act, trouble, working } = useOfficeAct();
  const [said, setSaid] = useState<string | null>(null);
  const send = (form: FormData, then: string) =>
    act(
      () => setLogo(form),
      async () => {
        setSaid(then);
        changed();
      },
    );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    // No file chosen is no wish to lose the one that is there.
    if (form.get('logo') instanceof File && (form.get('logo') as File).size > 0) void send(form, say.done);
  };
  const remove = () => {
    const form = new FormData();
    form.set('logo', new File([], ''));
    void send(form, say.removed);
  };
  return (
    <form className="officeform" onSubmit={submit}>
      {logo !== null && <img className="stickerlogo" src={logo} alt={say.alt} />}
      <TextField
        label={say.file}
        hint={say.hint}
        name="logo"
        type="file"
        accept="image/png"
        error={trouble === null ? null : sentence(w, o, trouble)}
      />
      {said !== null && <Note icon="check" tone="o" title={said} />}
      <div className="officeacts">
        <Button type="submit" kind="primary" disabled={working}>
          {say.submit}
        </Button>
        {logo !== null && (
          <Button disabled={working} onClick={remove}>
            {say.remove}
          </Button>
        )}
      </div>
    </form>
  );
}
