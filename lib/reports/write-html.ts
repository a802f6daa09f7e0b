/**
 * A document as one HTML file: no script, nothing loaded from anywhere, and a policy in the file that forbids both, should
 * something of an event ever get through as markup. Prints well.
 */
import { createHash } from 'node:crypto';
import { outcomeLabels, outcomes } from '@/lib/audit/outcome';
import { type ChartShape, chartShape, chartWords, outcomeColours } from '@/lib/reports/chart-shape';
import type { Block, PrintedDocument } from '@/lib/reports/document-block';
import { inertText } from '@/lib/reports/inert-text';

const WIDTH = 1000;
const HEIGHT = 160;

const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1180px;padding:32px 24px 64px;font:13px/1.45 "IBM Plex Sans",system-ui,sans-serif;color:#1b2430;background:#fff;font-variant-numeric:tabular-nums}
h1{font-size:22px;line-height:1.25;margin:0 0 8px}
h2{font-size:16px;margin:32px 0 8px;padding-top:12px;border-top:1px solid #c9d1da}
h3{font-size:13px;margin:20px 0 4px}
p{margin:0 0 8px;max-width:80em}
.strong{font-size:15px}
.muted{color:#566272}
.warning{border:1px solid #b06d00;border-left-width:4px;background:#fdf5e6;padding:8px 12px}
code,.mono{font-family:"IBM Plex Mono",ui-monospace,monospace;font-size:11.5px;overflow-wrap:anywhere}
pre{margin:0 0 8px;padding:8px 12px;background:#f2f4f7;border:1px solid #dde3ea;white-space:pre-wrap;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:8px 0}
dt{color:#566272;max-width:26em}
dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:8px 0 16px}
caption{text-align:left;font-weight:600;padding:4px 0}
th,td{text-align:left;vertical-align:top;padding:3px 8px 3px 0;border-bottom:1px solid #dde3ea;overflow-wrap:anywhere}
th{color:#566272;font-weight:600}
.right{text-align:right;white-space:nowrap;padding-right:16px}
svg{display:block;width:100%;height:auto;margin:4px 0}
.legend .swatch{display:inline;width:10px;height:10px;margin:0 3px 0 0}
.legend span{margin-right:16px;white-space:nowrap}
.form{display:grid;grid-template-columns:max-content 1fr;gap:18px 16px;margin-top:24px}
.form div{border-bottom:1px solid #1b2430;min-height:20px}
@media print{body{padding:0;max-width:none}tr{break-inside:avoid}thead{display:table-header-group}h2,h3{break-after:avoid}}
`;

export function writeHtml(document: PrintedDocument): string {
  const title = escapeHtml(document.title);
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const body = document.blocks.map(blockHtml).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${text(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p${block.tone ? ` class="${block.tone}"` : ''}>${text(block.text)}</p>`;
    case 'query':
      return `<pre><code>${text(block.text)}</code></pre>`;
    case 'facts':
      return `<dl>${block.rows.map(factHtml).join('')}</dl>`;
    case 'table':
      return tableHtml(block);
    case 'chart':
      return `<p><strong>${text(block.caption)}</strong></p>\n${chartHtml(block)}`;
    case 'form':
      return `<div class="form">${block.lines.map((line) => `<span>${text(line)}</span><div></div>`).join('')}</div>`;
  }
}

function factHtml({
  label,
  value,
  source,
  mono,
}: {
  label: string;
  value: string;
  source?: string;
  mono?: boolean;
}): string {
  const from = source ? ` <span class="muted">(${text(source)})</span>` : '';
  return `<dt>${text(label)}</dt><dd${mono ? ' class="mono"' : ''}>${text(value)}${from}</dd>`;
}

function tableHtml({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const weights = columns.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const widths = columns.map(({ weight = 1 }) => `<col width="${((100 * weight) / weights).toFixed(2)}%">`).join('');
  const classes = columns.map(({ align, mono }) => {
    const names = [align, mono ? 'mono' : undefined].filter((name) => name !== undefined).join(' ');
    return names === '' ? '' : ` class="${names}"`;
  });
  const head = columns
    .map(({ label, align }) => `<th scope="col"${align ? ` class="${align}"` : ''}>${text(label)}</th>`)
    .join('');
  const body = rows
    .map((row) => `<tr>${row.map((cell, n) => `<td${classes[n]}>${text(cell)}</td>`).join('')}</tr>`)
    .join('\n');
  return `<table><caption>${text(caption)}</caption><colgroup>${widths}</colgroup>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`;
}

function chartHtml({ overTime, gaps }: Extract<Block, { kind: 'chart' }>): string {
  const shape = chartShape(overTime, gaps, { width: WIDTH, height: HEIGHT });
  const shown = outcomes.filter((outcome) => shape.bars.some((bar) => bar.outcome === outcome));
  const legend = [
    ...shown.map((outcome) => `<span>${swatch(outcomeColours[outcome])}${outcomeLabels[outcome]}</span>`),
    ...(shape.gaps.length > 0 ? [`<span>${swatch(GAP)}gap in what was recorded</span>`] : []),
  ];
  return `<p class="legend">${legend.join('')}</p>\n${svg(shape, chartWords(overTime))}`;
}

const GAP = '#e7e2d3';

/** A square in SVG: the policy allows no style attribute. */
function swatch(colour: string): string {
  return `<svg class="swatch" width="10" height="10" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" fill="${colour}"/></svg> `;
}

function svg({ bars, gaps, top, ticks }: ChartShape, words: string): string {
  const anchor = { left: 'start', center: 'middle', right: 'end' };
  return `<svg viewBox="0 -14 ${WIDTH} ${HEIGHT + 34}" role="img" aria-label="${escapeHtml(words)}">
${gaps.map(({ x, width }) => `<rect x="${x}" y="0" width="${width}" height="${HEIGHT}" fill="${GAP}"/>`).join('')}
${bars.map(({ x, y, width, height, outcome }) => `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${outcomeColours[outcome]}"/>`).join('')}
<path d="M0 ${HEIGHT}H${WIDTH}" stroke="#566272"/><path d="M0 0H${WIDTH}" stroke="#dde3ea"/>
<text x="0" y="-4" font-size="11" fill="#566272">${top.toLocaleString('en-US')}</text>
${ticks.map((tick) => `<text x="${tick.x}" y="${HEIGHT + 15}" font-size="11" fill="#566272" text-anchor="${anchor[tick.align]}">${tick.text}</text>`).join('')}
</svg>`;
}

/** Isolated, so that a text written from right to left keeps to itself. */
function text(value: string): string {
  return /[^\u0020-\u024f\u2010-\u2027]/.test(value) ? `<bdi>${escapeHtml(value)}</bdi>` : escapeHtml(value);
}

function escapeHtml(value: string): string {
  return inertText(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
