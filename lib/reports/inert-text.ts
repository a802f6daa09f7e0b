/**
 * A text of an event as a reader of a report may see it: what would be drawn as nothing or turn the text round is written
 * by its number, the way the query language reads it. Very long ones are cut where people read; JSON and CSV have them whole.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu;
const LONGEST = 300;

export function inertText(text: string): string {
  return text.replace(INVISIBLE, numbered);
}

export function shownText(text: string): string {
  const whole = inertText(text);
  if (whole.length <= LONGEST) return whole;
  // By characters: half a surrogate pair is none.
  const start = Array.from(whole.slice(0, LONGEST + 1))
    .slice(0, LONGEST - 1)
    .join('');
  return `${start}… (${text.length.toLocaleString('en-US')} characters)`;
}

export function numbered(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
