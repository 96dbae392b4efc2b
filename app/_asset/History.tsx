import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useField } from '#app/_field/field.tsx';
import { Online } from '#app/_field/Online.tsx';
import { categoryLabel, symptomLabel, zoneOf } from '#app/_field/said.ts';
import { Button } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { STATUS_LOOK } from '#app/_ui/looks.ts';
import { Row } from '#app/_ui/Row.tsx';
import { StatusTag } from '#app/_ui/StatusTag.tsx';
import { isSupport } from '#domain/actor.ts';
import type { AssetDocument } from '#domain/documents.ts';
import type { AssetHistory } from '#domain/register/history.ts';
import { date, when } from '#domain/words/time.ts';
import { HistoryLines } from './HistoryLines.tsx';

/** An answer is kept for so long while the app is open, ms: a day. */
const KEPT = 86_400_000;

async function readHistory(id: string, signal: AbortSignal): Promise<AssetHistory> {
  const answer = await fetch(`/api/assets/${id}/history`, { redirect: 'error', cache: 'no-store', signal });
  if (!answer.ok) throw new Error(`history: ${answer.status}`);
  return (await answer.json()) as AssetHistory;
}

/** All that the house knows of an asset's past, beyond what this phone holds: asked when somebody wants it. */
export function History({ asset }: { asset: AssetDocument }) {
  const { words: w, actor } = useField();
  const [isOpen, setOpen] = useState(false);
  if (!isSupport(actor, asset.site)) return null;
  if (!isOpen)
    return (
      <Button shape="block" icon="history" onClick={() => setOpen(true)}>
        {w.history.more}
      </Button>
    );
  return (
    <Online>
      <Asked asset={asset} />
    </Online>
  );
}

/** The last answer stays while the app is open: with no network it is shown, and of when it is. */
function Asked({ asset }: { asset: AssetDocument }) {
  const { view, words: w, language, now, connection } = useField();
  const h = w.history;
  const { data, isError, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['history', asset.id],
    queryFn: ({ signal }) => readHistory(asset.id, signal),
    gcTime: KEPT,
  });
  // What was said of it meanwhile, here or elsewhere, has reached the server: its past has one line more.
  const asked = useRef(asset.version);
  useEffect(() => {
    if (asked.current === asset.version) return;
    asked.current = asset.version;
    void refetch();
  }, [asset.version, refetch]);
  const zone = zoneOf(view, asset.site);
  const isAway = isError || connection.kind !== 'online';
  if (data === undefined) return <p role="status">{isAway ? h.offline : h.asking}</p>;
  const held = view.tickets;
  const elsewhere = data.tickets.filter(({ id }) => !held.has(id));
  return (
    <>
      {isAway && <p className="s q">{h.asOf({ when: when(dataUpdatedAt, now, zone, language) })}</p>}
      {elsewhere.length > 0 && (
        <Group title={h.older} count={elsewhere.length}>
          {elsewhere.map((ticket) => (
            <Row
              key={ticket.id}
              title={`${ticket.number ?? ''} ${ticket.symptom === null ? categoryLabel(w, ticket.category) : symptomLabel(w, ticket.symptom)}`.trim()}
              meta={[
                <StatusTag key="s" {...STATUS_LOOK[ticket.status]}>
                  {w.status.label[ticket.status]}
                </StatusTag>,
                date(ticket.openedAt, now, zone, language),
              ]}
            >
              {ticket.fix}
            </Row>
          ))}
        </Group>
      )}
      <section className="group" aria-label={h.title}>
        <header>
          <h2>{h.title}</h2>
        </header>
        <div className="panel roomy">
          <HistoryLines history={data} w={w} language={language} zone={zone} now={now} />
        </div>
      </section>
    </>
  );
}
