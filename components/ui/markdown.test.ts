// Notes as React renders them, read by an HTML parser's rules: nothing in them runs, loads or leads anywhere but to the web.
import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Markdown } from './markdown';
import { safeLink } from './markdown-safety';

const render = (text: string) => renderToStaticMarkup(createElement(Markdown, { text }));

it('shows headings, lists, code and links', () => {
  const html = render('# A\n\n- **b** `c`\n\n[d](https://example.com/e?f=g)');
  expect(html).toContain('A</h3>');
  expect(html).toContain('<strong>b</strong>');
  expect(html).toContain('href="https://example.com/e?f=g" target="_blank" rel="noopener noreferrer nofollow"');
});

it.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](vbscript:x)',
  '[x](/api/v1/cases)',
  '[x](//evil.example)',
  '![x](https://evil.example/pixel.png)',
  '![x](x "onerror=alert(1)")',
  '[x]: javascript:alert(1)\n[x]',
  '<https://evil.example"onmouseover="alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<!-- --><iframe src=//evil.example></iframe>',
])('is inert: %s', (text) => {
  expectInert(render(text));
});

it('names an image instead of loading it, and keeps raw HTML as text', () => {
  expect(render('![logo](https://evil.example/p.png)')).toContain('[image: logo https://evil.example/p.png]');
  expect(render('a <b>b</b>')).toContain('a &lt;b&gt;b&lt;/b&gt;');
});

it('shows characters that turn text round as their codes', () => {
  expect(render('invoice\u202egpj.exe `a\u200bb`')).not.toMatch(/[\u200b\u202e]/);
  expect(render('invoice\u202egpj.exe')).toContain('[U+202E]');
});

it('is inert whatever is written', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '[',
    ']',
    '(',
    ')',
    '!',
    '`',
    '\n',
    ' ',
    'javascript:',
    'onerror=',
    'img',
    'a',
    'href',
    'https://x',
    '&',
    '&#106;',
    '*',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => expectInert(render(pieces.join('')))),
    { numRuns: 300 },
  );
});

it('follows whole http and https addresses only', () => {
  expect(safeLink('https://example.com')).toBe('https://example.com/');
  for (const url of ['', 'x', '/x', '//x', 'ftp://x', 'file:///x', ' javascript:1', 'java\nscript:1']) {
    expect(safeLink(url)).toBeNull();
  }
});

/** React writes every attribute in double quotes, so that tags can be told from text by their brackets. */
function expectInert(html: string): void {
  for (const [, name = '', attributes = ''] of html.matchAll(/<([a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/gi)) {
    expect([
      'div',
      'h3',
      'p',
      'a',
      'span',
      'ul',
      'ol',
      'li',
      'blockquote',
      'code',
      'pre',
      'hr',
      'br',
      'em',
      'strong',
    ]).toContain(name);
    for (const [, attribute = '', value = ''] of attributes.matchAll(/([a-z-]+)="([^"]*)"/gi)) {
      expect(['class', 'href', 'target', 'rel', 'tabindex', 'start']).toContain(attribute);
      if (attribute === 'href') expect(value).toMatch(/^https?:\/\//);
    }
  }
  expect(html.replace(/<\/?[a-z0-9]+(?:\s+[a-z-]+="[^"]*")*\s*\/?>/gi, '')).not.toContain('<');
}
