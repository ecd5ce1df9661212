import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldLines, hex, malformed } from './testing/golden.js';
import { compile } from './user-decoder.js';

const run = (text: string, bytes: string) => {
  const compiled = compile(text);
  if (!compiled.ok) throw new Error(`${compiled.message} @${compiled.at}`);
  return compiled.decode(hex(bytes));
};
const problemOf = (text: string): string => {
  const compiled = compile(text);
  return compiled.ok ? 'ok' : `${compiled.message} @${compiled.at}`;
};

describe('decoders users write', () => {
  it('reads numbers, bits and the rest', () => {
    const decoded = run('temp:int16le*0.01 °C, flags:uint8 bits(contact,low battery), rest:hex', '66 08 02 aa bb');
    expect(decoded.summary).toBe('temp 21.50 °C, flags low battery, rest aa bb');
    expect(fieldLines(decoded)).toEqual([
      'temp: 21.50 °C',
      'flags: 2',
      'contact: no',
      'low battery: yes',
      'rest: aa bb',
    ]);
    expect(decoded.fields[0]).toEqual({ name: 'temp', value: '21.50', unit: '°C', number: 21.5, offset: 0, length: 2 });
    expect(decoded.fields[3]).toMatchObject({ offset: 2, length: 1, bits: { from: 1, to: 1 } });
    expect(decoded.problem).toBeUndefined();
  });

  it.each([
    ['a:uint8', 'ff', ['a: 255']],
    ['a:uint16', '01 02', ['a: 513']],
    ['a:uint16be', '01 02', ['a: 258']],
    ['a:int24be m/s', 'ff ff fe', ['a: -2 m/s']],
    ['a:float32', '00 00 80 3f', ['a: 1']],
    ['a:sfloat °C', '6d f1', ['a: 36.5 °C']],
    ['a:sfloat', '00 08', ['a: NRes']],
    ['a:uint8 * 0.5 - 40 °C', '7d', ['a: 22.5 °C']],
    ['a:uint16/1024 s', '00 02', ['a: 0.5 s']],
    ['a:uint8*1e-3 V', '0a', ['a: 0.010 V']],
    ['a:uint8-40', '00', ['a: -40']],
    ['mode:uint8 enum(0=off, 0x01 = on)', '01', ['mode: on']],
    ['mode:uint8 enum(0=off)', '07', ['mode: 7']],
    ['mode:int8 enum(-1=none)', 'ff', ['mode: none']],
    ['a:uint8 bits(x,-,z)', '05', ['a: 5', 'x: yes', 'z: yes']],
    ['a:uint16be bits(x)', '00 01', ['a: 1', 'x: yes']],
    ['rr:uint16[]/1024 s', '00 04 00 02', ['rr 1: 1 s', 'rr 2: 0.5 s']],
    ['xyz:int8[3]', '01 ff 03', ['xyz 1: 1', 'xyz 2: -1', 'xyz 3: 3']],
    ['name:utf8[3], id:hex[2]', '41 42 43 01 02', ['name: ABC', 'id: 01 02']],
    ['a:uint8\nb:uint8', '01 02', ['a: 1', 'b: 2']],
    [' a : UINT8 ,\n b:uint8 ', '01 02', ['a: 1', 'b: 2']],
    ['a:uint8, b?:uint16, c:uint8', '01', ['a: 1']],
    ['a:uint8, b?:uint16, c:uint8', '01 02 00', ['a: 1', 'b: 2']],
    ['text:utf8', '', ['text: ']],
  ])('%j on %s', (text, bytes, fields) => {
    const decoded = run(text, bytes);
    expect(fieldLines(decoded)).toEqual(fields);
    expect(decoded.problem).toBeUndefined();
  });

  it('says what does not fit, and keeps what does', () => {
    expect(run('a:uint8, b:uint16', '01 02')).toMatchObject({ summary: 'a 1', problem: 'b wants 2 bytes, but 1 left' });
    expect(fieldLines(run('a:uint8, b:uint16', '01 02'))).toEqual(['a: 1', 'Rest: 02']);
    expect(run('a:uint8', '01 02 03').problem).toBe('2 bytes after the last field');
    expect(run('rr:uint16[]', '01 00 02').problem).toBe('1 byte after the last field');
    expect(run('t:utf8', 'ff').problem).toBe('t is not valid UTF-8');
  });

  it.each([
    ['', "write a field: 'name:uint8' @0"],
    ['a', "':' and a type should follow 'a' @1"],
    ['a:', 'a type is missing @2'],
    ['a:uint7', "'uint7' is no type @2"],
    ['a:uint8, b:what', "'what' is no type @11"],
    [':uint8', "a field starts with its name: 'name:uint8' @0"],
    ['a:uint8, a:uint8', "the name 'a' is taken @9"],
    ['a:hex, b:uint8', "'a' takes the rest: no field can follow it @7"],
    ['a:uint8 bits(1,2,3,4,5,6,7,8,9)', '9 names, but 8 bits @8'],
    ['a:uint8 bits(x', 'the closing ) is missing @14'],
    ['a:uint8 enum(off)', "'off' should be number=name @8"],
    ['a:float32 bits(x)', 'only whole numbers have bits and names @10'],
    ['a:uint8*0', '*0 makes no number @7'],
    ['a:uint8[0]', 'a count is 1 to 1024 @7'],
    ['a:utf8 b', 'a comma or a new line should stand here @6'],
  ])('%j is refused: %s', (text, expected) => expect(problemOf(text)).toBe(expected));

  it('is bounded', () => {
    expect(problemOf('x'.repeat(5000))).toContain('longer than 4096');
    expect(problemOf(Array.from({ length: 65 }, (_, i) => `f${i}:uint8`).join(','))).toContain('more than 64 fields');
    const decoded = run('a:uint8[] bits(x,y,z)', '01'.repeat(3000));
    expect(decoded.fields.length).toBeLessThanOrEqual(1100);
    expect(decoded.problem).toBeDefined();
  });

  it('any text and any bytes: a problem inside the text, or a well formed value', () => {
    const pieces = fc.constantFrom(
      'a',
      'b',
      ':',
      'uint8',
      'int16le',
      'sfloat',
      'utf8',
      'hex',
      ',',
      '\n',
      '?',
      '*0.01',
      '/4',
      '+2',
      ' °C',
      'bits(x,y)',
      'enum(1=on)',
      '[]',
      '[2]',
      ' ',
      '(',
      ')',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
      fc
        .array(
          fc.tuple(
            fc.constantFrom('a', 'b', 'c?'),
            fc.constantFrom('uint8', 'int24be', 'float16', 'utf8[2]', 'hex', 'uint16[]*1e300', 'uint8 bits(q)'),
          ),
        )
        .map((fields) => fields.map((f) => f.join(':')).join(',')),
    );
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 24 }), (source, bytes) => {
        const compiled = compile(source);
        if (compiled.ok) expect(malformed(compiled.decode(bytes), bytes.length)).toBeNull();
        else expect(compiled.at).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 3000 },
    );
  });
});
