/** A filter's pattern (`*` for any run, `\` before a literal `*`, `\` or `/`) as a pattern of SQL's LIKE. */
export function likePattern(pattern: string): string {
  let like = '';
  for (let i = 0; i < pattern.length; i++) {
    let char = pattern[i] as string;
    if (char === '*') {
      like += '%';
      continue;
    }
    if (char === '\\' && i + 1 < pattern.length && '*\\/'.includes(pattern[i + 1] as string))
      char = pattern[++i] as string;
    like += char === '%' || char === '_' || char === '\\' ? `\\${char}` : char;
  }
  return like.replaceAll('\0', '\\\\u0000');
}
