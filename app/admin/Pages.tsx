import { Button } from '#app/_ui/Button.tsx';

type Props = {
  /** From where the older ones are told; null: these are the last. */
  older: string | null;
  /** From where these were asked; '': the newest. */
  before: string;
  go: (before: string) => void;
  say: { readonly older: string; readonly newest: string };
};

/** The way to what is older, and back to the newest. */
export function Pages({ older, before, go, say }: Props) {
  return (
    <div className="filters">
      {older !== null && <Button onClick={() => go(older)}>{say.older}</Button>}
      {before !== '' && <Button onClick={() => go('')}>{say.newest}</Button>}
    </div>
  );
}
