import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BleError } from '../../src-shared/model/ble-error.js';
import { normaliseAdapterSpec, specKind } from './adapter-spec.js';

describe('adapter addresses', () => {
  test.each([
    [' tcp:LocalHost:09000 ', 'tcp:localhost:9000'],
    ['TCP:127.0.0.1:1', 'tcp:127.0.0.1:1'],
    ['tcp:[::1]:9000', 'tcp:[::1]:9000'],
    ['unix:/tmp/bt-server-le', 'unix:/tmp/bt-server-le'],
    ['serial:/dev/ttyACM0', 'serial:/dev/ttyACM0'],
    ['serial:/dev/ttyACM0?baud=01000000', 'serial:/dev/ttyACM0?baud=1000000'],
    ['serial:COM5?baud=115200', 'serial:COM5?baud=115200'],
  ])('%j is %j', (text, spec) => {
    expect(normaliseAdapterSpec(text, 'linux')).toBe(spec);
  });

  test.each([
    ['', 'does not begin with tcp:, unix: or serial:'],
    ['usb:', 'does not begin with'],
    ['127.0.0.1:9000', 'does not begin with'],
    ['tcp:', 'needs a host and a port, like tcp:127.0.0.1:9000'],
    ['tcp:127.0.0.1', 'needs a host and a port'],
    ['tcp:::1:9000', 'or tcp:[::1]:9000'],
    ['tcp:host:0', '"0" is not a port'],
    ['tcp:host:65536', 'use 1 to 65535'],
    ['tcp:host:http', '"http" is not a port'],
    ['tcp:host:', '"" is not a port'],
    ['tcp:a b:1', 'needs a host and a port'],
    ['unix:', 'needs a path from the root'],
    ['unix:bt-server', 'needs a path from the root'],
    ['unix:/tmp/', 'is a folder'],
    [`unix:/${'a'.repeat(103)}`, 'is 104 bytes long'],
    [`unix:/${'é'.repeat(60)}`, 'is 121 bytes long'],
    ['serial:', 'needs the path of a port'],
    ['serial:?baud=9600', 'needs the path of a port'],
    ['serial:/dev/x?baud=9', 'use 1200 to 8000000'],
    ['serial:/dev/x?baud=fast', '"fast" is not a baud rate'],
    ['serial:/dev/x?baud=9600&baud=1', 'is not a baud rate'],
    ['serial:/dev/x?parity=even', '"parity" is not known'],
    ['tcp:host\n:1', 'control characters'],
  ])('%j is refused: %s', (text, why) => {
    expect(() => normaliseAdapterSpec(text, 'linux')).toThrow(why);
  });

  test('unix sockets are not for Windows', () => {
    expect(() => normaliseAdapterSpec('unix:/x', 'win32')).toThrow('Windows');
  });

  test('whatever is typed, the answer is an address that stays as it is, or a clear error', () => {
    const text = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom('tcp:', 'unix:/', 'serial:', 'tcp:h:'), fc.string()).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        try {
          const spec = normaliseAdapterSpec(typed, 'linux');
          expect(normaliseAdapterSpec(spec, 'linux')).toBe(spec);
          expect(['tcp', 'unix', 'serial']).toContain(specKind(spec));
        } catch (error) {
          expect(error).toBeInstanceOf(BleError);
          expect((error as BleError).code).toBe('invalid-argument');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
