import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Pick } from '#app/scan/Pick.tsx';
import type { Read } from '#app/scan/place.ts';
import { Scanner, type Source } from '#app/scan/Scanner.tsx';
import type { ScanWords } from '#app/scan/words.ts';
import { scan as english } from '#domain/words/en/scan.ts';
import { scan as french } from '#domain/words/fr/scan.ts';

declare global {
  interface Window {
    /** what the scanner reported, in order */
    reads: { source: Source; texts: string[]; boxes: (Read['box'] | null)[] }[];
  }
}
window.reads = [];

const LANGUAGES: Record<string, ScanWords> = { fr: french, en: english };
const scan = LANGUAGES[new URLSearchParams(location.search).get('lang') ?? 'fr'] ?? french;

/** A screen around the scanner, as the app has one: it can be left and entered again, and shows what was picked among several. */
function Screen() {
  const [shown, setShown] = useState(true);
  const [among, setAmong] = useState<readonly Read[]>([]);
  const [message, setMessage] = useState<string | undefined>();
  const idle = Number(new URLSearchParams(location.search).get('idle') ?? 30_000);
  return (
    <>
      <button type="button" id="leave" onClick={() => setShown(!shown)}>
        leave or enter
      </button>
      {shown ? (
        <Scanner
          words={scan}
          idleMs={idle}
          message={message}
          onRead={(reads, source) => {
            window.reads.push({ source, texts: reads.map((read) => read.text), boxes: reads.map((read) => read.box) });
            setAmong(reads.length > 1 ? reads : []);
            setMessage(reads.length === 1 ? reads[0]?.text : scan.several);
            return 'success';
          }}
        >
          {among.length > 1 ? <Pick words={scan} among={among} nameOf={(read) => read.text} onPick={(read) => setMessage(read.text)} /> : null}
        </Scanner>
      ) : null}
    </>
  );
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(<Screen />);
