import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFromBytes, addressKind, addressToBytes, parseAddress } from './address.js';
import { BleError, errorInfo } from './ble-error.js';
import { Uuid, type UuidLike } from './uuid.js';

describe('Uuid', () => {
  it.each([
    [0x180f, '180f', 16],
    ['180F', '180f', 16],
    ['0000180f', '180f', 16],
    ['0000180f-0000-1000-8000-00805f9b34fb', '180f', 16],
    [0x32314241, '32314241', 32],
    ['32314241', '32314241', 32],
    ['6e400001b5a3f393e0a9e50e24dcca9e', '6e400001-b5a3-f393-e0a9-e50e24dcca9e', 128],
    ['6E400001-B5A3-F393-E0A9-E50E24DCCA9E', '6e400001-b5a3-f393-e0a9-e50e24dcca9e', 128],
  ])('%s reads %s, %i bits', (value, text, width) => {
    const uuid = Uuid.from(value as UuidLike);
    expect([String(uuid), uuid.width]).toEqual([text, width]);
    expect(uuid.equals(text)).toBe(true);
    expect(JSON.stringify(uuid)).toBe(`"${text}"`);
  });

  it.each(['', '18', '180', '180g', '6e400001-b5a3-f393-e0a9', -1, 2 ** 32, 1.5, Number.NaN, null, undefined, {}])(
    '%s is refused',
    (value) => {
      expect(() => Uuid.from(value as UuidLike)).toThrow(
        expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining('is not a UUID') }),
      );
    },
  );

  it.each([5n, Symbol('x'), null, {}, () => 1])('what is no UUID at all is refused in words: %#', (value) => {
    expect(() => Uuid.from(value as never)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining('is not a UUID') }),
    );
    expect(() => Uuid.fromBytes(value as never)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });

  it('keeps no hold of a Buffer it was made from', () => {
    const bytes = Buffer.alloc(16, 1);
    const uuid = Uuid.fromBytes(bytes);
    bytes.fill(2);
    expect(uuid.toBytes()).toEqual(new Uint8Array(16).fill(1));
  });

  it('bytes on air are least significant first, in every width that holds it', () => {
    expect(Uuid.from(0x180f).toBytes()).toEqual(Uint8Array.of(0x0f, 0x18));
    expect(Uuid.from(0x180f).toBytes(128).slice(10)).toEqual(Uint8Array.of(0, 0, 0x0f, 0x18, 0, 0));
    expect(() => Uuid.from(0x32314241).toBytes(16)).toThrow(/does not fit 16 bits/);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(Uuid.fromBytes(bytes).toBytes(128)).toEqual(bytes);
        expect(Uuid.from(String(Uuid.fromBytes(bytes))).toBytes(128)).toEqual(bytes);
      }),
    );
    expect(() => Uuid.fromBytes(new Uint8Array(3))).toThrow(/3 bytes/);
  });
});

describe('addresses', () => {
  it('are read in the usual spellings and shown in one', () => {
    for (const text of ['C2:00:00:00:00:0A', 'c2-00-00-00-00-0a', 'c2000000000a'])
      expect(parseAddress(text)).toBe('c2:00:00:00:00:0a');
    for (const bad of ['', 'c2:00', 'c2:00:00:00:00:0g', 'c2:00:00:00:00:0a:00', '::::::']) {
      expect(() => parseAddress(bad)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    }
  });

  it('go on air least significant byte first', () => {
    expect(addressToBytes('c2:00:00:00:00:0a')).toEqual(Uint8Array.of(0x0a, 0, 0, 0, 0, 0xc2));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (bytes) => {
        expect(addressToBytes(addressFromBytes(bytes))).toEqual(bytes);
      }),
    );
  });

  it('tell their kind by the two top bits, Core Vol 6 Part B 1.3.2', () => {
    const kind = (top: string) => addressKind({ address: `${top}:00:00:00:00:00`, type: 'random' });
    expect([kind('c2'), kind('42'), kind('02'), kind('82')]).toEqual([
      'static',
      'resolvable',
      'non-resolvable',
      'reserved',
    ]);
    expect(addressKind({ address: 'c2:00:00:00:00:00', type: 'public' })).toBe('public');
  });
});

describe('BleError', () => {
  it('crosses IPC and comes back', () => {
    const error = new BleError('hci/connection-timeout', {
      layer: 'hci',
      operation: 'connect',
      status: 8,
      origin: 'peer',
      fix: 'Go nearer.',
    });
    expect(BleError.fromInfo(structuredClone(error.toInfo()))).toMatchObject({
      ...error.toInfo(),
      message: 'connect: hci/connection-timeout',
    });
  });

  it('anything thrown has an ErrorInfo', () => {
    expect(errorInfo(new TypeError('oops'), 'save')).toEqual({
      code: 'internal',
      layer: 'app',
      message: 'oops',
      origin: 'local',
      operation: 'save',
    });
    expect(errorInfo('text', 'save').message).toBe('text');
  });
});
