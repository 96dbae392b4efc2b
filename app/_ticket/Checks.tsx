'use client';
import { Fragment } from 'react';
import { useField } from '#app/_field/field.tsx';
import { whoOf, zoneOf } from '#app/_field/said.ts';
import { isStaff } from '#app/_field/state.ts';
import { Group } from '#app/_ui/Group.tsx';
import type { IconName } from '#app/_ui/icons.ts';
import { Note } from '#app/_ui/Note.tsx';
import { Row } from '#app/_ui/Row.tsx';
import { Tile } from '#app/_ui/Tile.tsx';
import { holds } from '#domain/actor.ts';
import type { PersonId } from '#domain/ids.ts';
import { resourceNamed } from '#domain/resource.ts';
import { type Check, type Consent, isOpen } from '#domain/ticket/ticket.ts';
import type { TicketView } from '#domain/view.ts';
import { calendarDay, when } from '#domain/words/time.ts';

const ICON: Readonly<Record<Check, IconName>> = { identity: 'id-card', consent: 'monitor', form: 'signature' };

/** What has to be on record (domain.md section 6): the director's answer, for everybody; then who checked what, and when. */
export function Checks({ ticket }: { ticket: TicketView }) {
  const { words: w, me } = useField();
  const { head } = ticket;
  return (
    <>
      <Approval ticket={ticket} />
      <Access ticket={ticket} />
      {head.checks.length > 0 && isStaff(me, ticket) && (
        <Group title={w.forms.checks.title}>
          {head.checks.map((made) => (
            <Made key={`${made.check} ${made.at}`} ticket={ticket} made={made} />
          ))}
        </Group>
      )}
    </>
  );
}

function Made({ ticket, made }: { ticket: TicketView; made: TicketView['head']['checks'][number] }) {
  const { words: w } = useField();
  const signed = useSigned(ticket, made.by, made.at);
  const { ways } = w.forms.remote;
  const how = made.check === 'consent' && Object.hasOwn(ways, made.how) ? ways[made.how as Consent] : made.check === 'identity' ? made.how : '';
  return (
    <Row
      middle
      lead={<Tile icon={ICON[made.check]} tone="o" />}
      title={w.forms.checks.made[made.check]}
      meta={[w.forms.checks.by(signed), ...(how === '' ? [] : [how])]}
    />
  );
}

/** Has the director answered? */
function Approval({ ticket }: { ticket: TicketView }) {
  const { words: w, actor } = useField();
  const { approval: say } = w.forms;
  const { head } = ticket;
  const { approval } = head;
  const answer = approval === null || approval.state === 'pending' ? { by: null, at: 0 } : approval;
  const signed = useSigned(ticket, answer.by, answer.at);
  if (approval === null) return null;
  if (approval.state === 'pending') {
    if (!isOpen(head)) return null;
    const isMine = actor.person === head.requester || actor.person === head.beneficiary;
    const answers = holds(actor, 'approver', head.site);
    return (
      <Note icon="signature" tone="w" title={answers && !isMine ? say.pendingYou : say.pending}>
        {answers && isMine ? say.pendingOwn : say.pendingThen}
      </Note>
    );
  }
  if (approval.state === 'refused') return <Note icon="signature" tone="d" title={say.refused(signed)} />;
  return <Note icon="signature" tone="o" title={approval.by === null ? say.paper(signed) : say.approved(signed)} />;
}

/** The right that is to be opened or closed, as it was asked for. */
function Access({ ticket }: { ticket: TicketView }) {
  const { words: w, language, view } = useField();
  const { access: say } = w.forms;
  const { access, site } = ticket.head;
  if (access === null) return null;
  const known = resourceNamed(view.sites.get(site)?.resources, access.resource);
  const facts: [string, string | null][] = [
    [say.what, w.report.access.senses[access.sense]],
    [say.resource, access.resource],
    [say.owner, known === null || known.owner === '' ? null : known.owner],
    [say.sensitive, known?.sensitive === true ? say.sensitiveThen : null],
    [say.right, w.report.access.right[access.rights].label],
    [say.from, calendarDay(access.from, language)],
    [say.until, access.until === null ? null : calendarDay(access.until, language)],
  ];
  return (
    <section className="group" aria-label={say.title}>
      <header>
        <h2>{say.title}</h2>
      </header>
      <div className="panel">
        <dl className="facts">
          {facts.map(
            ([name, value]) =>
              value !== null && (
                <Fragment key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </Fragment>
              ),
          )}
        </dl>
      </div>
    </section>
  );
}

/** Who and when, for a sentence with "par". */
function useSigned(ticket: TicketView, by: PersonId | null, at: number): { who: string; when: string } {
  const { view, words: w, me, language, now } = useField();
  const who = whoOf(view, w, me.person, ticket, by);
  return {
    who: who?.you ? w.forms.you : (who?.name ?? w.common.unknownPerson),
    when: when(at, now, zoneOf(view, ticket.head.site), language),
  };
}
