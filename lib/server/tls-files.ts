// The certificate that the server speaks https with: read from files, checked at the start, and read again when the files
// change, for certificates live for weeks and a receiver of events must not be restarted for a new one.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions } from 'node:tls';

const LOOK_EVERY_MS = 5000;

export interface TlsFiles {
  cert: string;
  key: string;
  clientCa?: string | undefined;
}

export type TlsOptions = SecureContextOptions & { requestCert?: boolean; rejectUnauthorized?: boolean };

/** A file cannot be read or does not fit; the message is a sentence for the person who named it. */
export class TlsError extends Error {
  override name = 'TlsError';
}

interface TlsSettings {
  PLUMBLINE_TLS_CERT?: string | undefined;
  PLUMBLINE_TLS_KEY?: string | undefined;
  PLUMBLINE_TLS_CLIENT_CA?: string | undefined;
}

/** Undefined where https is not asked for. Throws TlsError where it is asked for by halves. */
export function tlsFiles(settings: TlsSettings): TlsFiles | undefined {
  const { PLUMBLINE_TLS_CERT: cert, PLUMBLINE_TLS_KEY: key, PLUMBLINE_TLS_CLIENT_CA: clientCa } = settings;
  if (!cert && !key && !clientCa) return undefined;
  if (!cert || !key) {
    const missing = cert ? 'PLUMBLINE_TLS_KEY' : 'PLUMBLINE_TLS_CERT';
    throw new TlsError(
      `For https both PLUMBLINE_TLS_CERT and PLUMBLINE_TLS_KEY must name a PEM file, and ${missing} does not. Set it, or unset all PLUMBLINE_TLS_… for http.`,
    );
  }
  return { cert, key, clientCa };
}

/** What Node's https server wants. Throws TlsError. */
export async function loadTls(files: TlsFiles): Promise<TlsOptions> {
  const [cert, key, ca] = await Promise.all([
    read('PLUMBLINE_TLS_CERT', files.cert),
    read('PLUMBLINE_TLS_KEY', files.key),
    files.clientCa === undefined ? undefined : read('PLUMBLINE_TLS_CLIENT_CA', files.clientCa),
  ]);
  const certificate = parse('PLUMBLINE_TLS_CERT', files.cert, 'a certificate', () => new X509Certificate(cert));
  const privateKey = parse('PLUMBLINE_TLS_KEY', files.key, 'a private key without a passphrase', () =>
    createPrivateKey(key),
  );
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new TlsError(`The key of PLUMBLINE_TLS_KEY (${files.key}) is not the one of the certificate ${files.cert}.`);
  }
  if (files.clientCa !== undefined && ca !== undefined) {
    parse('PLUMBLINE_TLS_CLIENT_CA', files.clientCa, 'a CA certificate', () => new X509Certificate(ca));
  }
  const options: TlsOptions = { cert, key, minVersion: 'TLSv1.2' };
  // Asked of everybody, demanded by the receiver only: people's browsers have none.
  if (ca !== undefined) Object.assign(options, { ca, requestCert: true, rejectUnauthorized: false });
  parse('PLUMBLINE_TLS_CERT', files.cert, 'a usable certificate', () => createSecureContext(options));
  return options;
}

/** Calls `apply` whenever the files hold something else and it fits; what does not fit is told once and not used. */
export function watchTls(
  files: TlsFiles,
  apply: (options: TlsOptions) => void,
  everyMs: number = LOOK_EVERY_MS,
): () => void {
  let used: string | undefined;
  let told = '';
  let stopped = false;
  const look = async () => {
    try {
      const options = await loadTls(files);
      const contents = [options.cert, options.key, options.ca].join('\n');
      if (used !== undefined && used !== contents && !stopped) {
        apply(options);
        console.log(`The certificate ${files.cert} was read again.`);
      }
      if (used !== contents) warnOfEnd(files.cert, options.cert);
      used = contents;
      told = '';
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== told) console.error(`${message} The certificate that was read before stays in use.`);
      told = message;
    }
    if (!stopped) timer = setTimeout(look, everyMs).unref();
  };
  let timer = setTimeout(look, 0).unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function warnOfEnd(file: string, cert: TlsOptions['cert']): void {
  const { validTo } = new X509Certificate(String(cert));
  if (Date.parse(validTo) < Date.now())
    console.error(`The certificate ${file} ended on ${validTo}: clients refuse it.`);
}

async function read(setting: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why =
      { ENOENT: 'there is no such file', EACCES: 'this user may not read it', EISDIR: 'it is a folder' }[code] ?? code;
    throw new TlsError(`${setting} names ${file}, which cannot be read: ${why}.`);
  }
}

function parse<T>(setting: string, file: string, expected: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TlsError(`${setting} names ${file}, which is not ${expected} in PEM form (${why}).`);
  }
}
