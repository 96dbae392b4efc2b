import { useEffect, useState } from 'react';
import type { Choices } from '#server/office/register/choices.ts';
import { registerChoices } from './actions.ts';

const NO_CHOICES: Choices = { sites: [], made: [], rooms: [] };

/** What the filters offer; of a site, its rooms too. Behind the first rows, which do not wait for it. */
export function useChoices(site: string): Choices {
  const [choices, setChoices] = useState(NO_CHOICES);
  useEffect(() => {
    let isOver = false;
    registerChoices({ site }).then(
      (told) => {
        if (!isOver && told.ok) setChoices(told.value);
      },
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [site]);
  return choices;
}
