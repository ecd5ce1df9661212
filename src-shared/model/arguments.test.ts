import { describe, expect, it } from 'vitest';
import {
  requireBoolean,
  requireBytes,
  requireInteger,
  requireList,
  requireNumber,
  requireObject,
  requireOneOf,
  requireSignal,
  requireText,
} from './arguments.js';

const odd = [undefined, null, 5n, Symbol('s'), () => 1] as never[];

describe.each([
  ['requireObject', (v: never) => requireObject('do', 'it', v), {}, [...odd, 'text', 1, []]],
  ['requireList', (v: never) => requireList('do', 'it', v), [1], [...odd, 'text', 1, {}]],
  ['requireText', (v: never) => requireText('do', 'it', v), 'text', [...odd, 1, {}, []]],
  ['requireBoolean', (v: never) => requireBoolean('do', 'it', v), false, [...odd, 0, 'true']],
  [
    'requireBytes',
    (v: never) => requireBytes('do', 'it', v),
    Uint8Array.of(1),
    [...odd, [1], 'text', new Uint16Array(1)],
  ],
  ['requireNumber', (v: never) => requireNumber('do', 'it', v, [1, 3]), 1.5, [...odd, '2', 0, 4, Number.NaN]],
  ['requireInteger', (v: never) => requireInteger('do', 'it', v, [1, 3]), 3, [...odd, '2', 1.5, 4, Number.NaN]],
  ['requireOneOf', (v: never) => requireOneOf<string>('do', 'it', v, ['a', 'b']), 'b', [...odd, 'c', 1]],
  ['requireSignal', (v: never) => requireSignal('do', v), new AbortController().signal, [...odd, {}, 'x', []]],
] as [string, (value: never) => unknown, unknown, never[]][])('%s', (_, check, good, bad) => {
  it('gives back what is right', () => expect(check(good as never)).toBe(good));

  it.each(bad.map((value) => [value]))('refuses %s', (value) => {
    expect(() => check(value)).toThrow(
      expect.objectContaining({
        code: 'invalid-argument',
        operation: 'do',
        message: expect.stringMatching(/^do: .+; use /),
      }),
    );
  });
});

it('says what was given and what is wanted', () => {
  expect(() => requireInteger('scan', 'queue', '5' as never, [1, Infinity])).toThrow(
    'scan: queue is "5"; use at least 1',
  );
  expect(() => requireNumber('scan', 'windowUs', 1, [2_500, 10_000], 'microseconds')).toThrow(
    'scan: windowUs is 1; use 2500 to 10000 microseconds',
  );
});

it('a Buffer is bytes', () => expect(requireBytes('do', 'it', Buffer.from([1]))).toHaveLength(1));
