/**
 * Names whose value is a secret wherever they stand: keys of objects, HTTP headers, parameters of URLs. A list that an
 * analyst can live with: what only speaks of a secret (`secretName`, `tokenExpirationSeconds`, `credential-id`,
 * `nextPageToken`, `serviceAccountToken: {…}`) is not on it. may-hold-secrets.ts looks for the same words and must find each.
 */

/** Names are compared by their ends: `DB_PASSWORD`, `x-api-key`, `vault-token`. Longer ones are no names. */
const LONGEST_NAME = 128;

const SECRET_NAME =
  /(?:token|passw(?:or)?d|passphrase|authorization|cookie|bearer|api[-_.]?key|access[-_.]?key|secret[-_.]?key|private[-_.]?key|client[-_.]?secret|shared[-_.]?secret)$/i;

/** Where a list goes on, not who somebody is. */
const PAGE_TOKEN = /(?:page|next|continue|continuation|cursor|sync)[-_.]?token$/i;

/** A name that says what it is about, not the thing itself. */
const NOT_SECRET = /^(?:f:|apiserver\.latency\.)|automountserviceaccounttoken$/i;

export function isSecretName(name: string): boolean {
  if (name.length > LONGEST_NAME) return false;
  return SECRET_NAME.test(name) && !PAGE_TOKEN.test(name) && !NOT_SECRET.test(name);
}

const SECRET_VARIABLE = /secret$/i;

/** `name` of a `{name, value}` pair, such as an environment variable: its value stands right beside it. */
export function isSecretVariable(name: string): boolean {
  return isSecretName(name) || (name.length <= LONGEST_NAME && SECRET_VARIABLE.test(name));
}
