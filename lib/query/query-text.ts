/**
 * How texts and patterns are spelled in a query. A backslash takes the next character as itself, `\u{202e}` is a character
 * by its number (what cannot be seen is printed so), a star outside of quotes is any run of characters.
 */
import { escapeValue, splitAtStars } from '@/lib/search/value-pattern';

/** What would be drawn as nothing, or turn the text round: it is printed by its number. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
/** What would end a word. */
const ENDS_WORD = /[\s()",\\*]/gu;
/** What means something else at the beginning of a value. */
const BEGINS_OTHERWISE = /^[<>=!-]/;
const KEYWORD = /^(?:AND|OR|NOT|&&|\|\|)$/;

/** The literal parts between the stars of a word as it was typed. */
export function readWord(raw: string, stars = true): string[] {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < raw.length; i++) {
    const char = raw[i] as string;
    if (char === '\\') {
      const byNumber = /^\\u\{([\da-f]{1,6})\}/i.exec(raw.slice(i, i + 12));
      const code = byNumber ? Number.parseInt(byNumber[1] as string, 16) : 0x110000;
      if (byNumber && code < 0x110000) {
        part += String.fromCodePoint(code);
        i += byNumber[0].length - 1;
      } else {
        part += raw[++i] ?? '';
      }
    } else if (char === '*' && stars) {
      parts.push(part);
      part = '';
    } else {
      part += char;
    }
  }
  return [...parts, part];
}

/** What stands between quotes. */
export function readQuoted(image: string): string {
  return readWord(image.slice(1, -1), false)[0] as string;
}

export function patternOfParts(parts: string[]): string {
  return parts.length === 1
    ? escapeValue(parts[0] as string)
    : parts.map((part) => part.replace(/[\\*]/g, '\\$&')).join('*');
}

export function printQuoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&').replace(INVISIBLE, byNumber)}"`;
}

/**
 * A pattern as a word, or in quotes where it is a literal that a word could not say. `special`: reads otherwise unquoted;
 * `dividers`: characters that have a meaning in words of this field.
 */
export function printPattern(pattern: string, special: (literal: string) => boolean, dividers = ''): string {
  const parts = splitAtStars(pattern);
  if (parts.length > 1) {
    const word = parts.map((part) => printPart(part, dividers)).join('*');
    return BEGINS_OTHERWISE.test(word) ? `\\${word}` : word;
  }
  const [literal] = parts as [string];
  const plain =
    literal !== '' &&
    !BEGINS_OTHERWISE.test(literal) &&
    !KEYWORD.test(literal) &&
    !special(literal) &&
    printPart(literal, dividers) === literal;
  return plain ? literal : printQuoted(literal);
}

function printPart(part: string, dividers: string): string {
  let printed = '';
  for (const char of part) {
    if (char.search(INVISIBLE) >= 0) printed += byNumber(char);
    else printed += char.search(ENDS_WORD) >= 0 || dividers.includes(char) ? `\\${char}` : char;
  }
  return printed;
}

function byNumber(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}
