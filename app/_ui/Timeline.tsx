import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';
import type { Tone } from './tone.ts';

type EntryProps = {
  icon: IconName;
  tone?: Tone | undefined;
  /** the server has not got it: dashed dot */
  pending?: boolean;
  /** in bold before the text; null when the text is the whole sentence */
  actor: string | null;
  text: string;
  /** what was written, in the person's words */
  quote?: string | null;
  /** "9 h 42 sur place, reçu à 10 h 01" */
  when: string;
  /** `<Mark>` */
  mark?: ReactNode;
  /** photos, a button */
  children?: ReactNode;
};

/** One event, as `<li>`. */
export function TimelineEntry({ icon, tone, pending, actor, text, quote, when, mark, children }: EntryProps) {
  return (
    <li>
      <span className={`dot${pending ? ' p' : tone ? ` ${tone}` : ''}`}>
        <Icon name={icon} />
      </span>
      <p className="h">
        {actor && (
          <>
            <b>{actor}</b>{' '}
          </>
        )}
        {text}
      </p>
      {quote && <blockquote>{quote}</blockquote>}
      {children}
      {mark ? (
        <p className="marks">
          {mark}
          <span className="when">{when}</span>
        </p>
      ) : (
        <p className="when">{when}</p>
      )}
    </li>
  );
}

/** What happened, newest first. */
export function Timeline({ children }: { children: ReactNode }) {
  return <ol className="tl">{children}</ol>;
}
