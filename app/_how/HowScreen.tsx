'use client';
import { WhomToCall } from '#app/_call/WhomToCall.tsx';
import { Chip } from '#app/_field/Chip.tsx';
import { useField } from '#app/_field/field.tsx';
import { useTitle } from '#app/_field/useTitle.ts';
import { BLANK_PAPER, giveForm } from '#app/_new/accessForm.ts';
import { Button, LinkButton } from '#app/_ui/Button.tsx';
import { Screen } from '#app/_ui/Screen.tsx';
import { TopBar } from '#app/_ui/TopBar.tsx';

/** Each process in a few steps: read beside the form, with no network, or printed for the staff room. */
export function HowScreen() {
  const { words: w, language, site, sites } = useField();
  const h = w.how;
  useTitle(h.title);
  return (
    <Screen
      top={<TopBar title={h.title} back={{ href: '/', label: w.common.back }} chip={<Chip />} />}
      actions={
        <>
          <Button icon="printer" onClick={() => print()}>
            {h.print}
          </Button>
          <LinkButton kind="primary" shape="grow" href="/new">
            {h.start}
          </LinkButton>
        </>
      }
    >
      <p>{h.lead}</p>
      {h.parts.map((part) => (
        <section key={part.key} className="panel roomy" aria-labelledby={`how-${part.key}`}>
          <h2 id={`how-${part.key}`}>{part.title}</h2>
          <ol className="steps">
            {part.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {part.key === 'access' && (
            <Button icon="download" onClick={() => giveForm(BLANK_PAPER, w, language)}>
              {w.report.paper.blank}
            </Button>
          )}
        </section>
      ))}
      <WhomToCall sites={site === null ? sites : [site]} referents always />
    </Screen>
  );
}
