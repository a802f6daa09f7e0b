import { parseRfc3339 } from '@/lib/audit/microseconds';

/** How times are shown: UTC, or the zone of the browser. */
export type ShownZone = 'utc' | 'local';

export type TimeParts = { date: string; time: string; fraction: string; offset: string };

/** An RFC 3339 time in parts: "2026-11-21", "03:25:03", ".502811", "Z" or "+01:00". Null where it is no time. */
export function timeParts(rfc3339: string, zone: ShownZone): TimeParts | null {
  const at = parseRfc3339(rfc3339);
  if (at === null) return null;
  const milliseconds = Math.floor(at / 1000);
  const offsetMinutes = zone === 'utc' ? 0 : -new Date(milliseconds).getTimezoneOffset();
  const shifted = new Date(milliseconds + offsetMinutes * 60_000).toISOString();
  const micros = String(at - Math.floor(at / 1_000_000) * 1_000_000).padStart(6, '0');
  return {
    date: shifted.slice(0, 10),
    time: shifted.slice(11, 19),
    fraction: `.${micros}`,
    offset: zone === 'utc' ? 'Z' : formatOffset(offsetMinutes),
  };
}

/** "2026-11-21 03:25:03.502811 UTC", or with `short` without the microseconds. */
export function formatTime(rfc3339: string, zone: ShownZone, short = false): string {
  const parts = timeParts(rfc3339, zone);
  if (parts === null) return rfc3339;
  const offset = parts.offset === 'Z' ? 'UTC' : parts.offset;
  return `${parts.date} ${parts.time}${short ? '' : parts.fraction} ${offset}`;
}

/** A window in words, saying date and zone once where they are the same: "2026-11-21 03:00:00 to 04:00:00 UTC". */
export function formatTimeSpan(from: string, to: string, zone: ShownZone): string {
  const start = timeParts(from, zone);
  const end = timeParts(to, zone);
  if (start === null || end === null) return `${from} to ${to}`;
  const withFraction = start.fraction !== '.000000' || end.fraction !== '.000000';
  const clock = (parts: TimeParts) => `${parts.time}${withFraction ? parts.fraction : ''}`;
  const offset = (parts: TimeParts) => (parts.offset === 'Z' ? 'UTC' : parts.offset);
  const startOffset = start.offset === end.offset ? '' : ` ${offset(start)}`;
  const endDate = start.date === end.date ? '' : `${end.date} `;
  return `${start.date} ${clock(start)}${startOffset} to ${endDate}${clock(end)} ${offset(end)}`;
}

function formatOffset(minutes: number): string {
  const absolute = Math.abs(minutes);
  const hours = String(Math.floor(absolute / 60)).padStart(2, '0');
  return `${minutes < 0 ? '−' : '+'}${hours}:${String(absolute % 60).padStart(2, '0')}`;
}

/** A length of time in at most two units: "12 h", "1 d 4 h", "90 s", "2.5 ms" */
export function formatDuration(seconds: number): string {
  if (seconds < 0.001) return `${Math.round(seconds * 1_000_000)} µs`;
  if (seconds < 1) return `${Number((seconds * 1000).toPrecision(3))} ms`;
  if (seconds < 60) return `${Number(seconds.toPrecision(3))} s`;
  const units: [number, string][] = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = units.findIndex(([size]) => seconds >= size);
  const [size, name] = units[first] ?? [1, 's'];
  const rest = Math.floor((seconds % size) / (units[first + 1]?.[0] ?? 1));
  const restText = rest > 0 && units[first + 1] ? ` ${rest} ${units[first + 1]?.[1]}` : '';
  return `${Math.floor(seconds / size)} ${name}${restText}`;
}
