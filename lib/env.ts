// The environment, read once and checked. Every setting that Plumbline takes from outside is declared here with its
// default; a wrong value ends the start with a sentence that names the variable, not with a stack trace later on.
// Paths are relative to the project root, which is the working directory of every npm script.

import path from 'node:path';
import { z } from 'zod';

const emptyIsAbsent = (value: unknown) => (value === '' ? undefined : value);

const port = z.coerce
  .number({ error: 'expected a port number from 1 to 65535' })
  .int({ error: 'expected a whole number from 1 to 65535' })
  .min(1, { error: 'expected a port from 1 to 65535' })
  .max(65535, { error: 'expected a port from 1 to 65535' });

const postgresUrl = z
  .string()
  .refine(isPostgresUrl, { error: 'expected postgresql://user:password@host:port/database' });

const percent = z.coerce
  .number({ error: 'expected a percentage from 0 to 100' })
  .min(0, { error: 'expected a percentage from 0 to 100' })
  .max(100, { error: 'expected a percentage from 0 to 100' });

const amount = z.coerce
  .number({ error: 'expected a number, 0 or more' })
  .min(0, { error: 'expected a number, 0 or more' });

const filePath = z.string().transform((file) => path.resolve(file));

/** Nothing that a checkpoint says is secret, but who answers must be who was meant. */
const webhookUrl = z
  .string()
  .refine(isHttpsOrLoopback, { error: 'expected an https address, or http on this machine' });

/** A name of a request header that a reverse proxy can set and that means nothing else. */
const userHeader = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/, { error: 'expected the name of a header, such as X-Forwarded-User' })
  .transform((name) => name.toLowerCase())
  .refine((name) => !OTHER_MEANINGS.has(name), { error: 'expected a header that holds nothing but a name of a user' });

const OTHER_MEANINGS = new Set(['authorization', 'cookie', 'host', 'origin', 'referer', 'user-agent']);

const environment = z.object({
  /** The port of the web server. */
  PORT: z.preprocess(emptyIsAbsent, port.default(3000)),
  /** The address that the web server binds; loopback unless somebody chooses otherwise. */
  HOST: z.preprocess(emptyIsAbsent, z.string().default('127.0.0.1')),
  /** A PostgreSQL server to use instead of the embedded one. */
  DATABASE_URL: z.preprocess(emptyIsAbsent, postgresUrl.optional()),
  /** The same database for the role that owns its tables, where DATABASE_URL names one that may not change evidence. */
  DATABASE_OWNER_URL: z.preprocess(emptyIsAbsent, postgresUrl.optional()),
  /** The directory of the embedded server and of uploads; absolute after reading. */
  PLUMBLINE_DATA: z.preprocess(
    emptyIsAbsent,
    z
      .string()
      .default('.plumbline')
      .transform((directory) => path.resolve(directory)),
  ),
  /** Certificate (with its chain) and key, PEM files: with them the server speaks https only. */
  PLUMBLINE_TLS_CERT: z.preprocess(emptyIsAbsent, z.string().optional()),
  PLUMBLINE_TLS_KEY: z.preprocess(emptyIsAbsent, z.string().optional()),
  /** CA certificates, a PEM file: who sends events must then show a certificate that one of them signed. */
  PLUMBLINE_TLS_CLIENT_CA: z.preprocess(emptyIsAbsent, z.string().optional()),
  /** The request header in which a trusted reverse proxy names the person; lower case after reading. */
  PLUMBLINE_USER_HEADER: z.preprocess(emptyIsAbsent, userHeader.optional()),
  /** MiB of bodies that the receiver holds at a time; more are told to come again. */
  PLUMBLINE_RECEIVER_MAX_MIB: z.preprocess(emptyIsAbsent, amount.default(128)),
  /** What must stay free on the disk of PLUMBLINE_DATA for the receiver to take events. */
  PLUMBLINE_MIN_FREE_PERCENT: z.preprocess(emptyIsAbsent, percent.default(10)),
  PLUMBLINE_MIN_FREE_GIB: z.preprocess(emptyIsAbsent, amount.default(2)),
  /** A file with the key of the redaction, instead of <PLUMBLINE_DATA>/keys/redaction.key; absolute after reading. */
  PLUMBLINE_REDACTION_KEY: z.preprocess(
    emptyIsAbsent,
    z
      .string()
      .transform((file) => path.resolve(file))
      .optional(),
  ),
  /** File with the Ed25519 key that signs checkpoints; without it one is made in PLUMBLINE_DATA/keys. */
  PLUMBLINE_SIGNING_KEY: z.preprocess(emptyIsAbsent, filePath.optional()),
  /** A further file that each checkpoint is appended to. */
  PLUMBLINE_CHECKPOINT_FILE: z.preprocess(emptyIsAbsent, filePath.optional()),
  /** Directory of a user's own definitions of reports, instead of <PLUMBLINE_DATA>/reports. */
  PLUMBLINE_REPORTS: z.preprocess(emptyIsAbsent, filePath.optional()),
  /** A file with the key of the pseudonyms in reports, instead of <PLUMBLINE_DATA>/keys/pseudonyms.key. */
  PLUMBLINE_PSEUDONYM_KEY: z.preprocess(emptyIsAbsent, filePath.optional()),
  /** An address that each checkpoint is posted to. */
  PLUMBLINE_CHECKPOINT_WEBHOOK: z.preprocess(emptyIsAbsent, webhookUrl.optional()),
});

export type Env = z.infer<typeof environment>;

/** A setting is wrong; the message is a sentence for the person who set it. */
export class EnvError extends Error {
  override name = 'EnvError';
}

/** Checks an environment. Pure: give it any record, it never reads `process.env` itself. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = environment.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `${name} is ${describeValue(name, source[name])}: ${issue.message}.`;
  });
  throw new EnvError(`${problems.join(' ')} Correct it or unset it, then start again.`);
}

let current: Env | undefined;

/** The environment of this process, parsed at the first call. */
export function getEnv(): Env {
  current ??= parseEnv(process.env);
  return current;
}

function isPostgresUrl(value: string): boolean {
  return URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);
}

function isHttpsOrLoopback(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname));
}

// A database URL holds a password and a webhook often a token, so neither is repeated in a message.
function describeValue(name: string, value: string | undefined): string {
  if (name === 'PLUMBLINE_CHECKPOINT_WEBHOOK') return 'not an address that is allowed';
  return name.startsWith('DATABASE_') ? 'not a PostgreSQL address' : JSON.stringify(value);
}
