/** Chromium's own question, which it lets a page ask later (not in the DOM's types). */
export interface InstallQuestion extends Event {
  prompt(): Promise<unknown>;
}

let question: InstallQuestion | null = null;
const listeners = new Set<() => void>();

/** Keeps the browser's question for the moment when the person asks for it: it comes soon after the load, and once. */
export function holdInstallQuestion(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    question = event as InstallQuestion;
    for (const tell of listeners) tell();
  });
}

export function installQuestion(): InstallQuestion | null {
  return question;
}

/** @returns the way to stop */
export function onInstallQuestion(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
