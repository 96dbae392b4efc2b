import 'server-only';

/** Why the server does not start: one sentence in each language, for the person who starts it. Never a stack trace. */
export class StartFailure extends Error {
  readonly fr: string;
  readonly en: string;

  constructor(fr: string, en: string) {
    super(en);
    this.name = 'StartFailure';
    this.fr = fr;
    this.en = en;
  }
}
