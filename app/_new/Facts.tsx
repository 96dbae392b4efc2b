'use client';
import { useField } from '#app/_field/field.tsx';
import { Gravity, Reason } from '#app/_ticket/Gravity.tsx';
import type { SiteId } from '#domain/ids.ts';
import { IMPACTS } from '#domain/ticket/ticket.ts';
import { type Report, ratingFor, type Subject } from './form.ts';

type Props = { subject: Subject; report: Report; onChange: (patch: Partial<Report>) => void; site: SiteId | null; isStaff: boolean };

// One place is all that a teacher knows of.
const HERE = IMPACTS.filter((i) => i !== 'many_sites');

/** Two facts that anybody can tell; the priority follows from them, and only support reads its number. */
export function Facts({ subject, report, onChange, site, isStaff }: Props) {
  const { view, me } = useField();
  return (
    <>
      <Gravity impact={report.impact} urgency={report.urgency} onChange={onChange} impacts={isStaff ? IMPACTS : HERE} />
      {isStaff && site !== null && <Reason facts={ratingFor(subject, report, site, view, me)} />}
    </>
  );
}
