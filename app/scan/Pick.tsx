'use client';
import type { Box } from './place.ts';
import type { ScanWords } from './words.ts';

/** Several codes in view: one tap area over each, where it was seen. A code without a place gets its button at the foot. */
export function Pick<T extends { text: string; box: Box | null }>({
  words,
  among,
  nameOf,
  onPick,
}: {
  words: ScanWords;
  among: readonly T[];
  /** what the person would call it: the asset's name, else its code */
  nameOf: (one: T) => string;
  onPick: (one: T) => void;
}) {
  return (
    <div className="picks">
      {among.map((one) => (
        <button
          type="button"
          key={one.text}
          className={one.box ? 'pick' : 'pick loose'}
          aria-label={words.pick(nameOf(one))}
          // Only ever drawn on the client, where React sets these through the CSSOM, which the policy allows.
          style={one.box ? { left: `${one.box.left}%`, top: `${one.box.top}%`, width: `${one.box.width}%`, height: `${one.box.height}%` } : undefined}
          onClick={() => onPick(one)}
        >
          <span>{nameOf(one)}</span>
        </button>
      ))}
    </div>
  );
}
