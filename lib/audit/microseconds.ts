/**
 * Times of events are whole microseconds since 1970-01-01T00:00:00Z, as a JavaScript number: kube-apiserver writes
 * microseconds, a Date would drop them, and until the year 2255 they are safe integers.
 */
export type Microseconds = number;

export const MICROSECONDS_PER_SECOND = 1_000_000;
export const MICROSECONDS_PER_HOUR = 3_600_000_000;
export const MICROSECONDS_PER_DAY = 86_400_000_000;

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:[Zz]|([+-])(\d\d):?(\d\d))?$/;

let lastDate = { text: '', milliseconds: 0 };

/**
 * Reads an RFC 3339 time; digits after the microsecond are dropped, and a time without a zone (some exports lose it) is
 * UTC. Null where it is not one, or no real date.
 */
export function parseRfc3339(text: string): Microseconds | null {
  const match = RFC3339.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = match;
  // Many events share a day: whether there is such a day is asked once.
  const date = text.slice(0, 10);
  if (date !== lastDate.text) {
    const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
    // 31 February would become a day in March.
    if (new Date(midnight).getUTCDate() !== Number(day)) return null;
    lastDate = { text: date, milliseconds: midnight };
  }
  // A leap second (60) is let through and becomes the next second.
  const milliseconds = lastDate.milliseconds + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  if (Number(month) > 12 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60 * MICROSECONDS_PER_SECOND;
  const at = milliseconds * 1000 + micros - (sign === '-' ? -offset : sign === '+' ? offset : 0);
  return Number.isSafeInteger(at) ? at : null;
}

let lastDay = { day: Number.NaN, text: '' };

/** The time as RFC 3339 in UTC with all six digits, as kube-apiserver writes it. */
export function formatRfc3339(at: Microseconds): string {
  const day = Math.floor(at / MICROSECONDS_PER_DAY);
  // Many events share a day: a Date is made once for it, and the rest is counting.
  if (day !== lastDay.day) lastDay = { day, text: new Date(day * 86_400_000).toISOString().slice(0, -13) };
  const micros = at - day * MICROSECONDS_PER_DAY;
  const second = Math.floor(micros / MICROSECONDS_PER_SECOND);
  const fraction = String(micros - second * MICROSECONDS_PER_SECOND).padStart(6, '0');
  const minute = Math.floor(second / 60);
  return `${lastDay.text}${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:${twoDigits(second % 60)}.${fraction}Z`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
