'use client';
import { useState } from 'react';
import { HistoryLines } from '#app/_asset/HistoryLines.tsx';
import { assetLabel, categoryLabel, symptomLabel } from '#app/_field/said.ts';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { STATUS_LOOK } from '#app/_ui/looks.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { Frame } from '#app/admin/Frame.tsx';
import { type Texts, useTold } from '#app/admin/office.ts';
import { assetPage } from '#app/admin/register/actions.ts';
import { madeOf } from '#app/admin/register/said.ts';
import { formatCode } from '#domain/sticker.ts';
import { date } from '#domain/words/time.ts';
import type { AssetPage as Told } from '#server/office/register/asset.ts';
import { AssetForm } from './AssetForm.tsx';
import { Files } from './Files.tsx';
import { Reasons } from './Reasons.tsx';

const ask = () => assetPage(location.pathname.split('/').at(-1) ?? '');

/** One asset at the desk: all that is known of it, its documents, what happened to it. */
export function AssetPage() {
  const { load, again } = useTold(ask);
  const may = load.state === 'here' ? load.value : { isAdmin: false, keeps: false, runs: false };
  return (
    <Frame page="register" load={load} again={again} isAdmin={may.isAdmin} keeps={may.keeps} runs={may.runs}>
      {(told, texts) => <One told={told} texts={texts} again={again} />}
    </Frame>
  );
}

function One({ told, texts, again }: { told: Told; texts: Texts; again: () => Promise<void> }) {
  const { w, o, language } = texts;
  const { asset, site, timeZone, codes, history, tickets, reasons } = told;
  const [now] = useState(Date.now);
  const [done, setDone] = useState<string | null>(null);
  const saved = async () => {
    await again();
    setDone(o.register.saved);
  };
  const called = asset.name ?? asset.inventory ?? asset.serial;
  return (
    <div className="registerasset">
      <header>
        <a className="link" href="/admin/register">
          {o.register.back}
        </a>
        <h2 className="t-xl">{[assetLabel(w, asset), madeOf(asset)].filter(Boolean).join(' ')}</h2>
        <p className="q">
          {[called, site.name].filter(Boolean).join(' · ')}
          {codes.map((code) => (
            <span key={code}>
              {' · '}
              <span className="code">{formatCode(code)}</span>
            </span>
          ))}
        </p>
      </header>
      {done !== null && <Note icon="circle-check" tone="o" alert title={done} />}
      <Reasons reasons={reasons} tickets={tickets} texts={texts} />
      <div className="registersides">
        <div className="register">
          {/* Anew with what the server keeps. */}
          <AssetForm key={JSON.stringify(asset)} told={told} texts={texts} saved={saved} again={again} />
          <Outside told={told} texts={texts} />
          <Files told={told} texts={texts} again={again} />
        </div>
        <div className="register">
          <Group title={o.register.tickets} count={history.tickets.length}>
            {history.tickets.map((ticket) => (
              <Row
                key={ticket.id}
                href={`/tickets/${ticket.id}`}
                chevron
                title={`${ticket.number ?? ''} ${ticket.symptom === null ? categoryLabel(w, ticket.category) : symptomLabel(w, ticket.symptom)}`.trim()}
                meta={[
                  <StatusTag key="s" {...STATUS_LOOK[ticket.status]}>
                    {w.status.label[ticket.status]}
                  </StatusTag>,
                  date(ticket.openedAt, now, timeZone, language),
                ]}
              >
                {ticket.fix}
              </Row>
            ))}
            {history.tickets.length === 0 && <EmptyRow text={w.asset.neverBroken} />}
          </Group>
          <section className="group" aria-label={w.history.title}>
            <header>
              <h2>{w.history.title}</h2>
            </header>
            <div className="panel roomy">
              <HistoryLines history={history} w={w} language={language} zone={timeZone} now={now} />
            </div>
          </section>
        </div>
      </div>
    </div>
  );
}

/** What other tools and an agent say of it: read here, never written. */
function Outside({ told: { asset }, texts: { w } }: { told: Told; texts: Texts }) {
  const lists = [
    [w.history.sources, asset.sources],
    [w.history.facts, asset.facts],
  ] as const;
  return lists.map(
    ([title, pairs]) =>
      pairs !== null &&
      Object.keys(pairs).length > 0 && (
        <section key={title} className="group" aria-label={title}>
          <header>
            <h2>{title}</h2>
          </header>
          <div className="panel">
            <dl className="facts">
              {Object.entries(pairs).map(([key, value]) => (
                <div key={key} className="registerpair">
                  <dt>{key}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </div>
        </section>
      ),
  );
}
