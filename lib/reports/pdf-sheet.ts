/**
 * Pages that fill from top to bottom, with the structure that screen readers and searches need: whatever is drawn is marked
 * either as part of the structure or as an artifact (lines, backgrounds, what repeats on each page).
 */
import type PDFDocument from 'pdfkit';
import type { Face, PdfFonts } from '@/lib/reports/pdf-fonts';

/** A4, upright tables being too narrow for events. */
export const PAGE = { width: 841.89, height: 595.28, side: 40, top: 40, bottom: 48 };
export const INK = '#1b2430';
export const MUTED = '#566272';
export const RULE = '#c9d1da';

/** What the types of pdfkit do not say of structure elements. */
export type Element = { add(child: unknown): Element; end(): void };

export type TextStyle = { face: Face; size: number; colour: string; leading: number };

export class PdfSheet {
  y = PAGE.top;

  constructor(
    readonly doc: InstanceType<typeof PDFDocument>,
    readonly fonts: PdfFonts,
    private readonly root: Element,
  ) {}

  get width(): number {
    return PAGE.width - 2 * PAGE.side;
  }

  get left(): number {
    return PAGE.height - PAGE.bottom - this.y;
  }

  /** An element of the document, in the order of reading. */
  element(type: string, parent: Element = this.root, options: object = {}): Element {
    const element = this.doc.struct(type as never, options) as unknown as Element;
    parent.add(element);
    return element;
  }

  newPage(): void {
    this.doc.addPage();
    this.y = PAGE.top;
  }

  /** Begins another page where less than that is left. */
  need(height: number): void {
    if (this.left < height && this.y > PAGE.top) this.newPage();
  }

  /** Draws as part of the element. */
  within(element: Element, type: string, draw: () => void): void {
    const content = this.doc.markStructureContent(type as never);
    draw();
    this.doc.endMarkedContent();
    element.add(content);
  }

  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.doc.markContent('Artifact' as never, { type } as never);
    draw();
    this.doc.endMarkedContent();
  }

  /** A text over the whole width, on as many pages as it takes; `inset` on each side. */
  flow(element: Element, type: string, text: string, style: TextStyle, inset = 0): void {
    let waiting = this.fonts.lines(text, style.face, style.size, this.width - 2 * inset);
    while (waiting.length > 0) {
      this.need(style.leading);
      const count = Math.max(1, Math.floor(this.left / style.leading));
      const lines = waiting.slice(0, count);
      waiting = waiting.slice(count);
      const top = this.y;
      this.within(element, type, () => {
        lines.forEach((line, n) => {
          this.line(line, PAGE.side + inset, top + n * style.leading, style);
        });
      });
      this.y += lines.length * style.leading;
    }
  }

  /** One line; `align` right: x is its end. The text must be covered by the fonts. */
  line(
    text: string,
    x: number,
    y: number,
    { face, size, colour }: TextStyle,
    align: 'left' | 'right' | 'center' = 'left',
  ): void {
    const width = this.fonts.width(text.trimEnd(), face, size);
    let at = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
    for (const run of this.fonts.runs(text, face)) {
      this.doc.font(run.font).fontSize(size).fillColor(colour).text(run.text, at, y, { lineBreak: false });
      at += this.fonts.width(run.text, face, size);
    }
  }
}
