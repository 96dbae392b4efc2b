import type { Texts } from '#app/admin/office.ts';
import { formatCode } from '#domain/sticker.ts';
import type { Words } from '#domain/words/index.ts';
import type { DrawnLabel, DrawnSheet } from './draw.ts';

/** 3 across, 8 down. */
const PER_SHEET = 24;

/** "Vidéoprojecteur" over "Epson EB-L200", or the room's name. */
function namesOf(w: Words, label: DrawnLabel): [string, string] {
  if (label.of === 'room') return [w.common.place({ building: label.building, room: label.name }), ''];
  const types: Readonly<Record<string, string>> = w.catalogue.assetType;
  return [types[label.type] ?? label.type, [label.maker, label.model].filter(Boolean).join(' ')];
}

/** A4 sheets of 24 labels, drawn in millimetres (labels.css): what is on the screen is what comes out of the printer at 100 %. */
export function Sheets({ sheet, test, texts: { w, o } }: { sheet: DrawnSheet; test: boolean; texts: Texts }) {
  const count = Math.ceil(sheet.labels.length / PER_SHEET);
  const pages = Array.from({ length: count }, (_, page) => sheet.labels.slice(page * PER_SHEET, (page + 1) * PER_SHEET));
  return (
    <div className="stickersheets">
      {pages.map((labels, page) => (
        <section key={labels[0]?.code} aria-label={w.admin.labels.sheet({ n: page + 1, all: count })}>
          <p className="s q noprint">{w.admin.labels.sheet({ n: page + 1, all: count })}</p>
          <ol className="stickersheet">
            {labels.map((label) => {
              const [name, detail] = namesOf(w, label);
              return (
                <li key={label.code}>
                  <svg viewBox={`0 0 ${label.square.size} ${label.square.size}`} shapeRendering="crispEdges" aria-hidden="true">
                    <path d={label.square.path} />
                  </svg>
                  <span>
                    <b>{formatCode(label.code)}</b>
                    <small>{name}</small>
                    {detail !== '' && <small>{detail}</small>}
                    <em>{w.admin.labels.onSticker}</em>
                    {test && <strong>{o.labels.testMark}</strong>}
                  </span>
                </li>
              );
            })}
          </ol>
        </section>
      ))}
    </div>
  );
}
