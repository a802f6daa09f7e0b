#!/usr/bin/env node
// Verifies an evidence file of Plumbline: node verify-evidence.mjs FILE [--key BASE64] [--checkpoint FILE]
//
// This one file is all that is needed, with Node.js 20 or newer: no server, no database, no package. It shares no code with
// Plumbline on purpose, so that it checks Plumbline too. What it proves: every event in the file stood, byte for byte, in the
// log that the checkpoint was signed over. What it cannot prove: that the file holds every event of the log; it says for
// which blocks it does. Give it --key, the public key as you know it from elsewhere: the one in the file proves nothing.
// With --checkpoint, a file with checkpoints that were kept outside, the one in the evidence file must be among them.
//
// Exit code 0: all is proved. 1: something is not; the first bad place is named. 2: it could not be checked.

import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

class Bad extends Error {}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leafHash = (bytes) => sha256(Buffer.of(0), bytes);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

/** RFC 9162, section 2.1.3.2 (the same tree as RFC 6962). */
function rootFromPath(leaf, index, size, path) {
  if (!(index >= 0 && index < size)) return null;
  let place = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of path) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      root = nodeHash(sibling, root);
      while (place % 2 === 0 && place !== 0) {
        place = Math.floor(place / 2);
        last = Math.floor(last / 2);
      }
    } else root = nodeHash(root, sibling);
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : null;
}

function strict(value, keys, where) {
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== keys)
    throw new Bad(`${where}: expected the members ${keys}`);
  return value;
}

function hashOf(text, where) {
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text))
    throw new Bad(`${where}: expected a hash of 64 hex digits`);
  return Buffer.from(text, 'hex');
}

function pathOf(path, where) {
  if (!Array.isArray(path)) throw new Bad(`${where}: expected a path of hashes`);
  return path.map((hash) => hashOf(hash, where));
}

function base64Of(text, where) {
  const bytes = Buffer.from(String(text), 'base64');
  if (bytes.toString('base64') !== text) throw new Bad(`${where}: not base64`);
  return bytes;
}

/** A C2SP signed note: the text when one of the keys signed it under the name in its first line. */
function openNote(note, keys) {
  const split = note.lastIndexOf('\n\n');
  if (split < 0) throw new Bad('the checkpoint is no signed note');
  const text = note.slice(0, split + 1);
  const name = text.slice(0, text.indexOf('\n'));
  const [, signer, base64] = /^— (\S+) ([A-Za-z0-9+/]+={0,2})\n$/.exec(note.slice(split + 2)) ?? [];
  if (signer !== name) throw new Bad('the checkpoint is not signed in the name of its log');
  const signature = base64Of(base64, 'the signature of the checkpoint');
  for (const key of keys) {
    const id = sha256(`${name}\n`, Buffer.of(1), key).subarray(0, 4);
    if (signature.length !== 68 || !id.equals(signature.subarray(0, 4))) continue;
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]);
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    if (verify(null, Buffer.from(text), publicKey, signature.subarray(4))) return { text, key };
  }
  throw new Bad('the signature of the checkpoint does not fit: its text was changed, or another key signed it');
}

function readCheckpoint(text, { origin, cluster }) {
  const match =
    /^(\S+)\n(\d{1,10})\n([A-Za-z0-9+/]{43}=)\ncluster (\S+)\ntime (\d{1,16})\nevents (\d{1,15})\nprevious (-|[0-9a-f]{64})\n$/.exec(
      text,
    );
  if (!match) throw new Bad('the checkpoint has another form than expected');
  const [, signedOrigin, size, root, signedCluster, at, events] = match;
  if (signedOrigin !== origin) throw new Bad(`the file says the log ${origin}, the checkpoint ${signedOrigin}`);
  if (signedCluster !== cluster) throw new Bad(`the file says the cluster ${cluster}, the checkpoint ${signedCluster}`);
  return {
    size: Number(size),
    root: base64Of(root, 'the root of the checkpoint'),
    at: Number(at),
    events: Number(events),
  };
}

const HEADER =
  /^plumbline block v1\norigin (\S+)\ncluster (\S+)\nseq (\d{1,10})\nevents (\d{1,10})\nbytes \d{1,10}\nevent-root ([0-9a-f]{64})\ncounts-sha256 [0-9a-f]{64}\nmin-at \d{1,16}\nmax-at \d{1,16}\nimport \S+\nreceived-at \d{1,16}\nprevious [0-9a-f]{64}\n$/;

async function verifyFile(file, givenKey, outsideFile) {
  const hash = createHash('sha256');
  let head = null;
  let checkpoint = null;
  let key = null;
  let block = null;
  let end = null;
  let number = 0;
  const counts = { blocks: 0, events: 0, whole: 0 };
  const closeBlock = () => {
    if (block && block.found === block.events) counts.whole++;
  };
  const takeHead = (line) => {
    head = strict(line, 'type,origin,cluster,from,to,publicKeys,checkpoint', 'line 1');
    if (head.type !== 'plumbline evidence v1')
      throw new Bad('line 1: not an evidence file of a version that is known here');
    const keys = givenKey ? [givenKey] : head.publicKeys.map((text) => base64Of(text, 'line 1: publicKeys'));
    const note = openNote(head.checkpoint, keys);
    key = note.key;
    checkpoint = readCheckpoint(note.text, head);
    if (outsideFile && !readFileSync(outsideFile, 'utf8').includes(head.checkpoint)) {
      throw new Bad(
        `line 1: the checkpoint is not among those of ${outsideFile}: the log was cut off or rewritten, or the copy is older`,
      );
    }
  };
  const takeBlock = (line, where) => {
    closeBlock();
    strict(line, 'type,header,path', where);
    const match = HEADER.exec(String(line.header));
    if (!match) throw new Bad(`${where}: the block header has another form than expected`);
    const [, origin, cluster, seq, events, root] = match;
    if (origin !== head.origin || cluster !== head.cluster) throw new Bad(`${where}: a block of another log`);
    if (block && Number(seq) <= block.seq) throw new Bad(`${where}: block ${seq} after block ${block.seq}`);
    block = { seq: Number(seq), events: Number(events), root: hashOf(root, where), found: 0, last: -1 };
    const found = rootFromPath(
      leafHash(Buffer.from(line.header)),
      block.seq - 1,
      checkpoint.size,
      pathOf(line.path, where),
    );
    if (!found?.equals(checkpoint.root))
      throw new Bad(`${where}: the header of block ${seq} is not in the log that was signed`);
    counts.blocks++;
  };
  const takeEvent = (line, where) => {
    strict(line, 'type,block,event,path,bytes', where);
    if (!block || line.block !== block.seq) throw new Bad(`${where}: an event of block ${line.block} in another block`);
    if (!Number.isInteger(line.event) || line.event <= block.last)
      throw new Bad(`${where}: event ${line.event} after event ${block.last}`);
    const leaf = leafHash(base64Of(line.bytes, where));
    const found = rootFromPath(leaf, line.event, block.events, pathOf(line.path, where));
    if (!found?.equals(block.root))
      throw new Bad(
        `${where}: the bytes of event ${line.event} of block ${block.seq} are not the ones that were written`,
      );
    block.last = line.event;
    block.found++;
    counts.events++;
  };
  const lines = createInterface({ input: createReadStream(file), crlfDelay: 0 });
  for await (const text of lines) {
    const where = `line ${++number}`;
    if (end) throw new Bad(`${where}: something follows the end`);
    let line;
    try {
      line = JSON.parse(text);
    } catch {
      throw new Bad(`${where}: not JSON`);
    }
    // One value has one spelling: a change that JSON would not show is a change all the same.
    if (JSON.stringify(line) !== text) throw new Bad(`${where}: not as it was written`);
    if (!head) takeHead(line);
    else if (line.type === 'block') takeBlock(line, where);
    else if (line.type === 'event') takeEvent(line, where);
    else if (line.type === 'end') {
      closeBlock();
      end = strict(line, 'type,blocks,events,sha256', where);
      if (end.blocks !== counts.blocks || end.events !== counts.events) {
        throw new Bad(
          `${where}: it says ${end.blocks} blocks and ${end.events} events, the file holds ${counts.blocks} and ${counts.events}`,
        );
      }
      if (!hash.copy().digest().equals(hashOf(end.sha256, where)))
        throw new Bad(`${where}: the hash of all lines before does not fit`);
    } else throw new Bad(`${where}: neither a block nor an event nor the end`);
    hash.update(`${text}\n`);
  }
  if (!end) throw new Bad(`the file ends after line ${number} without its last line: it was cut off`);
  const bytes = readFileEnd(file);
  if (bytes !== '}\n') throw new Bad(`line ${number}: the file does not end in one line break`);
  return { head, checkpoint, key, counts };
}

function readFileEnd(file) {
  return readFileSync(file).subarray(-2).toString('latin1');
}

async function main() {
  let call;
  try {
    call = parseArgs({ allowPositionals: true, options: { key: { type: 'string' }, checkpoint: { type: 'string' } } });
  } catch (error) {
    return fail(2, error.message);
  }
  const [file, ...more] = call.positionals;
  if (!file || more.length > 0)
    return fail(2, 'Usage: node verify-evidence.mjs FILE [--key BASE64] [--checkpoint FILE]');
  const key = call.values.key === undefined ? null : Buffer.from(call.values.key, 'base64');
  if (key && key.length !== 32) return fail(2, '--key: expected the 32 bytes of an Ed25519 public key in base64');
  try {
    const result = await verifyFile(file, key, call.values.checkpoint);
    const { head, checkpoint, counts } = result;
    console.log(`${file}: proved.`);
    console.log(
      `  ${counts.events} events in ${counts.blocks} blocks of cluster ${head.cluster}; ${counts.whole} of the blocks are whole`,
    );
    console.log(
      `  log ${head.origin}, checkpoint of ${new Date(checkpoint.at / 1000).toISOString()}: ${checkpoint.size} blocks, ${checkpoint.events} events`,
    );
    console.log(
      `  signed by ${result.key.toString('base64')}${key ? '' : ' (from the file itself: compare it with the one you know)'}`,
    );
    return 0;
  } catch (error) {
    if (error instanceof Bad) return fail(1, `${file}: NOT proved. ${error.message}`);
    return fail(2, `${file} could not be checked: ${error.message}`);
  }
}

function fail(code, message) {
  console.error(message);
  return code;
}

process.exitCode = await main();
