/**
 * Names in the place of usernames and addresses: the same name for the same value in every report of this installation, by a
 * keyed hash. Who has the key finds out whom a name stands for by trying; who has not learns nothing from the report.
 */
import { createHmac } from 'node:crypto';
import path from 'node:path';
import { getEnv } from '@/lib/env';
import { readKey, readOrMakeKey } from '@/lib/keys/key-file';

/** The control plane's own names, which are the same in every cluster and nobody's. */
const NOBODYS = new Set([
  'system:admin',
  'system:anonymous',
  'system:apiserver',
  'system:aggregator',
  'system:kube-controller-manager',
  'system:kube-proxy',
  'system:kube-scheduler',
  'system:masters',
]);

export function pseudonymKey(): Promise<Buffer> {
  const { PLUMBLINE_PSEUDONYM_KEY: given, PLUMBLINE_DATA } = getEnv();
  return given === undefined ? readOrMakeKey(path.join(PLUMBLINE_DATA, 'keys', 'pseudonyms.key')) : readKey(given);
}

export function userPseudonym(key: Buffer, user: string): string {
  if (NOBODYS.has(user)) return user;
  const kind = user.startsWith('system:serviceaccount:')
    ? 'serviceaccount'
    : user.startsWith('system:node:')
      ? 'node'
      : 'user';
  return `${kind}-${keyedName(key, `user ${user}`)}`;
}

export function addressPseudonym(key: Buffer, address: string): string {
  return `address-${keyedName(key, `address ${address}`)}`;
}

/** 64 bits: two of a million have the same by a chance of one in thirty million. */
function keyedName(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('hex').slice(0, 16);
}
