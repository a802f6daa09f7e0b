/**
 * A bit field that says of some events' bytes which strings cannot be in them: a bit for every three bytes that follow each
 * other (capital letters of ASCII as small ones) and four for every UUID. Some 10,000 different threes are in any thousand
 * events, because UUIDs and times hold nearly all that digits can make; what words are made of is rare, and a UUID is found
 * by its own bits. Measured on 8,000 events: a fifth of the bits are set.
 */

const BITS_LOG2 = 18;
export const SIGNATURE_BYTES = 1 << (BITS_LOG2 - 3);

const SHIFT = 32 - BITS_LOG2;
const BIT_MASK = (1 << BITS_LOG2) - 1;
const MIX = 0x9e3779b1 | 0;
const HYPHEN = 45;
const UUID_BYTES = 36;
const BITS_PER_UUID = 4;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** By byte: its small letter. */
const SMALL = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte | 32 : byte));

/** By byte: 1 where it is a hexadecimal digit. */
const IS_HEX = Uint8Array.from({ length: 256 }, (_, byte) => (/[0-9a-fA-F]/.test(String.fromCharCode(byte)) ? 1 : 0));

/** Adds what is in `bytes` from `start` on. This loop sees every byte of all evidence: nothing in it is a call or an object. */
export function addToSignature(signature: Uint8Array, bytes: Uint8Array, start = 0): void {
  const end = bytes.length;
  if (end - start < 3) return;
  let three = ((SMALL[bytes[start] as number] as number) << 8) | (SMALL[bytes[start + 1] as number] as number);
  for (let i = start + 2; i < end; i++) {
    const byte = bytes[i] as number;
    three = ((three << 8) | (SMALL[byte] as number)) & 0xffffff;
    const bit = Math.imul(three, MIX) >>> SHIFT;
    signature[bit >>> 3] = (signature[bit >>> 3] as number) | (1 << (bit & 7));
    // The first hyphen of a UUID has three more behind it.
    if (byte === HYPHEN && bytes[i + 5] === HYPHEN && bytes[i + 10] === HYPHEN && bytes[i + 15] === HYPHEN) {
      if (isUuidAt(bytes, i - 8, start)) for (const uuidBit of uuidBits(bytes, i - 8)) set(signature, uuidBit);
    }
  }
}

/** The bits that are set in the signature of whatever holds `bytes`; none for less than three bytes. */
export function signatureBits(bytes: Uint8Array): Uint32Array {
  const signature = new Uint8Array(SIGNATURE_BYTES);
  addToSignature(signature, bytes);
  const bits: number[] = [];
  signature.forEach((byte, place) => {
    if (byte === 0) return;
    for (let i = 0; i < 8; i++) if (byte & (1 << i)) bits.push(8 * place + i);
  });
  return Uint32Array.from(bits);
}

/** False where something with these bits cannot be. */
export function mayHold(signature: Uint8Array, bits: Uint32Array): boolean {
  for (const bit of bits) if (((signature[bit >>> 3] as number) & (1 << (bit & 7))) === 0) return false;
  return true;
}

function set(signature: Uint8Array, bit: number): void {
  signature[bit >>> 3] = (signature[bit >>> 3] as number) | (1 << (bit & 7));
}

/** 8-4-4-4-12 hexadecimal digits; the hyphens have been seen. */
function isUuidAt(bytes: Uint8Array, at: number, start: number): boolean {
  if (at < start || at + UUID_BYTES > bytes.length) return false;
  for (let i = 0; i < UUID_BYTES; i++) {
    if (IS_HEX[bytes[at + i] as number] === 0 && i !== 8 && i !== 13 && i !== 18 && i !== 23) return false;
  }
  return true;
}

function uuidBits(bytes: Uint8Array, at: number): number[] {
  let first = FNV_OFFSET;
  let second = MIX;
  for (let i = 0; i < UUID_BYTES; i++) {
    const byte = SMALL[bytes[at + i] as number] as number;
    first = Math.imul(first ^ byte, FNV_PRIME);
    second = Math.imul(second ^ byte, MIX);
  }
  first = (first ^ (first >>> 15)) >>> 0;
  second = (second >>> SHIFT) | 1;
  return Array.from({ length: BITS_PER_UUID }, (_, k) => (first + Math.imul(k, second)) & BIT_MASK);
}
