import { ICONS, type IconName } from '#app/_ui/icons.ts';
import type { StickerCode } from '#domain/ids.ts';
import { WHAT_MOST } from '#domain/public-report.ts';
import { formatCode } from '#domain/sticker.ts';
import type { Language } from '#domain/words/language.ts';
import { type PublicWords, publicWords } from '#domain/words/public.ts';
import type { Challenge } from '#server/public/challenge.ts';
import { SEND_PATH, STYLE_PATH } from './paths.ts';

/** What the page shows. `unknown`: nobody made it, revoked, blank, gone: one page for all. */
export type Shown =
  | { readonly kind: 'form'; readonly code: StickerCode; readonly reported: 'new' | 'held' | null; readonly challenge: Challenge }
  | { readonly kind: 'unknown' | 'busy'; readonly code: string };

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function icon(name: IconName): string {
  return `<svg class="ico" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
}

const LOGO =
  '<svg class="logo" viewBox="0 0 40 40" aria-hidden="true"><rect width="40" height="40" rx="10" fill="#12403D"/><rect x="9.5" y="16.6" width="21" height="6.8" rx="3.4" fill="#FFCC33" transform="rotate(-32 20 20)"/><circle cx="8.6" cy="27.2" r="3.6" fill="#fff"/><circle cx="31.4" cy="12.8" r="3.6" fill="#fff"/></svg>';

/** A page of its own, some kilobytes in all: whoever stands before a broken projector has little network and no time. */
export function publicHtml(shown: Shown, language: Language): string {
  const w = publicWords(language);
  const [title, body] = shown.kind === 'form' ? form(shown, w) : [w.heading[shown.kind], lead(w.lead[shown.kind])];
  const back = encodeURIComponent(`/a/${shown.code}`);
  const said = shown.kind === 'form' ? formatCode(shown.code) : shown.code;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(`${title} · Relais`)}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
<link rel="icon" href="/icons/icon.svg">
</head>
<body>
<div class="publicpage">
<header class="top">${LOGO}<span class="grow"><b>Relais</b></span><a class="link tap" href="/signin?next=${back}">${escaped(w.signIn)}</a></header>
<main class="stack">
<p class="s q">${escaped(w.sticker)} <span class="code">${escaped(said)}</span></p>
<h1>${escaped(title)}</h1>
${body}
</main>
</div>
</body>
</html>`;
}

function lead(text: string): string {
  return `<p>${escaped(text)}</p>`;
}

function track(reported: 'new' | 'held', { track: w }: PublicWords): string {
  const steps: [state: 'had' | 'now' | 'next', IconName, string][] = [
    [reported === 'new' ? 'now' : 'had', 'check', w.reported],
    [reported === 'held' ? 'now' : 'next', 'hand', w.held],
    ['next', 'circle-check', w.done],
  ];
  const shown = steps.map(([state, name, label]) => {
    const of = state === 'had' ? '' : ` class="${state}"`;
    return `<li${of}${state === 'now' ? ' aria-current="step"' : ''}><i>${icon(name)}</i><span>${escaped(label)}</span></li>`;
  });
  return `<div class="panel"><ol class="track" aria-label="${escaped(w.label)}">${shown.join('')}</ol></div>`;
}

function field(label: string, control: string, id: string, more: { readonly hint?: string; readonly optional?: string }): string {
  const optional = more.optional === undefined ? '' : ` <span class="q light">(${escaped(more.optional)})</span>`;
  const hint = more.hint === undefined ? '' : `<p class="hint" id="${id}-hint">${escaped(more.hint)}</p>`;
  return `<div class="field"><label for="${id}">${escaped(label)}${optional}</label>${control}${hint}</div>`;
}

function form({ code, reported, challenge }: Extract<Shown, { kind: 'form' }>, w: PublicWords): [title: string, body: string] {
  const data = { code, token: challenge.token, seed: challenge.seed, bits: String(challenge.bits), working: w.working };
  const words = { ...w.answers, 'kept-title': w.heading.kept, 'kept-text': w.lead.kept };
  const attributes = [...Object.entries(data), ...Object.entries(words).map(([name, text]) => [`say-${name}`, text])]
    .map(([name, value]) => `data-${name}="${escaped(value as string)}"`)
    .join(' ');
  const fields = [
    field(
      w.what,
      `<textarea class="input" id="what" name="what" rows="3" maxlength="${WHAT_MOST}" required aria-describedby="what-hint"></textarea>`,
      'what',
      { hint: w.whatHint },
    ),
    field(w.name, '<input class="input" id="name" name="name" autocomplete="name" maxlength="80">', 'name', { optional: w.optional }),
    field(
      w.contact,
      '<input class="input" id="contact" name="contact" autocomplete="off" maxlength="120" aria-describedby="contact-hint">',
      'contact',
      {
        optional: w.optional,
        hint: w.contactHint,
      },
    ),
  ].join('\n');
  const body = `<form id="report" class="stack roomy" novalidate ${attributes}>
${reported === null ? '' : `<h2>${escaped(w.other)}</h2>`}
${fields}
<noscript><div class="note w">${icon('triangle-alert')}<span>${escaped(w.noScript)}</span></div></noscript>
<div class="note d" id="trouble" role="alert" hidden>${icon('triangle-alert')}<span></span></div>
<button type="submit" class="btn primary block">${escaped(w.send)}</button>
</form>
<script src="${SEND_PATH}" defer></script>`;
  if (reported === null) return [w.heading.free, `${lead(w.lead.free)}\n${body}`];
  return [w.heading[reported], `${track(reported, w)}\n${lead(w.lead.reported)}\n${body}`];
}
