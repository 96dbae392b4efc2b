'use client';
import { categoryLabel } from '#app/_field/said.ts';
import { EmptyRow } from '#app/_ui/Empty.tsx';
import type { Texts } from '#app/admin/office.ts';
import type { Recurrence } from '#server/recurrence.ts';
import { called, placeOf } from './say.ts';
import { TicketLinks } from './TicketLinks.tsx';

type Props = { told: Recurrence; texts: Texts };

/** The same fault on several things of one model. */
export function Clusters({ told, texts }: Props) {
  const { w, o } = texts;
  const say = o.replacement;
  return (
    <>
      {told.clusters.length === 0 && <EmptyRow text={say.noClusters} />}
      {told.clusters.map((c) => (
        <li key={`${c.type} ${c.maker} ${c.model} ${c.category}`} className="officerow">
          <div className="grow">
            <b>
              {called(w, c)} : {categoryLabel(w, c.category)}
            </b>
            <span className="s q officeline">{say.cluster({ n: c.failures.length, things: c.things, all: c.installed })}</span>
            <TicketLinks failures={c.failures} say={say} />
          </div>
        </li>
      ))}
    </>
  );
}

/** Rooms where much fails, whatever it is. */
export function Rooms({ told, texts }: Props) {
  const say = texts.o.replacement;
  return (
    <>
      {told.rooms.length === 0 && <EmptyRow text={say.noRooms} />}
      {told.rooms.map((r) => (
        <li key={r.room} className="officerow">
          <div className="grow">
            <b>{say.where({ site: r.siteName, place: placeOf(r, say.noRoom) })}</b>
            <span className="s q officeline">{say.roomOf({ n: r.failures.length, things: r.things })}</span>
            <TicketLinks failures={r.failures} say={say} />
          </div>
        </li>
      ))}
    </>
  );
}

/** How much fails at which age. */
export function Ages({ told, texts }: Props) {
  const { o, language } = texts;
  const say = o.replacement;
  const number = new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 1 });
  if (told.ages.length === 0) return <p className="s q">{say.noAges}</p>;
  return (
    <>
      <p className="s q">{say.agesLead}</p>
      <div className="sheetcard officetable">
        <table>
          <thead>
            <tr>
              <th scope="col">{say.age.band}</th>
              <th scope="col" className="r">
                {say.age.things}
              </th>
              <th scope="col" className="r">
                {say.age.tickets}
              </th>
              <th scope="col" className="r">
                {say.age.rate}
              </th>
            </tr>
          </thead>
          <tbody>
            {told.ages.map((a) => (
              <tr key={`${a.from}`}>
                <td>{a.from === null ? say.unknownAge : a.to === null ? say.older({ from: a.from }) : say.band({ from: a.from, to: a.to })}</td>
                <td className="r">{number.format(a.things)}</td>
                <td className="r">{number.format(a.failures)}</td>
                <td className="r">{a.things === 0 ? '' : number.format((a.failures * 100) / a.things)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
