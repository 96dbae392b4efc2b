/**
 * `npm run tables`: writes docs/lifecycle.md and docs/permissions.md, drawn from the rules themselves (domain/ticket/decide.ts and
 * domain/permission.ts). With `--check` it writes nothing and fails where one is stale.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Actor, ROLES, type Role } from '#domain/actor.ts';
import { HEARD } from '#domain/notice.ts';
import { may } from '#domain/permission.ts';
import type { RegisterVerb } from '#domain/register/commands.ts';
import { mayAmend, mayRegister } from '#domain/register/decide.ts';
import { AMENDABLE } from '#domain/register/thing.ts';
import type { CommandType } from '#domain/ticket/commands.ts';
import { STATUSES, type Status, type Ticket } from '#domain/ticket/ticket.ts';
import { words } from '#domain/words/index.ts';
import { type Edge, edges, GUARDS, guardedBy, SITE, sample, TEAM, who } from './tables/life.ts';

const w = words('fr');
const label = (verb: CommandType | null) => (verb === null ? 'Cinq jours de service sans réponse' : w.verbs.command[verb].label);
const guards = (verb: CommandType | null) => (verb === null ? [] : guardedBy(verb));

/** Mermaid's shapes for the signs of a flow chart: start and end, step, decision, document. */
const sign = {
  terminal: (id: string, text: string) => `  ${id}(["${text}"])`,
  step: (id: string, text: string) => `  ${id}["${text}"]`,
  decision: (id: string, text: string) => `  ${id}{"${text}"}`,
  document: (id: string, text: string) => `  ${id}@{ shape: doc, label: "${text}" }`,
};

/** What is written or signed on the way, and by which verb. */
const DOCUMENTS = [
  ['resolve', 'doc_solution', 'La solution, écrite'],
  ['receive_form', 'doc_form', 'Le formulaire signé'],
  ['plan_visit', 'doc_ics', 'Le rendez-vous (.ics)'],
  ['leave', 'doc_report', 'Le compte rendu de visite'],
] as const satisfies readonly (readonly [CommandType, string, string])[];

function lifecycle(): string {
  const lines = ['flowchart TD', sign.terminal('start', 'Signalement')];
  for (const status of STATUSES)
    lines.push((status === 'closed' || status === 'dropped' ? sign.terminal : sign.step)(status, w.status.label[status]));
  const byPair = new Map<string, Edge[]>();
  for (const edge of edges()) {
    if (edge.from === edge.to) continue;
    const pair = `${edge.from ?? 'start'} ${edge.to}`;
    byPair.set(pair, [...(byPair.get(pair) ?? []), edge]);
  }
  const asked = new Set<string>();
  for (const [pair, found] of byPair) {
    const [from, to] = pair.split(' ') as [string, string];
    const plain = found.filter(({ verb }) => guards(verb).length === 0);
    if (plain.length > 0) lines.push(`  ${from} -->|"${plain.map(({ verb }) => label(verb)).join(' · ')}"| ${to}`);
    // What a rule may stop passes its questions first.
    for (const { verb } of found.filter(({ verb: v }) => guards(v).length > 0)) {
      const rules = guards(verb);
      const names = rules.map((rule) => `q_${verb}_${rule.replaceAll('-', '_')}`);
      for (const [i, rule] of rules.entries()) {
        const name = names[i] as string;
        if (asked.has(name)) continue;
        asked.add(name);
        lines.push(sign.decision(name, GUARDS[rule]));
        lines.push(`  ${name} -->|"oui"| ${names[i + 1] ?? to}`, `  ${name} -->|"non : ${w.refusals.ruleThen[rule]}"| ${from}`);
      }
      lines.push(`  ${from} -->|"${label(verb)}"| ${names[0]}`);
    }
  }
  for (const [verb, id, text] of DOCUMENTS) {
    lines.push(sign.document(id, text));
    const at = edges().find((e) => e.verb === verb);
    if (at !== undefined) lines.push(`  ${at.to} -.-|"${label(verb)}"| ${id}`);
  }
  return lines.join('\n');
}

function staying(): string {
  const rows = STATUSES.map((status) => {
    const verbs = [
      ...new Set(
        edges()
          .filter((e) => e.from === status && e.to === status)
          .map((e) => e.verb),
      ),
    ];
    return `| ${w.status.label[status]} (\`${status}\`) | ${verbs.map((v) => `${label(v)} (\`${v}\`)`).join(', ') || '-'} |`;
  });
  return ['| state | what changes nothing of it |', '|---|---|', ...rows].join('\n');
}

function next(): string {
  const cell = (status: Status) =>
    [
      ...new Set(
        edges()
          .filter((e) => e.from === status && e.to !== status)
          .map((e) => `${label(e.verb)} → ${w.status.label[e.to]}`),
      ),
    ].join('; ');
  return ['| state | leads on by |', '|---|---|', ...STATUSES.map((s) => `| ${w.status.label[s]} (\`${s}\`) | ${cell(s) || '-'} |`)].join('\n');
}

/** Under which tie to the ticket a role may say a verb, the widest that holds. */
const TIES: readonly { readonly name: string; readonly ticket: (me: Actor) => Ticket }[] = [
  { name: 'yes', ticket: () => sample({}) },
  { name: 'has it', ticket: (me) => sample({ status: 'taken', assignee: me.person }) },
  { name: 'helps', ticket: (me) => sample({ helpers: [me.person], status: 'taken', assignee: who('other').person }) },
  { name: 'reported it', ticket: (me) => sample({ requester: me.person, beneficiary: me.person, recorder: me.person }) },
  { name: 'approval asked', ticket: () => sample({ approval: { state: 'pending' }, nature: 'service_request', category: 'request' }) },
  { name: 'level 2', ticket: () => sample({ level: 2, categoryLevel: 2 }) },
  { name: 'sent on site', ticket: () => sample({ level: 3, categoryLevel: 3, status: 'escalated', handedTo: { to: 'on_site' } }) },
];

function cell(role: Role, verb: CommandType): string {
  const me: Actor = { ...who('me'), memberships: [{ role, site: SITE }], teams: role === 'provider' ? [TEAM] : [] };
  // A provider sees what its team was given, and nothing else.
  const given = (ticket: Ticket): Ticket => (role === 'provider' ? { ...ticket, handedTo: { to: 'team', team: TEAM } } : ticket);
  const held = TIES.filter(({ ticket }) => may(me, verb, given(ticket(me)))).map(({ name }) => name);
  return held[0] === 'yes' ? 'yes' : held.join(', ') || '-';
}

function permissions(): string {
  const verbs = Object.keys(HEARD) as CommandType[];
  return [
    `| verb | ${ROLES.join(' | ')} |`,
    `|---|${ROLES.map(() => '---').join('|')}|`,
    ...verbs.map((verb) => `| ${label(verb)} (\`${verb}\`) | ${ROLES.map((role) => cell(role, verb)).join(' | ')} |`),
  ].join('\n');
}

function registerPermissions(): string {
  const at = (role: Role): Actor => ({ ...who('me'), memberships: [{ role, site: SITE }] });
  const mark = (is: boolean) => (is ? 'yes' : '-');
  const row = (name: string, is: (actor: Actor) => boolean) => `| ${name} | ${ROLES.map((role) => mark(is(at(role)))).join(' | ')} |`;
  const verbs = Object.keys(w.acts.verb) as RegisterVerb[];
  return [
    `| verb, or field of an asset | ${ROLES.join(' | ')} |`,
    `|---|${ROLES.map(() => '---').join('|')}|`,
    ...verbs.map((verb) => row(`${w.acts.verb[verb].label} (\`${verb}\`)`, (actor) => mayRegister(actor, verb, SITE))),
    ...AMENDABLE.map((field) => row(`\`${field}\``, (actor) => mayAmend(actor, field, SITE))),
  ].join('\n');
}

const FILES: Readonly<Record<string, string>> = {
  'docs/lifecycle.md': `# The life of a ticket

Written by \`npm run tables\` from the rules themselves (\`domain/ticket/decide.ts\`): every state was asked every verb. \`npm run check\` fails when
this file is stale. Rounded: start and end. Box: step. Diamond: decision. Sheet: document.

\`\`\`mermaid
${lifecycle()}
\`\`\`

## What leads on

${next()}

## What leaves the state as it is

${staying()}
`,
  'docs/permissions.md': `# Who may say what

Written by \`npm run tables\` from the permission table itself (\`domain/permission.ts\`): every role of the ticket's site was asked every verb about
an incident of level 1. \`npm run check\` fails when this file is stale. Where a cell is not "yes", it says by which tie to the ticket alone the
role may. State and guards are asked besides (docs/lifecycle.md); nobody says anything about a ticket that they may not see.

${permissions()}

## Equipment and rooms

Of things of one's own site (\`domain/register/decide.ts\`).

${registerPermissions()}
`,
};

const isCheck = process.argv.includes('--check');
let stale = 0;
for (const [file, text] of Object.entries(FILES)) {
  const isSame = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (isCheck && !isSame) {
    console.log(`${file} is stale: run npm run tables`);
    stale += 1;
  } else if (!isCheck) writeFileSync(file, text);
}
if (!isCheck) console.log(Object.keys(FILES).join(', '));
process.exit(stale === 0 ? 0 : 1);
