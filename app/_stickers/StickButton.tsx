'use client';
import { useField } from '#app/_field/field.tsx';
import { LinkButton } from '#app/_ui/Button.tsx';
import { SUPPORT } from '#domain/actor.ts';
import type { StickerCode } from '#domain/ids.ts';

/** A sticker of ours that stands on nothing here may be a new one: whoever cares for a site sticks it on. Whose it is, only the server knows. */
export function StickButton({ code }: { code: StickerCode }) {
  const { words: w, actor } = useField();
  if (!actor.memberships.some(({ role }) => SUPPORT.has(role))) return null;
  return (
    <LinkButton shape="block" icon="qr-code" href={`/stick?code=${code}`}>
      {w.stickers.bind.verb}
    </LinkButton>
  );
}
