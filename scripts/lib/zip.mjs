// Reads files out of a zip archive held in memory (no zip64, no encryption: enough for one release archive).
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;

/** Yields { name, mode, data() } for every file; mode is the unix permission bits, 0 when the archive has none. */
export function* zipEntries(zip) {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('not a zip archive');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new Error('zip directory is broken');
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const size = zip.readUInt32LE(at + 24);
    const nameLength = zip.readUInt16LE(at + 28);
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const mode = (zip.readUInt32LE(at + 38) >>> 16) & 0o777;
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (!name.endsWith('/')) yield { name, mode, data: () => unpack(zip, local, method, packed, size, name) };
  }
}

function unpack(zip, local, method, packed, size, name) {
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const raw = zip.subarray(from, from + packed);
  const data = method === 8 ? inflateRawSync(raw) : raw;
  if ((method !== 0 && method !== 8) || data.length !== size) throw new Error(`zip entry ${name} is broken`);
  return data;
}
