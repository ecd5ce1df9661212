import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PacketError } from '../../../src-shared/bytes/packet-error.js';
import { decodeAnswer, decodeFeatures, decodeRequest, encodeAnswer, encodeRequest } from './extended.js';
import {
  decodeBaseAnswer,
  decodeBaseCommand,
  encodeBaseAnswer,
  encodeBaseCommand,
  encodeListing,
  ListingReader,
} from './protocol.js';
import { whyUnsafe } from './safe-name.js';

describe('the base protocol', () => {
  it('commands and answers are as aioble has them', () => {
    expect(encodeBaseCommand({ command: 3, seq: 7, path: 'a.txt' })).toEqual(
      Uint8Array.of(3, 7, 97, 46, 116, 120, 116),
    );
    expect(encodeBaseAnswer({ is: 'size', seq: 7, status: 0, size: 5_000 })).toEqual(
      Uint8Array.of(7, 0, 0x88, 0x13, 0, 0),
    );
    expect(encodeBaseAnswer({ is: 'done', seq: 7, status: 2 })).toEqual(Uint8Array.of(4, 7, 2));
    expect(decodeBaseAnswer(Uint8Array.of(4, 7, 2))).toEqual({ is: 'done', seq: 7, status: 2 });
    expect(decodeBaseCommand(Uint8Array.of(2, 9))).toEqual({ command: 2, seq: 9, path: '' });
  });

  it('a listing is read however it is cut', () => {
    const files = [
      { name: 'boot.py', size: 139 },
      { name: 'ä:b.txt', size: 0 },
    ];
    const whole = encodeListing(files);
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const reader = new ListingReader();
      reader.push(whole.slice(0, cut));
      reader.push(whole.slice(cut));
      expect([reader.files, reader.isDone]).toEqual([files, true]);
    }
    expect(() => new ListingReader().push(new TextEncoder().encode('no size\n'))).toThrow(PacketError);
  });
});

it('requests and answers come back as they were', () => {
  const sha256 = new Uint8Array(32).fill(7);
  for (const request of [
    { is: 'stat', seq: 1, name: 'a' },
    { is: 'read', seq: 2, offset: 2 ** 33 + 1, name: 'log.csv' },
    { is: 'write', seq: 3, size: 5_000_000, sha256, overwrite: true, name: 'fw.bin' },
    { is: 'delete', seq: 4, name: 'x' },
    { is: 'rename', seq: 5, name: 'old', to: 'new' },
  ] as const)
    expect(decodeRequest(encodeRequest(request))).toEqual(request);
  for (const answer of [
    { is: 'stat', seq: 1, status: 0, size: 9, modifiedMs: 1_800_000_000_000, sha256 },
    { is: 'stat', seq: 1, status: 2, size: 0, modifiedMs: 0, sha256: null },
    { is: 'begin', seq: 2, status: 0, offset: 2 ** 40 },
    { is: 'done', seq: 3, status: 7 },
  ] as const)
    expect(decodeAnswer(encodeAnswer(answer))).toEqual(answer);
});

it('20,000 random messages: understood or refused by a typed error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (data) => {
      for (const decode of [decodeBaseCommand, decodeBaseAnswer, decodeRequest, decodeAnswer, decodeFeatures]) {
        try {
          decode(data);
        } catch (error) {
          expect(error).toBeInstanceOf(PacketError);
        }
      }
    }),
    { numRuns: 20_000 },
  );
});

it.each([
  '../a',
  'a/b',
  'a\\b',
  '..',
  '.',
  '',
  'C:x',
  'nul',
  'CON.txt',
  'a\0b',
  'a\u202eb',
  'x.part',
  '.ssh',
  'a ',
  'a.',
  'x'.repeat(300),
  'e\u0301',
])('the name %j does not leave the folder, hide or pass for another', (name) => expect(whyUnsafe(name)).not.toBeNull());
it.each(['readme.txt', 'boot.py', 'Müller 2.csv', 'log-2026-11-21.cbor', 'a'])('%j is a name', (name) =>
  expect(whyUnsafe(name)).toBeNull(),
);
