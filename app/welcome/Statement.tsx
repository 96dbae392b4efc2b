import { Front } from '#app/signin/Front.tsx';
import { STATEMENTS } from '#domain/words/statements.ts';

/** A page that anybody may read, in both languages, made at build: it knows nobody. */
export function Statement({ of }: { of: 'data' | 'access' }) {
  const [first] = STATEMENTS;
  return (
    <Front title={first[of].title} lead={first[of].lead} short>
      {STATEMENTS.map((said) => (
        <div key={said.language} lang={said.language}>
          {said.language !== first.language && <h2>{said[of].title}</h2>}
          {said[of].parts.map(({ title, lines }) => (
            <section key={title} className="panel roomy">
              <h2>{title}</h2>
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </section>
          ))}
        </div>
      ))}
      <p>
        <a className="link" href="/signin">
          Relais
        </a>
      </p>
    </Front>
  );
}
