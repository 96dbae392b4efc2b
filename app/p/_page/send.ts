import { isProof } from '#domain/proof.ts';
import type { PublicAnswer } from '#domain/public-report.ts';

/** Numbers tried before the page may move again, some ten milliseconds on a cheap phone. */
const AT_ONCE = 2000;
const PATIENCE = 20_000;

/** Looks for the number that proves the work, in pieces, so that one can type meanwhile. */
async function work(seed: string, bits: number): Promise<number> {
  for (let nonce = 0; ; nonce += 1) {
    if (isProof(seed, bits, nonce)) return nonce;
    if (nonce % AT_ONCE === AT_ONCE - 1) await new Promise((done) => setTimeout(done, 0));
  }
}

async function send(body: object): Promise<PublicAnswer | 'offline'> {
  try {
    const response = await fetch(location.pathname.replace(/^\/a\//i, '/p/'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    return ((await response.json()) as { readonly answer: PublicAnswer }).answer;
  } catch {
    return 'offline';
  }
}

function begin(form: HTMLFormElement): void {
  const { token = '', seed = '', bits = '', working = '' } = form.dataset;
  const button = form.querySelector('button') as HTMLButtonElement;
  const trouble = form.querySelector<HTMLElement>('#trouble');
  const verb = button.textContent;
  let proof: Promise<number> | null = null;
  const prove = () => {
    proof ??= work(seed, Number(bits));
    return proof;
  };
  const say = (text: string | null) => {
    if (trouble === null) return;
    trouble.hidden = text === null;
    const span = trouble.querySelector('span');
    if (span !== null) span.textContent = text ?? '';
  };
  // The work is done while one types.
  form.addEventListener('focusin', () => void prove(), { once: true });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const typed = new FormData(form);
    const field = (name: string) => String(typed.get(name) ?? '').trim();
    const what = field('what');
    if (what.length < 3) {
      say(form.dataset['sayEmpty'] ?? '');
      form.querySelector<HTMLElement>('#what')?.focus();
      return;
    }
    button.disabled = true;
    button.textContent = working;
    say(null);
    void (async () => {
      const answer = await send({ challenge: token, nonce: await prove(), what, name: field('name'), contact: field('contact') });
      button.disabled = false;
      button.textContent = verb;
      if (answer === 'kept') done(form);
      else say(form.getAttribute(`data-say-${answer}`) ?? '');
    })();
  });
}

/** What was typed has served: the page says so, and holds it no longer. */
function done(form: HTMLFormElement): void {
  const main = form.parentElement as HTMLElement;
  const title = document.createElement('h1');
  title.textContent = form.dataset['sayKeptTitle'] ?? '';
  title.tabIndex = -1;
  const text = document.createElement('p');
  text.textContent = form.dataset['sayKeptText'] ?? '';
  main.replaceChildren(title, text);
  title.focus();
}

const form = document.querySelector<HTMLFormElement>('#report');
if (form !== null) begin(form);
