type Props = { label: string; hint?: string; on: boolean; onChange: (on: boolean) => void; yes: string; no: string };

/** A setting that is on or off, as a row (`<li>`); the word says it, the switch shows it. */
export function Switch({ label, hint, on, onChange, yes, no }: Props) {
  return (
    <li>
      <button type="button" className="row mid" role="switch" aria-checked={on} aria-label={label} onClick={() => onChange(!on)}>
        <span className="grow">
          <h3>{label}</h3>
          {hint && <span className="meta">{hint}</span>}
        </span>
        <span className="s q">{on ? yes : no}</span>
        <span className="switch" />
      </button>
    </li>
  );
}
