/** The cookie in which a browser keeps the name that its person stated. The page writes it, the server reads it. */
import { statedNameSchema } from './person-name';

const NAME_COOKIE = 'plumbline-name';
const YEAR_SECONDS = 31_536_000;

/** The name in a `Cookie` header or in document.cookie; null where there is none that may be one. */
export function readNameCookie(cookies: string): string | null {
  const prefix = `${NAME_COOKIE}=`;
  const pair = cookies.split(/;\s*/).find((one) => one.startsWith(prefix));
  if (pair === undefined) return null;
  try {
    return statedNameSchema.safeParse(decodeURIComponent(pair.slice(prefix.length))).data ?? null;
  } catch {
    return null; // not written by us
  }
}

/** What to write; null takes the name back. Strict: a link or form of another site never acts under somebody's name. */
export function nameCookie(name: string | null, secure: boolean): string {
  const value = name === null ? '' : encodeURIComponent(name);
  return `${NAME_COOKIE}=${value}; path=/; max-age=${name === null ? 0 : YEAR_SECONDS}; samesite=strict${secure ? '; secure' : ''}`;
}
