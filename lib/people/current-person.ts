/**
 * Who asks. With PLUMBLINE_USER_HEADER a reverse proxy names people, and a request without that header is nobody's: what
 * somebody states does not count beside it. Without the setting the header is a client's claim like any other, and ignored.
 */
import { createHash } from 'node:crypto';
import { getEnv } from '@/lib/env';
import { readNameCookie } from './name-cookie';
import { nobody, type Person } from './person';
import { MOST_CHARACTERS, withoutInvisible } from './person-name';

const DIGEST_CHARACTERS = 16;
/** The first half of a character that was cut in two. */
const HALF_AT_END = /[\uD800-\uDBFF]$/;

export function currentPerson(headers: Pick<Headers, 'get'>): Person {
  return personOf(headers, getEnv().PLUMBLINE_USER_HEADER);
}

/** Whether a reverse proxy names people here, so that nobody states a name. */
export function peopleAreProxied(): boolean {
  return getEnv().PLUMBLINE_USER_HEADER !== undefined;
}

/** The same for a given setting. */
export function personOf(headers: Pick<Headers, 'get'>, userHeader: string | undefined): Person {
  if (userHeader !== undefined) {
    const name = boundedName(headers.get(userHeader) ?? '');
    return name === '' ? nobody : { name, how: 'proxy' };
  }
  const name = readNameCookie(headers.get('cookie') ?? '');
  return name === null ? nobody : { name, how: 'stated' };
}

/** Never refused, for that would let a person with a strange name act as nobody; two long names stay two. */
function boundedName(header: string): string {
  const name = withoutInvisible(utf8Of(header).normalize('NFC').trim());
  if (name.length <= MOST_CHARACTERS) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, DIGEST_CHARACTERS);
  return `${name.slice(0, MOST_CHARACTERS - DIGEST_CHARACTERS - 1).replace(HALF_AT_END, '')}…${digest}`;
}

/** Header values come as one character a byte, and proxies write UTF-8. */
function utf8Of(header: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(header, 'latin1'));
  } catch {
    return header;
  }
}
