'use client';
import { useField } from '#app/_field/field.tsx';
import { LinkButton } from '#app/_ui/Button.tsx';
import { Group } from '#app/_ui/Group.tsx';
import { Row } from '#app/_ui/Row.tsx';

/** All that is kept of oneself, as a file; and what is kept of everybody, why, how long. */
export function OwnData() {
  const { words: w } = useField();
  const say = w.privacy.own;
  return (
    <Group
      title={say.title}
      after={
        <>
          <p className="s q">{say.lead}</p>
          <LinkButton kind="plain" shape="block" icon="download" href="/api/account/export?as=html" download>
            {say.read}
          </LinkButton>
          <LinkButton kind="plain" shape="block" icon="download" href="/api/account/export?as=json" download>
            {say.machine}
          </LinkButton>
        </>
      }
    >
      <Row href="/welcome/data" chevron middle title={say.kept} />
    </Group>
  );
}
