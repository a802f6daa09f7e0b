/**
 * A value as a field of CSV. Events hold what attackers choose, and a spreadsheet runs a cell that begins like a formula:
 * such a value gets an apostrophe in front, and so does one that has apostrophes and then such a beginning, so that taking
 * one apostrophe away always gives the value back.
 */
const FORMULA = /^'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** A missing value is an empty field; an empty text would be a quoted one. */
export function csvField(value: string | null): string {
  if (value === null) return '';
  const inert = FORMULA.test(value) ? `'${value}` : value;
  return inert === '' || NEEDS_QUOTES.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** The value out of a field that a reader of CSV gave. */
export function valueOfCsvField(field: string): string {
  return field.startsWith("'") && FORMULA.test(field) ? field.slice(1) : field;
}
