/** The tile, two dots and the baton at -32 degrees. Decoration: the name stands beside it. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 40 40" aria-hidden="true">
      <rect width="40" height="40" rx="10" fill="#12403D" />
      <rect x="9.5" y="16.6" width="21" height="6.8" rx="3.4" fill="#FFCC33" transform="rotate(-32 20 20)" />
      <circle cx="8.6" cy="27.2" r="3.6" fill="#fff" />
      <circle cx="31.4" cy="12.8" r="3.6" fill="#fff" />
    </svg>
  );
}

/** The large baton of the sign-in door, with the dotted lane on both sides. */
export function RelayPicture() {
  return (
    <svg className="relay" viewBox="0 0 390 300" preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      <g transform="rotate(-32 195 150)">
        <rect x="105" y="124" width="180" height="52" rx="26" fill="#FFCC33" />
        <circle cx="60" cy="150" r="34" fill="none" stroke="#fff" strokeWidth="10" />
        <circle cx="330" cy="150" r="34" fill="#fff" />
        <path d="M-900 150H16M374 150h900" stroke="#fff" strokeOpacity=".35" strokeWidth="6" strokeDasharray="2 16" strokeLinecap="round" />
      </g>
    </svg>
  );
}
