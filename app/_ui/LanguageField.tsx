import type { ComponentProps } from 'react';
import type { Words } from '#domain/words/index.ts';
import { LANGUAGES } from '#domain/words/language.ts';
import { SelectField } from './Field.tsx';

type Props = { w: Words } & Pick<ComponentProps<typeof SelectField>, 'label' | 'error' | 'defaultValue'>;

/** The language in which somebody is written to. */
export function LanguageField({ w, ...field }: Props) {
  return <SelectField {...field} name="language" options={LANGUAGES.map((language) => [language, w.common.languages[language]])} />;
}
