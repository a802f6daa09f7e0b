/**
 * A document as PDF: text that can be searched and copied, tagged (headings, tables with headers, a figure with its words), the
 * chart as vectors, pages numbered. No date but its own is in it, so the same document is the same bytes.
 */
import PDFDocument from 'pdfkit';
import { outcomeLabels, outcomes } from '@/lib/audit/outcome';
import { nextTurn } from '@/lib/export/next-turn';
import { chartShape, chartWords, outcomeColours } from '@/lib/reports/chart-shape';
import type { Block, Column, PrintedDocument } from '@/lib/reports/document-block';
import { inertText } from '@/lib/reports/inert-text';
import { PdfFonts } from '@/lib/reports/pdf-fonts';
import { type Element, INK, MUTED, PAGE, PdfSheet, RULE, type TextStyle } from '@/lib/reports/pdf-sheet';

const TEXT: TextStyle = { face: 'sans', size: 9, colour: INK, leading: 13 };
const SMALL: TextStyle = { face: 'sans', size: 7.5, colour: INK, leading: 10 };
const HEADINGS: Record<1 | 2 | 3, TextStyle & { above: number }> = {
  1: { face: 'strong', size: 18, colour: INK, leading: 23, above: 0 },
  2: { face: 'strong', size: 12.5, colour: INK, leading: 17, above: 18 },
  3: { face: 'strong', size: 9, colour: INK, leading: 13, above: 10 },
};
const MONO: TextStyle = { face: 'mono', size: 7.5, colour: INK, leading: 10.5 };
const HEADER: TextStyle = { ...SMALL, face: 'strong', colour: MUTED };
const GAP_COLOUR = '#e7e2d3';
const CHART_HEIGHT = 110;
/** A cell with more is cut: no row may be longer than a page. The whole is in CSV and JSON. */
const CELL_LINES = 30;
const CELL_PADDING = 6;
const ROWS_A_TURN = 20;

export async function writePdf(document: PrintedDocument): Promise<Buffer> {
  const title = inertText(document.title);
  const fonts = await PdfFonts.load();
  const made = new Date(document.madeAt);
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    pdfVersion: '1.7',
    subset: 'PDF/UA' as 'PDF/A-1',
    tagged: true,
    displayTitle: true,
    lang: 'en',
    bufferPages: true,
    // None to begin with: pdfkit would read one of its own from beside its sources.
    font: null as unknown as string,
    info: { Title: title, Producer: document.product, Creator: document.product, CreationDate: made, ModDate: made },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.once('end', resolve);
    doc.once('error', reject);
  });
  for (const { name, bytes } of fonts.files()) doc.registerFont(name, bytes as never);
  const root = doc.struct('Document' as never) as unknown as Element;
  doc.addStructure(root as never);
  const sheet = new PdfSheet(doc, fonts, root);
  for (const block of document.blocks) await draw(sheet, block);
  root.end();
  drawFooters(sheet, document.footer);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

async function draw(sheet: PdfSheet, block: Block): Promise<void> {
  switch (block.kind) {
    case 'heading':
      return drawHeading(sheet, block);
    case 'paragraph':
      return drawParagraph(sheet, block);
    case 'query':
      return drawQuery(sheet, block.text);
    case 'facts':
      return drawFacts(sheet, block);
    case 'table':
      return drawTable(sheet, block);
    case 'chart':
      return drawChart(sheet, block);
    case 'form':
      return drawForm(sheet, block.lines);
  }
}

function drawHeading(sheet: PdfSheet, { level, text }: Extract<Block, { kind: 'heading' }>): void {
  const style = HEADINGS[level];
  if (sheet.y > PAGE.top) sheet.y += style.above;
  // A heading alone at the foot of a page helps nobody.
  sheet.need(style.leading + 60);
  const type = `H${level}`;
  sheet.flow(sheet.element(type), type, text, style);
  sheet.y += level === 1 ? 4 : 3;
  if (level === 1) sheet.doc.outline.addItem(text);
  if (level === 2) sheet.doc.outline.children[0]?.addItem(text);
}

function drawParagraph(sheet: PdfSheet, { text, tone }: Extract<Block, { kind: 'paragraph' }>): void {
  const element = sheet.element('P');
  if (tone === 'warning') {
    const lines = sheet.fonts.lines(text, TEXT.face, TEXT.size, sheet.width - 20);
    const height = lines.length * TEXT.leading + 10;
    sheet.need(height + 4);
    const { doc, y } = sheet;
    sheet.artifact(() => {
      doc.rect(PAGE.side, y, sheet.width, height).fill('#fdf5e6');
      doc.rect(PAGE.side, y, 3, height).fill('#b06d00');
    });
    sheet.y += 5;
    sheet.flow(element, 'P', text, TEXT, 10);
    sheet.y += 9;
    return;
  }
  const strong = { ...TEXT, size: 11, leading: 15 };
  sheet.flow(element, 'P', text, tone === 'strong' ? strong : tone === 'muted' ? { ...TEXT, colour: MUTED } : TEXT);
  sheet.y += 4;
}

function drawQuery(sheet: PdfSheet, text: string): void {
  const style = { ...MONO, size: 8, leading: 11.5 };
  const lines = sheet.fonts.lines(text, style.face, style.size, sheet.width - 16).length;
  sheet.need(Math.min(lines, 12) * style.leading + 12);
  if (sheet.left >= lines * style.leading + 10) {
    const { doc, y } = sheet;
    sheet.artifact(() => doc.rect(PAGE.side, y, sheet.width, lines * style.leading + 10).fill('#f2f4f7'));
  }
  sheet.y += 5;
  sheet.flow(sheet.element('P'), 'P', text, style, 8);
  sheet.y += 9;
}

function drawFacts(sheet: PdfSheet, { rows }: Extract<Block, { kind: 'facts' }>): void {
  const list = sheet.element('L');
  const { fonts } = sheet;
  const labels = rows.map(({ label }) => fonts.width(fonts.cover(label, 'sans'), 'sans', TEXT.size));
  const indent = Math.min(220, Math.max(0, ...labels) + 16);
  for (const { label, value, source, mono } of rows) {
    const style = mono ? MONO : TEXT;
    const labelLines = fonts.lines(label, 'sans', TEXT.size, indent - 12);
    const valueLines = fonts.lines(value, style.face, style.size, sheet.width - indent).slice(0, CELL_LINES);
    const sourceLines = source ? fonts.lines(source, 'sans', SMALL.size, sheet.width - indent) : [];
    const height = Math.max(labelLines.length, valueLines.length) * TEXT.leading + sourceLines.length * SMALL.leading;
    sheet.need(height);
    const { y } = sheet;
    const item = sheet.element('LI', list);
    sheet.within(sheet.element('Lbl', item), 'Lbl', () => {
      labelLines.forEach((line, n) => {
        sheet.line(line, PAGE.side, y + n * TEXT.leading, { ...TEXT, colour: MUTED });
      });
    });
    sheet.within(sheet.element('LBody', item), 'LBody', () => {
      valueLines.forEach((line, n) => {
        sheet.line(line, PAGE.side + indent, y + n * TEXT.leading, style);
      });
      sourceLines.forEach((line, n) => {
        const below = y + valueLines.length * TEXT.leading + n * SMALL.leading;
        sheet.line(line, PAGE.side + indent, below, { ...SMALL, colour: MUTED });
      });
    });
    sheet.y += height + (source ? 3 : 0);
  }
  list.end();
  sheet.y += 6;
}

type Cell = { x: number; width: number; style: TextStyle; right: boolean };

async function drawTable(
  sheet: PdfSheet,
  { caption, columns, rows }: Extract<Block, { kind: 'table' }>,
): Promise<void> {
  const cells = layOut(sheet, columns);
  const table = sheet.element('Table');
  const head = columns.map(({ label }, n) => sheet.fonts.lines(label, 'strong', SMALL.size, (cells[n] as Cell).width));
  const headHeight = heightOf(head) + 6;
  sheet.need(TEXT.leading + headHeight + 3 * SMALL.leading);
  sheet.flow(sheet.element('Caption', table), 'Caption', caption, { ...TEXT, face: 'strong' });
  sheet.y += 2;
  const row = sheet.element('TR', sheet.element('THead', table));
  drawRow(sheet, cells, head, (n, drawCell) => {
    const cell = sheet.element('TH', row, { scope: 'Column' });
    sheet.within(cell, 'TH', () => drawCell({ ...HEADER, colour: MUTED }));
    return n;
  });
  const body = sheet.element('TBody', table);
  for (const [n, texts] of rows.entries()) {
    if (n % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
    const lines = texts.map((text, column) => {
      const { style, width } = cells[column] as Cell;
      const all = sheet.fonts.lines(text, style.face, style.size, width);
      return all.length <= CELL_LINES ? all : [...all.slice(0, CELL_LINES - 1), '… (whole in CSV and JSON)'];
    });
    if (sheet.left < heightOf(lines) + 4) {
      sheet.newPage();
      sheet.artifact(
        () => drawRow(sheet, cells, head, (_, drawCell) => drawCell({ ...HEADER, colour: MUTED }), true),
        'Pagination',
      );
    }
    const element = sheet.element('TR', body);
    drawRow(sheet, cells, lines, (column, drawCell) => {
      sheet.within(sheet.element('TD', element), 'TD', () => drawCell((cells[column] as Cell).style));
    });
    // What is whole can be written out and let go.
    element.end();
  }
  table.end();
  sheet.y += 8;
}

function layOut(sheet: PdfSheet, columns: Column[]): Cell[] {
  const weights = columns.reduce((sum, { weight = 1 }) => sum + weight, 0);
  let x = PAGE.side;
  return columns.map(({ weight = 1, mono, align }) => {
    const share = (sheet.width * weight) / weights;
    const cell = {
      x,
      width: share - CELL_PADDING * 1.5,
      style: mono ? { ...MONO, size: 6.8, leading: 10 } : SMALL,
      right: align === 'right',
    };
    x += share;
    return cell;
  });
}

function heightOf(lines: readonly string[][]): number {
  return Math.max(1, ...lines.map((cell) => cell.length)) * SMALL.leading;
}

/** Cells side by side and a rule below; `drawnAlready` where all of it is an artifact. */
function drawRow(
  sheet: PdfSheet,
  cells: readonly Cell[],
  lines: readonly string[][],
  each: (column: number, drawCell: (style: TextStyle) => void) => unknown,
  isArtifact = false,
): void {
  const { y } = sheet;
  cells.forEach(({ x, width, right }, column) => {
    each(column, (style) => {
      lines[column]?.forEach((line, n) => {
        sheet.line(line, right ? x + width : x, y + 2 + n * SMALL.leading, style, right ? 'right' : 'left');
      });
    });
  });
  sheet.y += heightOf(lines) + 4;
  const rule = () => {
    sheet.doc
      .moveTo(PAGE.side, sheet.y)
      .lineTo(PAGE.side + sheet.width, sheet.y)
      .lineWidth(0.4)
      .stroke(RULE);
  };
  if (isArtifact) rule();
  else sheet.artifact(rule);
}

function drawChart(sheet: PdfSheet, { caption, overTime, gaps }: Extract<Block, { kind: 'chart' }>): void {
  const { bars, gaps: hatched, top, ticks } = chartShape(overTime, gaps, { width: sheet.width, height: CHART_HEIGHT });
  sheet.need(CHART_HEIGHT + 66);
  sheet.flow(sheet.element('P'), 'P', caption, { ...TEXT, face: 'strong' });
  const { doc } = sheet;
  const [x, y] = [PAGE.side, sheet.y + 26];
  const words = chartWords(overTime);
  const bbox = [x, sheet.y, x + sheet.width, y + CHART_HEIGHT + 16];
  const figure = sheet.element('Figure', undefined, { alt: words, bbox, placement: 'Block' });
  sheet.within(figure, 'Figure', () => {
    let at = x;
    const label = { ...SMALL, colour: MUTED };
    const shown = outcomes.filter((outcome) => bars.some((bar) => bar.outcome === outcome));
    const legend: [string, string][] = shown.map((outcome) => [outcomeColours[outcome], outcomeLabels[outcome]]);
    if (hatched.length > 0) legend.push([GAP_COLOUR, 'gap in what was recorded']);
    for (const [colour, text] of legend) {
      doc.rect(at, sheet.y + 2, 7, 7).fill(colour);
      sheet.line(text, at + 11, sheet.y + 1, label);
      at += 11 + sheet.fonts.width(text, 'sans', SMALL.size) + 16;
    }
    for (const gap of hatched) doc.rect(x + gap.x, y, gap.width, CHART_HEIGHT).fill(GAP_COLOUR);
    for (const bar of bars) doc.rect(x + bar.x, y + bar.y, bar.width, bar.height).fill(outcomeColours[bar.outcome]);
    doc
      .lineWidth(0.5)
      .moveTo(x, y)
      .lineTo(x + sheet.width, y)
      .stroke(RULE);
    doc
      .lineWidth(0.7)
      .moveTo(x, y + CHART_HEIGHT)
      .lineTo(x + sheet.width, y + CHART_HEIGHT)
      .stroke(MUTED);
    sheet.line(top.toLocaleString('en-US'), x, y - 11, label);
    for (const tick of ticks) sheet.line(tick.text, x + tick.x, y + CHART_HEIGHT + 4, label, tick.align);
  });
  figure.end();
  sheet.y = y + CHART_HEIGHT + 24;
}

function drawForm(sheet: PdfSheet, lines: readonly string[]): void {
  const height = 30;
  sheet.need(lines.length * height);
  for (const text of lines) {
    sheet.y += height;
    const { y } = sheet;
    sheet.within(sheet.element('P'), 'P', () =>
      sheet.line(text, PAGE.side, y - TEXT.leading, { ...TEXT, colour: MUTED }),
    );
    sheet.artifact(() => {
      sheet.doc
        .moveTo(PAGE.side + 230, y)
        .lineTo(PAGE.side + sheet.width, y)
        .lineWidth(0.6)
        .stroke(INK);
    });
  }
}

function drawFooters(sheet: PdfSheet, footer: string): void {
  const { count } = sheet.doc.bufferedPageRange();
  const style = { ...SMALL, colour: MUTED };
  const text = sheet.fonts.cover(inertText(footer), 'sans');
  const y = PAGE.height - 32;
  for (let n = 0; n < count; n++) {
    sheet.doc.switchToPage(n);
    sheet.artifact(() => {
      sheet.line(text, PAGE.side, y, style);
      sheet.line(`${n + 1} of ${count}`, PAGE.width - PAGE.side, y, style, 'right');
    }, 'Pagination');
  }
}
