import 'server-only';
import { words } from '#domain/words/index.ts';
import { escapeHtml } from './plain-text.ts';
import type { Said } from './say.ts';

/** The letter for programs and people that read text. */
export function textOf({ language, above, title, about, sentences, quote, story, primary, second, foot, choose }: Said): string {
  const { mail } = words(language);
  const indent = (text: string) => text.replace(/^/gm, '    ');
  const parts = [
    ...(above === null ? [] : [above]),
    title,
    about.join('\n'),
    ...(sentences.length > 0 ? [sentences.join('\n')] : []),
    ...(quote === null ? [] : [`${quote.label === '' ? '' : `${quote.label}\n`}${indent(quote.text)}`]),
    `${primary.label}\n${primary.url}`,
    ...(second === null ? [] : [`${second.label}\n${second.url}`]),
    ...(story.length === 0
      ? []
      : [`${mail.story}\n${story.map((s) => `- ${s.when} · ${s.what}${s.text === '' ? '' : `\n${indent(s.text)}`}`).join('\n')}`]),
    `-- \n${[...foot, ...(choose === null ? [] : [`${choose.label} ${choose.url}`])].join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Colours of the design (light), and what a program that knows of darkness puts in their place. */
const DARK = [
  'body,.m-page{background:#0b1312!important;color:#f0f5f3!important}',
  '.m-card{background:#15201f!important;border-color:#2b3937!important}',
  '.m-ink,.m-ink a{color:#f0f5f3!important}',
  '.m-soft,.m-soft a{color:#c0cdca!important}',
  '.m-quote{background:#080e0d!important;border-color:#79dccb!important;color:#f0f5f3!important}',
  '.m-button{background:#17796f!important;color:#ffffff!important}',
  '.m-second{border-color:#768985!important;color:#f0f5f3!important}',
].join('');
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif";

/** The same for eyes: one column that fits 320 px, styles on the elements, no picture and nothing from elsewhere. */
export function htmlOf({ language, above, subject, title, about, sentences, quote, story, primary, second, foot, choose }: Said): string {
  const { mail } = words(language);
  const e = escapeHtml;
  const lines = (text: string) => e(text).replace(/\n/g, '<br>');
  const p = (html: string, style: string, name = 'm-ink') => `<p class="${name}" style="margin:0 0 12px;color:#0e1f1e;${style}">${html}</p>`;
  const small = 'font-size:15px;line-height:1.4;color:#50615e';
  const box =
    'box-sizing:border-box;display:block;width:100%;padding:16px 12px;border-radius:10px;text-align:center;font-weight:700;font-size:17px;text-decoration:none';
  const quoted = (text: string) =>
    `<blockquote class="m-quote" style="margin:0 0 16px;padding:12px 14px;background:#e4eae7;border-left:4px solid #0b5450;border-radius:6px;color:#0e1f1e;overflow-wrap:anywhere">${lines(text)}</blockquote>`;
  const told = story
    .map(
      (s) =>
        `<li style="margin:0 0 10px"><span class="m-soft" style="${small}">${e(s.when)}</span><br><b>${e(s.what)}</b>${s.text === '' ? '' : `<br>${lines(s.text)}`}</li>`,
    )
    .join('');
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${e(subject)}</title><style>:root{color-scheme:light dark}@media(prefers-color-scheme:dark){${DARK}}</style></head>`,
    `<body class="m-page" style="margin:0;padding:0;background:#f2f5f3;color:#0e1f1e;${FONT};font-size:17px;line-height:1.45">`,
    '<div role="main" style="max-width:35rem;margin:0 auto;padding:16px 12px 24px">',
    ...(above === null ? [] : [p(e(above), `${small};padding:0 4px`, 'm-soft')]),
    p('<b>Relais</b>', 'font-size:17px;padding:0 4px'),
    '<div class="m-card" style="background:#ffffff;border:1px solid #cdd6d2;border-radius:16px;padding:20px 16px 8px">',
    `<h1 class="m-ink" style="margin:0 0 8px;font-size:24px;line-height:1.2;color:#0e1f1e">${e(title)}</h1>`,
    p(about.map(e).join(' · '), small, 'm-soft'),
    ...sentences.map((s) => p(e(s), '')),
    ...(quote === null ? [] : [quote.label === '' ? '' : p(`<b>${e(quote.label)}</b>`, 'margin-bottom:6px'), quoted(quote.text)]),
    `<p style="margin:20px 0 12px"><a class="m-button" href="${e(primary.url)}" style="${box};background:#0b5450;color:#ffffff">${e(primary.label)}</a></p>`,
    second === null
      ? ''
      : `<p style="margin:0 0 12px"><a class="m-second" href="${e(second.url)}" style="${box};border:1.5px solid #6f7f7b;color:#0e1f1e">${e(second.label)}</a></p>`,
    story.length === 0
      ? ''
      : `<h2 class="m-ink" style="margin:20px 0 8px;font-size:17px;color:#0e1f1e">${e(mail.story)}</h2><ul class="m-ink" style="margin:0 0 8px;padding:0 0 0 18px;color:#0e1f1e;overflow-wrap:anywhere">${told}</ul>`,
    '</div>',
    `<div style="padding:12px 4px 0">${foot.map((f) => p(e(f), `${small};margin-bottom:6px`, 'm-soft')).join('')}`,
    choose === null ? '' : p(`<a href="${e(choose.url)}" style="color:#0a4d49">${e(choose.label)}</a>`, small, 'm-soft'),
    '</div></div></body></html>',
  ].join('\n');
}
