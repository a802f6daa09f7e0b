// Which names in a log's folder are the log and its rotated files: kube-apiserver's (audit-2026-01-31T10-00-00.000.log), those of
// logrotate (audit.log.1, audit.log-20260131), each also with .gz. Digits only: audit-policy.log is somebody else's.

import path from 'node:path';

export function logNames(file: string): (name: string) => boolean {
  const { base, name: stem, ext } = path.parse(file);
  const quoted = [stem, ext].map((part) => part.replace(/[^\w]/g, '\\$&'));
  const stamp = '\\d[\\dTZ._+-]*?';
  const pattern = new RegExp(`^(?:${quoted[0]}-${stamp}${quoted[1]}|${quoted[0]}${quoted[1]}[.-]${stamp})(?:\\.gz)?$`);
  return (name) => name === base || pattern.test(name);
}
