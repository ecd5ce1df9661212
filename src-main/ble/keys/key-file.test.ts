import { createHash, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BleError } from '../../../src-shared/model/ble-error.js';
import { openKeyFile, parseKeyFile, sealKeyFile } from './key-file.js';

const key = createSecretKey(new Uint8Array(32).fill(3));
const header = { wrapId: 'passphrase', label: 'passphrase', wrapped: new Uint8Array(79).fill(4) };
const text = JSON.stringify({ ltk: '0badc0de'.repeat(4) });
const sealed = sealKeyFile(header, key, text);

/** With the checksum of an author who knows the format. */
function withChecksum(content: Uint8Array): Uint8Array {
  return Uint8Array.of(...content, ...createHash('sha256').update(content).digest());
}
const content = sealed.subarray(0, sealed.length - 32);
const bodyAt = content.indexOf(0x0a) + 1;
const open = (bytes: Uint8Array) => openKeyFile(parseKeyFile(bytes), key);

describe('a key file', () => {
  test('gives back what was sealed, and says in its first line what opens it', () => {
    expect(open(sealed)).toBe(text);
    expect(JSON.parse(Buffer.from(sealed).toString('utf8').split('\n', 1)[0] as string)).toEqual({
      format: 'ble-workbench-keys',
      version: 1,
      wrap: 'passphrase',
      label: 'passphrase',
      key: '04'.repeat(79),
      nonce: expect.stringMatching(/^[0-9a-f]{24}$/),
    });
    expect(Buffer.from(sealed).includes('0badc0de')).toBe(false);
  });

  test('has another nonce each time', () => {
    const nonces = new Set(Array.from({ length: 100 }, () => `${parseKeyFile(sealKeyFile(header, key, text)).nonce}`));
    expect(nonces.size).toBe(100);
  });

  test('is not opened by another key', () => {
    const other = createSecretKey(new Uint8Array(32).fill(5));
    expect(() => openKeyFile(parseKeyFile(sealed), other)).toThrow(
      expect.objectContaining({ code: 'keystore/damaged' }),
    );
  });

  test('with any byte changed, or cut anywhere, is damaged', () => {
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] as number) ^ 0x20;
      expect(() => open(changed)).toThrow(expect.objectContaining({ code: 'keystore/damaged' }));
      expect(() => open(sealed.subarray(0, at))).toThrow(expect.objectContaining({ code: 'keystore/damaged' }));
    }
  });

  test('changed by someone who corrects the checksum does not open either: not its header, nor its body', () => {
    for (let at = 0; at < content.length; at += 1) {
      const changed = Uint8Array.from(content);
      changed[at] = (changed[at] as number) ^ 0x01;
      expect(() => open(withChecksum(changed))).toThrow(BleError);
    }
  });

  test('of a later version says so', () => {
    const line = JSON.stringify({ format: 'ble-workbench-keys', version: 2, anything: true });
    expect(() => parseKeyFile(withChecksum(Buffer.from(`${line}\nwhatever`)))).toThrow(
      expect.objectContaining({ code: 'keystore/newer-version' }),
    );
  });

  test.each<[string, object]>([
    ['another format', { format: 'x' }],
    ['half a version', { version: 1.5 }],
    ['a wrap that is no name', { wrap: '../x' }],
    ['no wrap', { wrap: undefined }],
    ['a label that is none', { label: 'x'.repeat(65) }],
    ['a wrapped key that is no hex', { key: 'xy' }],
    ['a wrapped key of 5 kB', { key: '00'.repeat(5_000) }],
    ['a nonce of 11 bytes', { nonce: '00'.repeat(11) }],
  ])('with %s in its header is damaged', (_, change) => {
    const line = JSON.parse(Buffer.from(content.subarray(0, bodyAt)).toString('utf8'));
    const bytes = Buffer.concat([Buffer.from(`${JSON.stringify({ ...line, ...change })}\n`), content.subarray(bodyAt)]);
    expect(() => parseKeyFile(withChecksum(bytes))).toThrow(expect.objectContaining({ code: 'keystore/damaged' }));
  });

  test('of 20,000 made up and mutated ones none does worse than a typed error', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map(withChecksum),
      fc.string({ unit: 'binary', maxLength: 200 }).map((line) => withChecksum(Buffer.from(`${line}\n`, 'utf8'))),
      fc.json().map((line) => withChecksum(Buffer.from(`${line}\n${'x'.repeat(40)}`, 'utf8'))),
      fc
        .array(fc.tuple(fc.nat(content.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
        .map((edits) => {
          const changed = Uint8Array.from(content);
          for (const [at, value] of edits) changed[at] = value;
          return withChecksum(changed);
        }),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          expect(open(input)).toBe(text);
        } catch (error) {
          if (!(error instanceof BleError)) throw error;
          expect(error.code).toMatch(/^keystore\/(damaged|newer-version)$/);
        }
      }),
      { numRuns: 20_000 },
    );
  });
});
