import 'server-only';
import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes';
import { BOUNDS, Pace, SheetFault } from './bounds.ts';

/** What is told while a document is read. Names come without their prefix (x:row is row). */
export interface Listener {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

/** Enough of an end to know that nothing more is wanted. */
export class Enough extends Error {}

/**
 * Reads XML as it comes. Nothing outside the document is ever fetched, and no entity but the five of XML itself is known: a document that
 * declares a type is refused before anything is unfolded.
 * @throws SheetFault doctype, deep, xml
 */
export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: false });
  #depth = 0;

  constructor(listener: Listener) {
    const parser = this.#parser;
    parser.on('doctype', () => {
      throw new SheetFault('doctype');
    });
    parser.on('opentag', (tag: SaxesTagPlain) => {
      this.#depth += 1;
      if (this.#depth > BOUNDS.depth) throw new SheetFault('deep', { most: BOUNDS.depth });
      listener.open(local(tag.name), tag.attributes);
    });
    parser.on('attribute', ({ value }: SaxesAttributePlain) => {
      if (value.length > BOUNDS.cell) throw new SheetFault('cell', { most: BOUNDS.cell });
    });
    parser.on('text', (text: string) => listener.text(text));
    parser.on('cdata', (text: string) => listener.text(text));
    parser.on('closetag', (tag: SaxesTagPlain) => {
      this.#depth -= 1;
      listener.close(local(tag.name));
    });
    parser.on('error', () => {
      throw new SheetFault('xml');
    });
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  end(): void {
    this.#parser.close();
  }
}

/** An element with its text and its children, as inventories need them. */
export interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

const MOST_ELEMENTS = 400_000;

/** The whole of a small document. @throws SheetFault doctype, deep, xml, cell, rows */
export async function readXml(text: string, pace = new Pace()): Promise<Element> {
  const root: Element = { name: '', children: [], text: '' };
  const open: Element[] = [root];
  let count = 0;
  const reader = new XmlReader({
    open(name) {
      count += 1;
      if (count > MOST_ELEMENTS) throw new SheetFault('rows', { most: MOST_ELEMENTS });
      const element: Element = { name, children: [], text: '' };
      open.at(-1)?.children.push(element);
      open.push(element);
    },
    text(piece) {
      const element = open.at(-1);
      if (element === undefined) return;
      element.text += piece;
      if (element.text.length > BOUNDS.cell) throw new SheetFault('cell', { most: BOUNDS.cell });
    },
    close() {
      open.pop();
    },
  });
  for (let at = 0; at < text.length; at += 65_536) {
    reader.write(text.slice(at, at + 65_536));
    const rest = pace.rest();
    if (rest !== undefined) await rest;
  }
  reader.end();
  const [first] = root.children;
  if (first === undefined) throw new SheetFault('empty');
  return first;
}
