/**
 * A string as it may stand in an original: as it is, as any encoder of JSON escapes it, and as Go does (which escapes <, >
 * and & too). In rows of CSV quotes are written twice.
 */
export function textSpellings(text: string): Buffer[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const byGo = escaped.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const spelled = new Set([text, escaped, byGo]);
  for (const spelling of [text, escaped]) spelled.add(spelling.replaceAll('"', '""'));
  return [...spelled].map((spelling) => Buffer.from(spelling));
}
