'use client';
import { ReportedRow } from '#app/_asset/SameFault.tsx';
import { useField } from '#app/_field/field.tsx';
import { Group } from '#app/_ui/Group.tsx';

/** The troubles of others that are this person's too. */
export function Followed() {
  const { view, words: w } = useField();
  const followed = [...view.reported.values()].filter((r) => r.joined);
  return (
    <Group title={w.report.followed} count={followed.length}>
      {followed.map((r) => (
        <ReportedRow key={r.id} reported={r} named />
      ))}
    </Group>
  );
}
