/** The part of pdfkit that is used; lengths in points. The package brings no types of its own. */
declare module 'pdfkit' {
  interface Options {
    readonly autoFirstPage?: boolean;
    readonly margin?: number;
    readonly size?: readonly [number, number];
    /** null: no standard font is read. */
    readonly font?: string | null;
    readonly lang?: string;
    readonly info?: Readonly<Record<string, string>>;
    readonly fontLayoutCache?: boolean;
  }

  interface Picture {
    readonly width: number;
    readonly height: number;
  }

  class PDFDocument implements AsyncIterable<Uint8Array> {
    constructor(options?: Options);
    readonly _root: { readonly data: Record<string, unknown> };
    /** An object of the file. */
    ref(data: Readonly<Record<string, unknown>>): unknown;
    registerFont(name: string, bytes: Uint8Array): this;
    font(name: string): this;
    fontSize(points: number): this;
    widthOfString(text: string): number;
    heightOfString(text: string, options: { readonly width: number }): number;
    addPage(options?: { readonly size: readonly [number, number]; readonly margin: number }): this;
    text(
      text: string,
      x: number,
      y: number,
      options: { readonly lineBreak: false; readonly baseline: 'alphabetic' } | { readonly width: number },
    ): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    rect(x: number, y: number, width: number, height: number): this;
    fill(colour?: string): this;
    stroke(colour?: string): this;
    lineWidth(points: number): this;
    dash(length: number, options: { readonly space: number }): this;
    undash(): this;
    openImage(bytes: Uint8Array): Picture;
    image(picture: Picture, x: number, y: number, options: { readonly width: number; readonly height: number }): this;
    end(): void;
    [Symbol.asyncIterator](): AsyncIterator<Uint8Array>;
  }

  export default PDFDocument;
}
