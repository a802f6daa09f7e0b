#!/usr/bin/env node
// Verifies an evidence file or an evidence pack of Plumbline: node verify-evidence.mjs FILE [--key BASE64] [--checkpoint FILE]
// A pack is a ZIP, or the folder that it was unpacked into.
//
// This one file is all that is needed, with Node.js 20 or newer: no server, no database, no package. It shares no code with
// Plumbline on purpose, so that it checks Plumbline too. What it proves: every event in the file stood, byte for byte, in the
// log that the checkpoint was signed over. What it cannot prove: that the file holds every event of the log; it says for
// which blocks it does. Give it --key, the public key as you know it from elsewhere: the one in the file proves nothing.
// With --checkpoint, a file with checkpoints that were kept outside, the ones in the evidence must be among them.
//
// Exit code 0: all is proved. 1: something is not; the bad places are named. 2: it could not be checked.

import { createHash, createPublicKey, verify } from 'node:crypto';
import { closeSync, createReadStream, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createInflateRaw } from 'node:zlib';

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
function openNote(note, keys, what = 'the checkpoint') {
  const split = note.lastIndexOf('\n\n');
  if (split < 0) throw new Bad(`${what} is no signed note`);
  const text = note.slice(0, split + 1);
  const name = text.slice(0, text.indexOf('\n'));
  const [, signer, base64] = /^— (\S+) ([A-Za-z0-9+/]+={0,2})\n$/.exec(note.slice(split + 2)) ?? [];
  if (signer !== name) throw new Bad(`${what} is not signed in the name that it has`);
  const signature = base64Of(base64, `the signature of ${what}`);
  for (const key of keys) {
    const id = sha256(`${name}\n`, Buffer.of(1), key).subarray(0, 4);
    if (signature.length !== 68 || !id.equals(signature.subarray(0, 4))) continue;
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]);
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    if (verify(null, Buffer.from(text), publicKey, signature.subarray(4))) return { text, key };
  }
  throw new Bad(`the signature of ${what} does not fit: it was changed, or another key signed it`);
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

// ---- packs -------------------------------------------------------------------------------------------------------------

const CLOSING = 'plumbline pack v1 sha256 ';
const CLOSING_LENGTH = CLOSING.length + 65;
const EOCD_LENGTH = 22;
const MEMBER_NAME = /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/;
const SEALS = ['manifest.json', 'manifest.note'];
const MARK_DIGITS = 8;
const MOST_SHOWN = 50;

function readAt(fd, length, position) {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const n = readSync(fd, bytes, read, length - read, position + read);
    if (n === 0) throw new Bad(`the file ends at byte ${position + read}, in the middle of something`);
    read += n;
  }
  return bytes;
}

/** The members of a ZIP that has nothing but members, its directory and the closing line: every byte belongs to something. */
function openZip(file) {
  const { size } = statSync(file);
  const fd = openSync(file, 'r');
  try {
    if (size < EOCD_LENGTH + CLOSING_LENGTH) throw new Bad('the file is too short for a pack: it was cut off');
    const tail = readAt(fd, EOCD_LENGTH + CLOSING_LENGTH, size - EOCD_LENGTH - CLOSING_LENGTH);
    if (tail.readUInt32LE(0) !== 0x06054b50 || tail.readUInt16LE(20) !== CLOSING_LENGTH) {
      throw new Bad(
        `the ZIP does not end as a pack ends: it was cut off, something was put behind it, or its last ${tail.length} bytes were changed`,
      );
    }
    const closing = tail.subarray(EOCD_LENGTH).toString('latin1');
    if (!closing.startsWith(CLOSING) || !/^[0-9a-f]{64}\n$/.test(closing.slice(CLOSING.length))) {
      throw new Bad('the closing line at the very end of the ZIP was changed');
    }
    const directory = findDirectory(fd, size, tail);
    const entries = readDirectory(readAt(fd, directory.size, directory.offset), directory.count);
    walkMembers(fd, entries, directory.offset);
    const members = new Map(entries.map((entry) => [entry.name, { ...entry, open: () => inflated(file, entry) }]));
    return { members, sha256: closing.slice(CLOSING.length, -1), hashed: size - CLOSING_LENGTH };
  } finally {
    closeSync(fd);
  }
}

function findDirectory(fd, size, tail) {
  const end = size - EOCD_LENGTH - CLOSING_LENGTH;
  let found = { count: tail.readUInt16LE(10), size: tail.readUInt32LE(12), offset: tail.readUInt32LE(16), end };
  if (found.offset === 0xffffffff || found.count === 0xffff || found.size === 0xffffffff) {
    const locator = end >= 20 ? readAt(fd, 20, end - 20) : Buffer.alloc(20);
    const at = locator.readUInt32LE(0) === 0x07064b50 ? Number(locator.readBigUInt64LE(8)) : -1;
    if (at !== end - 76) throw new Bad('the directory at the end of the ZIP was changed');
    const record = readAt(fd, 56, at);
    found = {
      count: Number(record.readBigUInt64LE(32)),
      size: Number(record.readBigUInt64LE(40)),
      offset: Number(record.readBigUInt64LE(48)),
      end: at,
    };
  }
  if (found.offset + found.size !== found.end || found.size > 16_000_000) {
    throw new Bad('the directory at the end of the ZIP was changed, or the ZIP was cut off');
  }
  return found;
}

function readDirectory(bytes, count) {
  const entries = [];
  const names = new Set();
  let at = 0;
  while (at < bytes.length) {
    const where = `the directory of the ZIP, entry ${entries.length + 1}`;
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw new Bad(`${where}: was changed`);
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const end = at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
    const name = bytes.toString('latin1', at + 46, at + 46 + nameLength);
    if (end > bytes.length || !MEMBER_NAME.test(name)) throw new Bad(`${where}: was changed`);
    if (names.has(name)) throw new Bad(`${where}: ${name} is there twice`);
    names.add(name);
    const entry = {
      name,
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
      large: false,
    };
    readLarge(bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength), entry);
    if (entry.method !== 8 || entry.flags !== 0x0808)
      throw new Bad(`${where}: ${name} is stored in another way than a pack's members`);
    entries.push(entry);
    at = end;
  }
  if (entries.length !== count)
    throw new Bad(`the directory of the ZIP has ${entries.length} entries and says ${count}`);
  return entries.sort((a, b) => a.offset - b.offset);
}

/** Sizes that need more than 32 bits. */
function readLarge(extra, entry) {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1 || at + 28 > extra.length) continue;
    entry.size = Number(extra.readBigUInt64LE(at + 4));
    entry.packed = Number(extra.readBigUInt64LE(at + 12));
    entry.offset = Number(extra.readBigUInt64LE(at + 20));
    entry.large = true;
  }
}

/** One member after another from the first byte on, each as the directory says, and nothing between them. */
function walkMembers(fd, entries, end) {
  let at = 0;
  for (const entry of entries) {
    const { name } = entry;
    if (entry.offset !== at) throw new Bad(`before ${name}: bytes that belong to no member`);
    const head = readAt(fd, 30, at);
    const nameLength = head.readUInt16LE(26);
    const local = readAt(fd, nameLength, at + 30).toString('latin1');
    const same =
      head.readUInt32LE(0) === 0x04034b50 &&
      head.readUInt16LE(6) === entry.flags &&
      head.readUInt16LE(8) === entry.method;
    if (!same || local !== name || head.readUInt16LE(28) !== 0)
      throw new Bad(`${name}: its header in the ZIP was changed`);
    entry.start = at + 30 + nameLength;
    const tail = entry.start + entry.packed;
    const length = entry.large ? 24 : 16;
    if (tail + length > end) throw new Bad(`${name}: is cut off, or its size in the directory was changed`);
    const after = readAt(fd, length, tail);
    const packed = entry.large ? Number(after.readBigUInt64LE(8)) : after.readUInt32LE(8);
    const size = entry.large ? Number(after.readBigUInt64LE(16)) : after.readUInt32LE(12);
    if (
      after.readUInt32LE(0) !== 0x08074b50 ||
      after.readUInt32LE(4) !== entry.crc ||
      packed !== entry.packed ||
      size !== entry.size
    ) {
      throw new Bad(`${name}: what stands behind it in the ZIP, or its entry in the directory, was changed`);
    }
    at = tail + length;
  }
  if (at !== end) throw new Bad('before the directory of the ZIP: bytes that belong to no member');
}

async function* inflated(file, { name, start, packed }) {
  const inflate = createInflateRaw();
  const source = createReadStream(file, { start, end: start + packed - 1 });
  source.once('error', (error) => inflate.destroy(error));
  try {
    yield* source.pipe(inflate);
  } catch (error) {
    throw new Bad(`${name}: cannot be unpacked (${error.message}): it was changed`);
  } finally {
    source.destroy();
  }
  if (inflate.bytesWritten !== packed) throw new Bad(`${name}: something stands behind its compressed bytes`);
}

function openFolder(folder) {
  const members = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const name = path.relative(folder, file).split(path.sep).join('/');
    members.set(name, { name, size: statSync(file).size, open: () => createReadStream(file) });
  }
  return { members, sha256: null };
}

async function readWhole(pack, name, most = 64_000_000) {
  const member = pack.members.get(name);
  if (!member) throw new Bad(`${name}: is missing`);
  const pieces = [];
  let length = 0;
  for await (const piece of member.open()) {
    length += piece.length;
    if (length > most) throw new Bad(`${name}: is larger than it can be`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Keys that the pack's own file names, in any of its lines: if that file was changed, the manifest says so. */
function keysIn(text) {
  const keys = [];
  for (const line of text.split('\n')) {
    const bytes = Buffer.from(line.split('+').at(-1) ?? '', 'base64');
    const whole = Buffer.from(line, 'base64');
    if (whole.length === 32) keys.push(whole);
    else if (bytes.length === 33) keys.push(bytes.subarray(1));
  }
  return keys;
}

async function openManifest(pack, givenKey) {
  const keys = givenKey ? [givenKey] : keysIn((await readWhole(pack, 'public-key.txt')).toString('latin1'));
  const note = (await readWhole(pack, 'manifest.note')).toString('utf8');
  const { text, key } = openNote(note, keys, 'manifest.note');
  const [, sha256Hex, events] =
    /^plumbline-pack\/v1\nmanifest ([0-9a-f]{64})\nevents (\d{1,15})\npacked \S+\n$/.exec(text) ?? [];
  if (sha256Hex === undefined) throw new Bad('manifest.note: has another form than expected');
  const bytes = await readWhole(pack, 'manifest.json');
  if (sha256(bytes).toString('hex') !== sha256Hex) throw new Bad('manifest.json: is not the one that was signed');
  return { manifest: JSON.parse(bytes.toString('utf8')), key, events: Number(events) };
}

async function hashOfMember(member) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of member.open()) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Every member that is not as the manifest says. */
async function compareMembers(pack, manifest, tell) {
  const listed = new Set(SEALS);
  for (const { name, bytes, sha256: expected } of manifest.members) {
    listed.add(name);
    const member = pack.members.get(name);
    if (!member) {
      tell(`${name}: is missing; the manifest lists it`);
      continue;
    }
    try {
      const found = await hashOfMember(member);
      if (found.sha256 !== expected) {
        const length = found.bytes === bytes ? '' : ` (${found.bytes} bytes instead of ${bytes})`;
        tell(`${name}: is not the file that was packed${length}`);
      }
    } catch (error) {
      if (!(error instanceof Bad)) throw error;
      tell(error.message);
    }
  }
  for (const name of pack.members.keys())
    if (!listed.has(name)) tell(`${name}: was added; the manifest does not list it`);
}

/** Lines as bytes, without their line feed; the last one has to end in one. */
async function* linesOf(pack, name) {
  const member = pack.members.get(name);
  if (!member) throw new Bad(`${name}: is missing`);
  let rest = [];
  for await (const piece of member.open()) {
    let from = 0;
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, from)) {
      const line = piece.subarray(from, at);
      yield rest.length === 0 ? line : Buffer.concat([...rest, line]);
      rest = [];
      from = at + 1;
    }
    if (from < piece.length) rest.push(piece.subarray(from));
  }
  if (rest.length > 0) throw new Bad(`${name}: does not end in a line break`);
}

/** The root of a tree of `count` leaves from some of them and the hashes that are missing, or null where they do not fit. */
function rootFromSome(leaves, count, hashes) {
  let known = leaves;
  let width = count;
  let used = 0;
  while (width > 1) {
    const parents = [];
    for (let i = 0; i < known.length; i++) {
      const [place, hash] = known[i];
      let other = null;
      if (place % 2 === 0 && known[i + 1]?.[0] === place + 1) other = known[++i][1];
      else if (place % 2 === 1 || place + 1 < width) {
        if (used === hashes.length) return null;
        other = hashes[used++];
      }
      const parent = other === null ? hash : place % 2 === 0 ? nodeHash(hash, other) : nodeHash(other, hash);
      parents.push([Math.floor(place / 2), parent]);
    }
    known = parents;
    width = Math.ceil(width / 2);
  }
  return used === hashes.length && known.length === 1 ? known[0][1] : null;
}

/** How an original that cannot stand in a line as it is stands there. */
function lineFor(original) {
  if (original[0] !== 0x7b) return Buffer.from(JSON.stringify({ log: original.toString('utf8') }));
  return Buffer.from(original.map((byte) => (byte === 10 || byte === 13 ? 32 : byte)));
}

/** Every event leads to the header of its block and every header to the signed checkpoint. */
async function proveEvents(pack, key, outsideFile) {
  const events = linesOf(pack, 'events.ndjson');
  const outside = outsideFile ? readFileSync(outsideFile, 'utf8') : null;
  const counts = { events: 0, blocks: 0, whole: 0 };
  const logs = [];
  let log = null;
  let ended = false;
  let number = 0;
  const takeLog = async (line, where) => {
    strict(line, 'type,cluster,origin,checkpoint', where);
    const note = (await readWhole(pack, line.checkpoint)).toString('utf8');
    const checkpoint = readCheckpoint(openNote(note, [key], line.checkpoint).text, line);
    if (outside !== null && !outside.includes(note)) {
      throw new Bad(
        `${line.checkpoint}: is not among the checkpoints of ${outsideFile}: the log was cut off or rewritten, or the copy is older`,
      );
    }
    log = { ...line, checkpoint, seq: 0, events: 0 };
    logs.push(log);
  };
  const takeBlock = async (line, where) => {
    strict(line, 'type,header,path,events,marks,hashes,exact', where);
    const match = log && HEADER.exec(String(line.header));
    if (!match) throw new Bad(`${where}: the block header has another form than expected`);
    const [, origin, cluster, seqText, sizeText, root] = match;
    if (origin !== log.origin || cluster !== log.cluster) throw new Bad(`${where}: a block of another log`);
    const seq = Number(seqText);
    const size = Number(sizeText);
    if (seq <= log.seq) throw new Bad(`${where}: block ${seq} after block ${log.seq}`);
    log.seq = seq;
    const found = rootFromPath(
      leafHash(Buffer.from(line.header)),
      seq - 1,
      log.checkpoint.size,
      pathOf(line.path, where),
    );
    if (!found?.equals(log.checkpoint.root))
      throw new Bad(`${where}: the header of block ${seq} is not in the log that was signed`);
    const leaves = [];
    for (const ordinal of placesOf(line.events, size, where)) {
      const { value, done } = await events.next();
      if (done)
        throw new Bad(`events.ndjson: ends after line ${counts.events}; event ${ordinal} of block ${seq} is missing`);
      counts.events++;
      const here = `events.ndjson, line ${counts.events}: event ${ordinal} of block ${seq} of cluster ${cluster}`;
      const exact = line.exact[ordinal];
      const original = exact === undefined ? value : base64Of(exact, where);
      if (exact !== undefined && !lineFor(original).equals(value)) throw new Bad(`${here} is not its original`);
      const leaf = leafHash(original);
      const mark = line.marks.slice(leaves.length * MARK_DIGITS, (leaves.length + 1) * MARK_DIGITS);
      if (leaf.toString('hex', 0, MARK_DIGITS / 2) !== mark)
        throw new Bad(`${here} is not the one that was written, or ${where} was changed`);
      leaves.push([ordinal, leaf]);
    }
    if (line.marks.length !== leaves.length * MARK_DIGITS) throw new Bad(`${where}: has marks for other events`);
    if (!rootFromSome(leaves, size, pathOf(line.hashes, where))?.equals(Buffer.from(root, 'hex'))) {
      throw new Bad(`${where}: the events of block ${seq} do not lead to its header`);
    }
    counts.blocks++;
    log.events += leaves.length;
    if (leaves.length === size) counts.whole++;
  };
  for await (const bytes of linesOf(pack, 'proofs.ndjson')) {
    const where = `proofs.ndjson, line ${++number}`;
    if (ended) throw new Bad(`${where}: something follows the end`);
    const text = bytes.toString('utf8');
    let line;
    try {
      line = JSON.parse(text);
    } catch {
      throw new Bad(`${where}: not JSON`);
    }
    if (JSON.stringify(line) !== text) throw new Bad(`${where}: not as it was written`);
    if (line.type === 'log') await takeLog(line, where);
    else if (line.type === 'block') await takeBlock(line, where);
    else if (line.type === 'end') {
      strict(line, 'type,blocks,events', where);
      if (line.blocks !== counts.blocks || line.events !== counts.events)
        throw new Bad(`${where}: it says other counts`);
      ended = true;
    } else throw new Bad(`${where}: neither a log nor a block nor the end`);
  }
  if (!ended) throw new Bad(`proofs.ndjson: ends after line ${number} without its last line`);
  if (!(await events.next()).done)
    throw new Bad(`events.ndjson, line ${counts.events + 1}: an event that nothing proves`);
  return { counts, logs };
}

/** [[3, 5], [9, 9]] → 3, 4, 5, 9: ascending, and in the block. */
function placesOf(ranges, size, where) {
  const places = [];
  let last = -1;
  for (const [from, to] of Array.isArray(ranges) ? ranges : []) {
    if (!Number.isInteger(from) || !Number.isInteger(to) || from <= last || to < from || to >= size)
      throw new Bad(`${where}: the places of its events are not ascending, or not in the block`);
    for (let place = from; place <= to; place++) places.push(place);
    last = to;
  }
  if (places.length === 0) throw new Bad(`${where}: a block without events`);
  return places;
}

/** Rows of CSV: line breaks in quotes are none. */
async function countRows(pack) {
  let quoted = false;
  let rows = 0;
  const member = pack.members.get('events.csv');
  if (!member) return null;
  for await (const piece of member.open()) {
    for (const byte of piece) {
      if (byte === 0x22) quoted = !quoted;
      else if (byte === 10 && !quoted) rows++;
    }
  }
  return rows;
}

async function hashOfFile(file, length) {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { end: length - 1 })) hash.update(piece);
  return hash.digest('hex');
}

async function verifyPack(file, isFolder, givenKey, outsideFile) {
  const problems = [];
  const tell = (problem) => problems.includes(problem) || problems.push(problem);
  const attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Bad)) throw error;
      tell(error.message);
      return null;
    }
  };
  const pack = await attempt(async () => (isFolder ? openFolder(file) : openZip(file)));
  if (!pack) return { problems };
  const opened = await attempt(() => openManifest(pack, givenKey));
  if (!opened) return { problems };
  const { manifest, key } = opened;
  await compareMembers(pack, manifest, tell);
  const proved = await attempt(() => proveEvents(pack, key, outsideFile));
  if (proved && proved.counts.events !== opened.events) {
    tell(`manifest.note: says ${opened.events} events, the pack proves ${proved.counts.events}`);
  }
  const rows = await attempt(() => countRows(pack));
  if (rows !== null && problems.length === 0 && rows !== opened.events + 1) {
    tell(`events.csv: has ${rows - 1} rows for ${opened.events} events`);
  }
  if (pack.sha256 !== null && problems.length === 0 && (await hashOfFile(file, pack.hashed)) !== pack.sha256) {
    tell(
      'the ZIP around the files was changed (its headers, or how a file is compressed), or its closing line; the files are as they were packed',
    );
  }
  return { problems, manifest, key, proved };
}

async function mainPack(file, isFolder, key, outsideFile) {
  const { problems, manifest, key: signer, proved } = await verifyPack(file, isFolder, key, outsideFile);
  if (problems.length > 0) {
    const more = problems.length > MOST_SHOWN ? `\n  and ${problems.length - MOST_SHOWN} more` : '';
    return fail(
      1,
      `${file}: NOT as it was packed.\n${problems
        .slice(0, MOST_SHOWN)
        .map((problem) => `  ${problem}`)
        .join('\n')}${more}`,
    );
  }
  const { counts, logs } = proved;
  console.log(`${file}: proved.`);
  console.log(
    `  ${counts.events} events in ${counts.blocks} blocks, ${counts.whole} of them whole; ${manifest.members.length} files as they were packed`,
  );
  for (const { cluster, origin, checkpoint, events } of logs) {
    console.log(
      `  cluster ${cluster}: ${events} events; log ${origin}, checkpoint of ${new Date(checkpoint.at / 1000).toISOString()}: ${checkpoint.size} blocks, ${checkpoint.events} events`,
    );
  }
  console.log(
    `  packed ${manifest.packedAt} by ${JSON.stringify(manifest.packedBy.name)}; ${manifest.query ? `query: ${JSON.stringify(manifest.query.text || 'all events')}` : `case ${manifest.case?.id}`}`,
  );
  console.log(
    `  signed by ${signer.toString('base64')}${key ? '' : ' (from the pack itself: compare it with the one you know)'}`,
  );
  return 0;
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
    const isFolder = statSync(file).isDirectory();
    if (isFolder || looksLikeZip(file)) {
      return await mainPack(file, isFolder, key, call.values.checkpoint);
    }
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

/** By its name too: a ZIP whose first bytes were changed is a changed ZIP. */
function looksLikeZip(file) {
  if (/\.zip$/i.test(file)) return true;
  const fd = openSync(file, 'r');
  try {
    const head = Buffer.alloc(2);
    return readSync(fd, head, 0, 2, 0) === 2 && head.toString('latin1') === 'PK';
  } finally {
    closeSync(fd);
  }
}

function fail(code, message) {
  console.error(message);
  return code;
}

process.exitCode = await main();
