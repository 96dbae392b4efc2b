'use client';
import { type ReactNode, useState } from 'react';
import { Icon } from '#app/_ui/Icon.tsx';
import { countSigns } from '#domain/sticker.ts';
import { browserOf } from './browser.ts';
import type { CameraFailure } from './camera.ts';
import type { ScanWords } from './words.ts';

type Props = {
  words: ScanWords;
  /** why there is no camera; null when the person chose to type */
  failure: CameraFailure | null;
  close: ReactNode;
  chip: ReactNode;
  /** the screen's answer to what was read last */
  message: ReactNode;
  onTyped: (text: string) => void;
  onPhoto: () => void;
  onCamera: () => void;
};

/** The code by hand: the whole screen where there is no camera, so that a refusal is never a dead end. */
export function TypedCode({ words, failure, close, chip, message, onTyped, onPhoto, onCamera }: Props) {
  const [text, setText] = useState('');
  const signs = countSigns(text);
  // A serial number may be typed too, so a short text is told, never refused.
  const short = signs >= 4 && signs < 8;
  return (
    <div className="app scan-typed">
      <header className="top">
        {close}
        <h1>{words.title}</h1>
        {chip}
      </header>
      <div className="main">
        <form
          id="scan-typed"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') onTyped(text);
          }}
        >
          <section className="stack">
            <h2 className="lead">{failure ? words.failed[failure] : words.typedTitle}</h2>
            <p>{words.typedLead}</p>
          </section>
          <div className="field">
            <label htmlFor="scan-code">{words.codeLabel}</label>
            <input
              className="input code"
              id="scan-code"
              name="code"
              value={text}
              onChange={(event) => setText(event.target.value)}
              autoComplete="off"
              autoCapitalize="characters"
              autoCorrect="off"
              spellCheck={false}
              enterKeyHint="search"
              aria-describedby="scan-code-hint"
            />
            <p className="hint" id="scan-code-hint">
              {words.codeHint}
            </p>
          </div>
          <div role="status">
            {message ? (
              <div className="note w">
                <Icon name="triangle-alert" />
                <span>{message}</span>
              </div>
            ) : null}
            {!message && short ? (
              <div className="note w">
                <Icon name="triangle-alert" />
                <span>
                  <b>{words.missing(8 - signs)}</b> {words.eightSigns}
                </span>
              </div>
            ) : null}
          </div>
          {failure === 'refused' ? <Unblock words={words} /> : null}
          {failure === 'absent' || failure === 'unsupported' ? null : (
            <button type="button" className="btn" onClick={onCamera}>
              <Icon name="camera" />
              {failure ? words.retry : words.backToCamera}
            </button>
          )}
        </form>
      </div>
      <footer className="dock">
        <div className="act">
          <button type="button" className="btn side" onClick={onPhoto}>
            <Icon name="image" />
            {words.photo}
          </button>
          <button type="submit" form="scan-typed" className="btn primary grow">
            {words.search}
          </button>
        </div>
      </footer>
    </div>
  );
}

function Unblock({ words }: { words: ScanWords }) {
  return (
    <details className="unblock">
      <summary>
        <b>{words.unblock}</b>
        <span className="s q">{words.unblockHint}</span>
      </summary>
      <ol>
        {words.unblockSteps[browserOf(navigator.userAgent, navigator.maxTouchPoints, isInstalled())].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </details>
  );
}

/** Opened from its own icon; iOS says so in a way of its own. */
function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;
}
