import type { Texts } from '#app/admin/office.ts';
import type { Drawn } from '#domain/label-layout.ts';
import { SHEETS } from '#domain/label-sheets.ts';
import { formatCode } from '#domain/sticker.ts';
import type { DrawnLabel, DrawnPrint } from './drawn.ts';

/** The sheets in millimetres (labels.css): what is on the screen is what comes out of the printer at 100 %. */
export function Sheets({ print, texts: { w } }: { print: DrawnPrint; texts: Texts }) {
  const { page, label: cut } = SHEETS[print.sheet];
  const count = (print.labels.at(-1)?.page ?? -1) + 1;
  const pages = Array.from({ length: count }, (_, n) => print.labels.filter((label) => label.page === n));
  return (
    <div className="stickersheets">
      {pages.map((labels, n) => (
        <section key={labels[0]?.code} aria-label={w.admin.labels.sheet({ n: n + 1, all: count })}>
          <p className="s q noprint">{w.admin.labels.sheet({ n: n + 1, all: count })}</p>
          <svg
            className={`stickersheet of-${print.sheet}`}
            width={`${page.width}mm`}
            height={`${page.height}mm`}
            viewBox={`0 0 ${page.width} ${page.height}`}
            role="img"
            aria-label={labels.map(({ code }) => formatCode(code)).join(', ')}
          >
            {labels.map((label) => (
              <g key={label.code} transform={`translate(${label.x} ${label.y})`}>
                <rect className="cut" width={cut.width} height={cut.height} />
                <Label label={label} logo={print.logo} />
              </g>
            ))}
          </svg>
        </section>
      ))}
    </div>
  );
}

function Label({ label, logo }: { label: DrawnLabel; logo: string | null }) {
  return label.drawn.map((one) => <Shape key={`${one.kind} ${one.x} ${one.y}`} one={one} label={label} logo={logo} />);
}

function Shape({ one, label, logo }: { one: Drawn; label: DrawnLabel; logo: string | null }) {
  switch (one.kind) {
    case 'square':
      return <path d={label.path} transform={`translate(${one.x} ${one.y}) scale(${one.side / label.modules})`} shapeRendering="crispEdges" />;
    case 'text':
      return (
        <text x={one.x} y={one.y} fontSize={one.size} fontWeight={one.bold ? 700 : 400}>
          {one.text}
        </text>
      );
    case 'logo':
      return logo === null ? null : <image href={logo} x={one.x} y={one.y} width={one.width} height={one.height} />;
    case 'line':
      return null;
  }
}
