import { type ReactNode, useId } from 'react';
import { Logo } from './Logo.tsx';

type Props = {
  /** "On vous passe le relais" */
  title: string;
  plate: ReactNode;
  /** what is wrong */
  subject: string;
  /** who passes it and why, in their words */
  from: string;
  /** "Reste 9 min", in bold, then "avant d’alerter Mina Diallo." */
  left?: { readonly bold: string; readonly rest: string } | null;
  /** `<Button kind="baton">`: "Je prends" */
  verb: ReactNode;
  /** "et 2 autres" */
  others?: ReactNode;
};

/** Somebody holds the baton out to you: who, room, why, time left, one verb. At most one on the screen. */
export function Handover({ title, plate, subject, from, left, verb, others }: Props) {
  const id = useId();
  return (
    <section className="handover" aria-labelledby={id}>
      <h2 className="who" id={id}>
        <Logo />
        {title}
      </h2>
      <div className="row mid bare">
        {plate}
        <span className="grow">
          <h3>{subject}</h3>
          <span className="meta">{from}</span>
        </span>
      </div>
      {left && (
        <p className="s">
          <b>{left.bold}</b> {left.rest}
        </p>
      )}
      {verb}
      {others}
    </section>
  );
}
