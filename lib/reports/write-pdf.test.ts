// The PDF as pdf.js reads it: text that can be found, and the structure that screen readers go by.

import { getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { onlyWith, skipWithReason } from '@/lib/skip-with-reason';
import { modelReport } from './model-report';
import { reportDocument } from './report-blocks';
import { writePdf } from './write-pdf';

type Node = { role?: string; children?: Node[]; type?: string; alt?: string };

async function read(pdf: Buffer) {
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const texts: string[] = [];
  const trees: Node[] = [];
  const unmarked: string[] = [];
  for (let n = 1; n <= document.numPages; n++) {
    const page = await document.getPage(n);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    let depth = 0;
    for (const item of items) {
      if ('str' in item) {
        texts.push(item.str);
        if (depth === 0 && item.str.trim() !== '') unmarked.push(item.str);
      } else {
        depth += item.type === 'endMarkedContent' ? -1 : 1;
      }
    }
    const tree = await page.getStructTree();
    if (tree) trees.push(tree as Node);
  }
  return { document, texts, trees, unmarked };
}

function* nodesOf(node: Node, above: string[] = []): Generator<{ role: string; above: string[]; node: Node }> {
  if (node.role) yield { role: node.role, above, node };
  for (const child of node.children ?? []) yield* nodesOf(child, node.role ? [...above, node.role] : above);
}

describe('a report as PDF', () => {
  it('is tagged: headings, tables with headers, lists, a figure with its words, nothing outside of the structure', async () => {
    const { document, trees, unmarked } = await read(
      await writePdf(reportDocument(modelReport('alice@example.com', 8))),
    );
    expect(document.numPages).toBeGreaterThan(3);
    expect((await document.getMarkInfo())?.Marked).toBe(true);
    expect(trees).toHaveLength(document.numPages);
    expect(unmarked).toEqual([]);
    const nodes = trees.flatMap((tree) => [...nodesOf(tree)]);
    const count = (role: string) => nodes.filter((node) => node.role === role).length;
    expect(count('H1')).toBe(1);
    for (const role of ['H2', 'H3', 'P', 'Table', 'Caption', 'L', 'LI', 'Lbl', 'LBody', 'TH'])
      expect([role, count(role) > 0]).toEqual([role, true]);
    for (const { role, above } of nodes) {
      if (role === 'TD' || role === 'TH') expect(above.at(-1)).toBe('TR');
      if (role === 'TR') expect(['THead', 'TBody']).toContain(above.at(-1));
      if (role === 'LI') expect(above.at(-1)).toBe('L');
    }
    const figure = nodes.find(({ role }) => role === 'Figure');
    expect(figure?.node.alt).toContain('events in 2 bars of 12 hours');
    const { info } = await document.getMetadata();
    expect(info).toMatchObject({ Title: 'Ours 1 1.2: alice@example.com', Language: 'en' });
  });

  it('has its texts to be found, what cannot be drawn by its number', async () => {
    const { texts } = await read(await writePdf(reportDocument(modelReport('Zoë\u202e<b>=1 שΩж', 1))));
    const all = texts.join(' ');
    expect(all).toContain('Zoë');
    expect(all).toContain('\\u{202e}<b>=1 \\u{5e9}');
    expect(all).not.toMatch(/[\u202e\u05e9]/);
  });

  it('is the same bytes twice', async () => {
    const [one, other] = [
      await writePdf(reportDocument(modelReport('x'))),
      await writePdf(reportDocument(modelReport('x'))),
    ];
    expect(one.equals(other)).toBe(true);
  });

  it.skipIf(
    skipWithReason(process.env.REPORTS_ALL === '1', 'a report of two hundred pages', onlyWith('REPORTS_ALL=1')),
  )(
    'has two hundred pages and more, each with its structure',
    async () => {
      const { document, trees, unmarked } = await read(
        await writePdf(reportDocument(modelReport('alice@example.com', 800))),
      );
      expect(document.numPages).toBeGreaterThan(200);
      expect(trees).toHaveLength(document.numPages);
      expect(unmarked).toEqual([]);
      console.log(`${document.numPages} pages`);
    },
    1_800_000,
  );
});
