import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { ByteReader } from '../../../src-shared/bytes/byte-reader.js';
import { PacketError } from '../../../src-shared/bytes/packet-error.js';
import { invalidArgument } from '../../../src-shared/model/ble-error.js';
import { keyError } from './key-error.js';
import { DATA_KEY_BYTES, type KeyWrap } from './key-wrap.js';

/** Work of scrypt, RFC 7914: N is 2 to the log2N; memory is 128 N r bytes. */
export interface ScryptCost {
  log2N: number;
  r: number;
  p: number;
}

/** 128 MiB, about 0.3 s on a desktop of 2020. */
export const DEFAULT_COST: ScryptCost = { log2N: 17, r: 8, p: 1 };
export const PASSPHRASE_WRAP = 'passphrase';

/** What a file may ask for: a hostile one must neither exhaust memory nor hold up the program for long. */
const MOST_MEMORY = 256 * 1024 * 1024;
const MOST_WORK = 2 ** 22;

const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PARAMETER_BYTES = 3 + SALT_BYTES;
export const WRAPPED_BYTES = PARAMETER_BYTES + NONCE_BYTES + DATA_KEY_BYTES + TAG_BYTES;

/**
 * Wraps by a key that scrypt makes of the passphrase, with AES-256-GCM. Wrapped: log2N, r, p, 16 bytes of salt, which are the associated
 * data; 12 bytes of nonce, the encrypted key, 16 bytes of tag. The passphrase counts in Unicode's form NFKC, so that every keyboard types
 * the same one. Throws 'invalid-argument' for an empty passphrase or a cost beyond the limits.
 */
export function passphraseWrap(passphrase: string, cost: ScryptCost = DEFAULT_COST): KeyWrap {
  if (typeof passphrase !== 'string' || passphrase === '') throw invalidArgument('key file', 'the passphrase is empty');
  if (!isWithinLimits(cost)) throw invalidArgument('key file', 'the cost of scrypt is out of range');
  const secret = Buffer.from(passphrase.normalize('NFKC'), 'utf8');
  return {
    id: PASSPHRASE_WRAP,
    label: 'passphrase',
    async wrap(dataKey) {
      const parameters = Buffer.concat([Uint8Array.of(cost.log2N, cost.r, cost.p), randomBytes(SALT_BYTES)]);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', await derive(secret, parameters.subarray(3), cost), nonce);
      cipher.setAAD(parameters);
      const encrypted = Buffer.concat([cipher.update(dataKey), cipher.final()]);
      return new Uint8Array(Buffer.concat([parameters, nonce, encrypted, cipher.getAuthTag()]));
    },
    async unwrap(wrapped) {
      const { cost, salt, nonce, encrypted, tag } = parse(wrapped);
      const decipher = createDecipheriv('aes-256-gcm', await derive(secret, salt, cost), nonce, {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(wrapped.subarray(0, PARAMETER_BYTES));
      decipher.setAuthTag(tag);
      const dataKey = decipher.update(encrypted);
      try {
        decipher.final();
      } catch {
        throw keyError('wrong-passphrase', {
          operation: 'open the key file',
          message: 'The passphrase is not the one the keys were saved with.',
          fix: 'Try again; the keys are untouched.',
        });
      }
      return { dataKey: new Uint8Array(dataKey) };
    },
  };
}

function isWithinLimits({ log2N, r, p }: ScryptCost): boolean {
  if (![log2N, r, p].every((value) => Number.isInteger(value) && value >= 1 && value <= 255) || log2N > 20)
    return false;
  const N = 2 ** log2N;
  return 128 * N * r <= MOST_MEMORY && N * r * p <= MOST_WORK;
}

function parse(wrapped: Uint8Array) {
  const reader = new ByteReader(wrapped, 'key file');
  try {
    const cost = { log2N: reader.u8('log2N'), r: reader.u8('r'), p: reader.u8('p') };
    const salt = reader.take(SALT_BYTES, 'salt');
    const nonce = reader.take(NONCE_BYTES, 'nonce');
    const encrypted = reader.take(DATA_KEY_BYTES, 'key');
    const tag = reader.take(TAG_BYTES, 'tag');
    if (reader.remaining > 0 || !isWithinLimits(cost)) throw damaged();
    return { cost, salt, nonce, encrypted, tag };
  } catch (error) {
    if (error instanceof PacketError) throw damaged();
    throw error;
  }
}

function damaged(): Error {
  return keyError('damaged', {
    operation: 'open the key file',
    message: 'What protects the keys by a passphrase is not as this program writes it.',
  });
}

/** On a thread of the pool: the caller's goes on. */
function derive(secret: Uint8Array, salt: Uint8Array, { log2N, r, p }: ScryptCost): Promise<Buffer> {
  const N = 2 ** log2N;
  // As OpenSSL counts it: the table, the blocks and a little.
  const maxmem = 128 * r * (N + p + 2) + 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, 32, { N, r, p, maxmem }, (error, key) => {
      if (!error) return resolve(key);
      reject(
        keyError('unavailable', {
          operation: 'open the key file',
          message: `The key of the passphrase could not be computed: ${error.message}.`,
          cause: error,
        }),
      );
    });
  });
}
