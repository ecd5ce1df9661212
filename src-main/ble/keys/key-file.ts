import { createCipheriv, createDecipheriv, createHash, type KeyObject, randomBytes } from 'node:crypto';
import { equalBytes, fromHex, toHex } from '../../../src-shared/bytes/hex.js';
import { isObject } from './bond-json.js';
import { keyError } from './key-error.js';

/**
 * A key file:
 *
 * | part | what |
 * |---|---|
 * | header | one line of JSON: format, version, what wraps the data key, the wrapped key in hex, the nonce in hex |
 * | body | AES-256-GCM over the document in UTF-8, the header line being the associated data; 16 bytes of tag |
 * | checksum | SHA-256 of all before it |
 *
 * The checksum protects nothing: it tells a file that was damaged from one that is whole but not opened by this passphrase.
 */
export interface KeyFileHeader {
  wrapId: string;
  /** What wraps it, for people; null where the file does not say. */
  label: string | null;
  wrapped: Uint8Array;
}

export interface ParsedKeyFile extends KeyFileHeader {
  nonce: Uint8Array;
  headerLine: Uint8Array;
  /** Encrypted body with its tag. */
  body: Uint8Array;
}

export const KEY_FILE_FORMAT = 'ble-workbench-keys';
export const KEY_FILE_VERSION = 1;
/** Bytes; nothing larger is read. */
export const LARGEST_KEY_FILE = 48 * 1024 * 1024;
const LONGEST_HEADER = 12 * 1024;
const MOST_WRAPPED = 4 * 1024;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CHECKSUM_BYTES = 32;
const NEWLINE = 0x0a;

/** Seals a document under a fresh nonce. */
export function sealKeyFile({ wrapId, label, wrapped }: KeyFileHeader, dataKey: KeyObject, text: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const header = {
    format: KEY_FILE_FORMAT,
    version: KEY_FILE_VERSION,
    wrap: wrapId,
    label: label ?? undefined,
    key: toHex(wrapped),
    nonce: toHex(nonce),
  };
  const headerLine = Buffer.from(`${JSON.stringify(header)}\n`, 'utf8');
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce);
  cipher.setAAD(headerLine);
  const content = Buffer.concat([headerLine, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return new Uint8Array(Buffer.concat([content, sha256(content)]));
}

/** Takes a file apart without opening it. Throws 'keystore/damaged', 'keystore/newer-version'. */
export function parseKeyFile(bytes: Uint8Array): ParsedKeyFile {
  const content = bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM_BYTES));
  if (!equalBytes(sha256(content), bytes.subarray(content.length))) throw damaged('its checksum is wrong');
  const lineEnd = content.subarray(0, LONGEST_HEADER).indexOf(NEWLINE);
  const headerLine = content.subarray(0, lineEnd + 1);
  const header = parseHeader(headerLine);
  if (!isObject(header) || header.format !== KEY_FILE_FORMAT || !Number.isInteger(header.version))
    throw damaged('it has no header');
  if ((header.version as number) > KEY_FILE_VERSION) {
    throw keyError('newer-version', {
      operation: 'open the key file',
      message: `The key file was written by a later version of the program: format ${header.version}, and this one knows ${KEY_FILE_VERSION}.`,
      fix: 'Use the later version; the keys are untouched.',
    });
  }
  const { wrap, label = null, key, nonce } = header;
  const wrapped = typeof key === 'string' && key.length <= 2 * MOST_WRAPPED ? fromHex(key) : null;
  const nonceBytes = typeof nonce === 'string' ? fromHex(nonce) : null;
  const body = content.subarray(headerLine.length);
  if (typeof wrap !== 'string' || !/^[a-z][a-z-]{0,31}$/.test(wrap)) throw damaged('it does not say what opens it');
  if (label !== null && (typeof label !== 'string' || label.length > 64)) throw damaged('its label is wrong');
  if (!wrapped || nonceBytes?.length !== NONCE_BYTES || body.length < TAG_BYTES) throw damaged('its header is wrong');
  return { wrapId: wrap, label, wrapped, nonce: nonceBytes, headerLine, body };
}

/** The sealed document. Throws 'keystore/damaged' where it, its header or the data key is not what was sealed. */
export function openKeyFile({ headerLine, nonce, body }: ParsedKeyFile, dataKey: KeyObject): string {
  const decipher = createDecipheriv('aes-256-gcm', dataKey, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(headerLine);
  decipher.setAuthTag(body.subarray(body.length - TAG_BYTES));
  const opened = decipher.update(body.subarray(0, body.length - TAG_BYTES));
  try {
    decipher.final();
  } catch {
    throw damaged('its content was changed');
  }
  return opened.toString('utf8');
}

function parseHeader(line: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(line).toString('utf8'));
  } catch {
    return null;
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest();
}

function damaged(why: string): Error {
  return keyError('damaged', { operation: 'open the key file', message: `The key file is damaged: ${why}.` });
}
