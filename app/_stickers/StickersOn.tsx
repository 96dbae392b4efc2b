'use client';
import { useState } from 'react';
import { CodeMark } from '#app/_asset/SaidHere.tsx';
import { useChange } from '#app/_asset/useChange.ts';
import { useField } from '#app/_field/field.tsx';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Choice, ChoiceGroup } from '#app/_ui/Choice.tsx';
import { Note } from '#app/_ui/Note.tsx';
import { isSupport } from '#domain/actor.ts';
import type { AssetDocument, RoomDocument } from '#domain/documents.ts';
import type { StickerCode } from '#domain/ids.ts';
import { formatCode } from '#domain/sticker.ts';

const REASONS = ['torn', 'lost', 'wrong'] as const;
type Reason = (typeof REASONS)[number];

/** The stickers on a thing: one more, a torn one replaced, one cancelled with its reason. For those who care for its site. */
export function StickersOn({ thing }: { thing: AssetDocument | RoomDocument }) {
  const { words: w, actor } = useField();
  const say = w.stickers.asset;
  const [asked, setAsked] = useState<StickerCode | null>(null);
  if (!isSupport(actor, thing.site)) return null;
  const at = `${thing.kind}=${thing.id}`;
  return (
    <section className="group" aria-label={say.title}>
      <header>
        <h2>{say.title}</h2>
      </header>
      <div className="panel">
        {thing.codes.length === 0 && <p className="q">{say.none}</p>}
        {thing.codes.map((code) => (
          <div key={code} className="stack">
            <div className="between">
              <span className="wrap">
                <b className="code">{formatCode(code)}</b>
                <CodeMark code={code} />
              </span>
              <span className="wrap">
                <LinkButton icon="refresh-cw" href={`/stick?${at}&instead=${code}`} aria-label={`${say.replace} ${formatCode(code)}`}>
                  {say.replace}
                </LinkButton>
                {asked !== code && (
                  <Button icon="ban" aria-label={`${say.revoke} ${formatCode(code)}`} onClick={() => setAsked(code)}>
                    {say.revoke}
                  </Button>
                )}
              </span>
            </div>
            {asked === code && <Revoke thing={thing} code={code} onDone={() => setAsked(null)} />}
          </div>
        ))}
        {thing.codes.length === 0 && (
          <div>
            <LinkButton icon="scan-qr-code" href={`/stick?${at}`}>
              {say.stick}
            </LinkButton>
          </div>
        )}
      </div>
    </section>
  );
}

/** Asked once: what is cancelled cannot be used again. */
function Revoke({ thing, code, onDone }: { thing: AssetDocument | RoomDocument; code: StickerCode; onDone: () => void }) {
  const { words: w } = useField();
  const say = w.stickers.asset;
  const { change, problem } = useChange();
  const [reason, setReason] = useState<Reason>('torn');
  const revoke = async () => {
    const isKept = await change({ type: 'revoke_sticker', v: 1, site: thing.site, code, reason }, { said: say.revoked });
    if (isKept) onDone();
  };
  return (
    <Note icon="triangle-alert" tone="w" title={say.revokeTitle({ code: formatCode(code) })} alert>
      <p>{say.revokeLead}</p>
      <ChoiceGroup legend={say.reason} columns="one">
        {REASONS.map((one) => (
          <Choice
            key={one}
            name="reason"
            value={one}
            checked={reason === one}
            label={say.reasons[one]}
            onChange={(value) => setReason(value as Reason)}
          />
        ))}
      </ChoiceGroup>
      {problem !== null && <p className="error">{problem}</p>}
      <div className="wrap">
        <Button kind="danger" onClick={() => void revoke()}>
          {say.revoke}
        </Button>
        <Button onClick={onDone}>{say.keep}</Button>
      </div>
    </Note>
  );
}
