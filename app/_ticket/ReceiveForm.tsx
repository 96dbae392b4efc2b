'use client';
import { useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { useAct } from '#app/_field/useAct.ts';
import { ChoiceGroup } from '#app/_ui/Choice.tsx';
import { Icon } from '#app/_ui/Icon.tsx';
import type { PhotoHash } from '#domain/ids.ts';
import type { Photo } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { FormFrame } from './FormFrame.tsx';
import { PhotoButton, PhotoTrouble } from './PhotoForm.tsx';
import { useAttach } from './useAttach.ts';
import { isPaper, usePhoto } from './usePhoto.ts';

/** Which photo of the ticket is the signed form; one that is not there yet is taken here. */
export function ReceiveForm({ ticket, onDone }: { ticket: TicketView; onDone: () => void }) {
  const { words: w, snapshot } = useField();
  const { act, problem } = useAct();
  const attach = useAttach(ticket.head.id, true);
  const { photos } = ticket.head;
  const [chosen, setChosen] = useState<PhotoHash | null>(null);
  const [isMissing, setMissing] = useState(false);
  const say = w.forms.form;
  return (
    <FormFrame
      verb="receive_form"
      ticket={ticket}
      problem={problem}
      onSubmit={() => {
        setMissing(chosen === null);
        if (chosen === null) return false;
        void act({ type: 'receive_form', v: 1, ticket: ticket.head.id, photo: chosen }).then((isKept) => isKept && onDone());
        return true;
      }}
    >
      <PhotoTrouble attach={attach} />
      <ChoiceGroup legend={say.which} columns="one" error={isMissing && chosen === null ? say.need : null}>
        {photos.length === 0 && <p className="hint">{say.none}</p>}
        {photos.map((photo, i) => (
          <PhotoChoice
            key={photo.hash}
            photo={photo}
            ticket={ticket}
            label={(isPaper(photo, snapshot.photos) ? w.ticket.paperOf : w.ticket.photoOf)({ n: i + 1, all: photos.length })}
            checked={chosen === photo.hash}
            onChoose={() => setChosen(photo.hash)}
          />
        ))}
      </ChoiceGroup>
      <PhotoButton
        label={say.add}
        asksForm
        isReading={attach.isReading}
        onFiles={(files) => void attach.add(files).then(([first]) => setChosen((was) => first ?? was))}
      />
    </FormFrame>
  );
}

type Props = { photo: Photo; ticket: TicketView; label: string; checked: boolean; onChoose: () => void };

function PhotoChoice({ photo, ticket, label, checked, onChoose }: Props) {
  const { snapshot } = useField();
  const shown = usePhoto(photo, ticket.id);
  const isPicture = !isPaper(photo, snapshot.photos);
  return (
    <label className="choice">
      <input type="radio" name="photo" value={photo.hash} checked={checked} onChange={onChoose} />
      {shown.kind === 'address' && isPicture ? (
        <img className="thumb" src={shown.address} alt="" width="84" height="84" />
      ) : (
        <Icon name={isPicture ? 'image' : 'signature'} />
      )}
      <span>{label}</span>
      <Icon name="check" className="tick" />
    </label>
  );
}
