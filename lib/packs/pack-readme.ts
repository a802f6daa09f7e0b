/** What a pack is, for the person who opens it and knows nothing of Plumbline. */
import type { ManifestFacts } from './pack-manifest';

export function packReadme({
  subject,
  logs,
  at,
  person,
  query,
  publicKey,
}: Omit<ManifestFacts, 'members' | 'counts'>): string {
  const events = subject.wanted.total.toLocaleString('en-US');
  const of = subject.case
    ? `case ${subject.case.id}, “${subject.case.title}”`
    : `the query  ${query?.text || 'all events'}`;
  const clusters = logs.map(
    ({ clusterName, events: n, blocks, checkpoint }) =>
      `  ${clusterName}: ${n.toLocaleString('en-US')} events in ${blocks.count} blocks, proved by the checkpoint of ${checkpoint.at} over ${checkpoint.size} blocks`,
  );
  return `EVIDENCE PACK
Kubernetes audit events, packed by Plumbline at ${at.toISOString()} (all times are UTC)
by ${person.name}${person.how === 'stated' ? ' (as they said themselves)' : person.how === 'unknown' ? ' (nobody vouches for this name)' : ''}

What is in it: ${events} events of ${of}.
${clusters.join('\n')}

HOW TO CHECK IT
You need Node.js 20 or newer and nothing else: no network, no server, no package.

  node verify-evidence.mjs PACK.zip --key ${publicKey}

The verifier is in the pack; take it from elsewhere if you can, for whoever changes a pack can change it too. The same holds
for the key: --key must be the one that you know from elsewhere, for the one in the pack proves nothing by itself.
Exit code 0: everything is as it was packed and every event is proved. 1: something is not, and it says what and where.

WHAT IT PROVES AND WHAT NOT
Every event stood, byte for byte, in the log of its cluster when the checkpoint was signed, and nothing in this pack was changed
since it was made. It does not prove that the log has all that happened in the cluster, nor that the query finds all that
matters: manifest.json says which question was asked, and of which moment.

FILES
  README.txt           this text
  events.ndjson        the original events, one a line, in the order of the logs: cluster, block, place in the block
  events.csv           the same events as a table; row n is line n of events.ndjson. A value that begins with = + - @ has an
                       apostrophe in front, so that no spreadsheet runs it
  proofs.ndjson        per block its header, the path to the checkpoint, and the hashes that lead from the events to it
  checkpoints/         the signed checkpoint of each log
  public-key.txt       the key that signed them (Ed25519, base64)
  custody.ndjson       who did what: imports, changes of settings, the case, exports, and this pack
  verify-evidence.mjs  the verifier
  pack.pdf             the same to read: the question, counts, a chart, what proves it, the hash of every file, custody
  manifest.json        the query, counts, and the SHA-256 of every file
  manifest.note        the signature of the manifest
${subject.case ? '  case.json            the case with all that is pinned and its frozen facts\n  case.md              its notes and timeline, to read\n' : ''}`;
}
