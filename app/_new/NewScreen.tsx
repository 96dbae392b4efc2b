'use client';
import { AssetHead, OffCharter } from '#app/_asset/AssetHead.tsx';
import { useField } from '#app/_field/field.tsx';
import { placeName } from '#app/_field/said.ts';
import { useTitle } from '#app/_field/useTitle.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Plate } from '#app/_ui/Plate.tsx';
import { formatCode, parseCode } from '#domain/sticker.ts';
import type { Subject } from './form.ts';
import { NewForm } from './NewForm.tsx';

/** A new ticket: a symptom or a sentence is enough. Everything typed is kept at each pause; the cross keeps it too. */
export function NewScreen(asked: { asset: string | null; room: string | null; code: string | null }) {
  const { view, words: w } = useField();
  useTitle(w.opening.title);
  const subject: Subject = {
    asset: asked.asset === null ? null : (view.assets.get(asked.asset) ?? null),
    room: asked.room === null ? null : (view.rooms.get(asked.room) ?? null),
    code: asked.code === null ? null : parseCode(asked.code),
  };
  const about = asked.asset ?? asked.room ?? asked.code ?? 'anything';
  return (
    <NewForm key={about} subject={subject} about={about}>
      <About subject={subject} />
    </NewForm>
  );
}

function About({ subject: { asset, room, code } }: { subject: Subject }) {
  const { words: w } = useField();
  if (asset !== null)
    return (
      <>
        <AssetHead asset={asset} numbers />
        <OffCharter asset={asset} />
      </>
    );
  if (room !== null) {
    return (
      <div className="row mid bare">
        <Plate building={room.building} room={room.name} />
        <h2 className="grow">{placeName(w, room)}</h2>
      </div>
    );
  }
  return code === null ? null : (
    <Note icon="qr-code" title={w.found.unknown}>
      <span className="code">{formatCode(code)}</span>
    </Note>
  );
}
