/**
 * The product's own typefaces in a PDF, and how texts are broken into lines with them. A typeface comes in files by script;
 * a character that none of them has is written by its number, so that nothing of an event is drawn as an empty box.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { create, type Font } from 'fontkit';
import { numbered } from '@/lib/reports/inert-text';
import { unpackWoff } from '@/lib/reports/unpack-woff';

/** sans: words. strong: headings. mono: identifiers and queries. */
export type Face = 'sans' | 'strong' | 'mono';

const FILES: Record<Face, string[]> = {
  sans: files('ibm-plex-sans', '400', ['latin', 'latin-ext', 'greek', 'cyrillic']),
  strong: files('ibm-plex-sans', '600', ['latin', 'latin-ext', 'greek', 'cyrillic']),
  mono: files('ibm-plex-mono', '400', ['latin', 'latin-ext', 'cyrillic']),
};

function files(family: string, weight: string, scripts: string[]): string[] {
  return scripts.map((script) => `node_modules/@fontsource/${family}/files/${family}-${script}-${weight}-normal.woff`);
}

/** A part of a line that one file has the letters of. */
export type Run = { font: string; text: string };

type Part = { name: string; font: Font; bytes: Buffer };

/** A character as a face draws it: with which file, and how wide at one point; null where no file has it. */
type Drawn = { part: Part; width: number } | null;

export class PdfFonts {
  private readonly drawn: Record<Face, Map<string, Drawn>> = { sans: new Map(), strong: new Map(), mono: new Map() };

  private constructor(private readonly parts: Record<Face, Part[]>) {}

  static async load(): Promise<PdfFonts> {
    const parts = { sans: [], strong: [], mono: [] } as Record<Face, Part[]>;
    for (const face of ['sans', 'strong', 'mono'] as const) {
      for (const [n, file] of FILES[face].entries()) {
        const bytes = unpackWoff(await readFile(path.resolve(file)));
        // A collection of fonts is another kind of file.
        parts[face].push({ name: `${face}${n}`, font: create(bytes) as Font, bytes });
      }
    }
    return new PdfFonts(parts);
  }

  /** The files of all faces, by the names that runs use. */
  *files(): Generator<{ name: string; bytes: Buffer }> {
    for (const face of Object.values(this.parts)) for (const { name, bytes } of face) yield { name, bytes };
  }

  /** The text with what no file has written by its number. */
  cover(text: string, face: Face): string {
    let covered = '';
    for (const character of text) {
      covered += this.find(character, face) ? character : numbered(character);
    }
    return covered;
  }

  /** Of a covered text. */
  runs(text: string, face: Face): Run[] {
    const runs: Run[] = [];
    for (const character of text) {
      const { part } = this.of(character, face);
      const last = runs.at(-1);
      if (last && last.font === part.name) last.text += character;
      else runs.push({ font: part.name, text: character });
    }
    return runs;
  }

  /** Of a covered text, in points. */
  width(text: string, face: Face, size: number): number {
    let width = 0;
    for (const character of text) width += this.of(character, face).width;
    return width * size;
  }

  /** Lines no wider than `width`: broken at spaces, and within a word where it alone is wider. */
  lines(text: string, face: Face, size: number, width: number): string[] {
    const lines: string[] = [];
    for (const paragraph of this.cover(text, face).split('\n')) {
      let line = '';
      for (const word of paragraph.split(/(?<= )/)) {
        if (this.width((line + word).trimEnd(), face, size) <= width) {
          line += word;
          continue;
        }
        if (line !== '') lines.push(line);
        line = word;
        while (this.width(line.trimEnd(), face, size) > width) {
          const fits = this.fitting(line, face, size, width);
          lines.push(line.slice(0, fits));
          line = line.slice(fits);
        }
      }
      lines.push(line);
    }
    return lines;
  }

  /** How many code units of a word fit, at least one character. */
  private fitting(word: string, face: Face, size: number, width: number): number {
    let length = 0;
    let used = 0;
    for (const character of word) {
      used += this.width(character, face, size);
      if (used > width && length > 0) break;
      length += character.length;
    }
    return length;
  }

  private of(character: string, face: Face): NonNullable<Drawn> {
    return this.find(character, face) ?? { part: this.parts[face][0] as Part, width: 0.6 };
  }

  private find(character: string, face: Face): Drawn {
    let drawn = this.drawn[face].get(character);
    if (drawn === undefined) {
      drawn = look(this.parts[face], character.codePointAt(0) ?? 0);
      this.drawn[face].set(character, drawn);
    }
    return drawn;
  }
}

function look(parts: readonly Part[], codePoint: number): Drawn {
  const part = parts.find(({ font }) => font.hasGlyphForCodePoint(codePoint));
  return part ? { part, width: part.font.glyphForCodePoint(codePoint).advanceWidth / part.font.unitsPerEm } : null;
}
