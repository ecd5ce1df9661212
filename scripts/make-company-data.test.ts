import { expect, it } from 'vitest';

interface Script {
  parseHwdb(text: string): [number, string][];
  compactNames(companies: [number, string][]): string;
}
// A path in a variable, as the script is plain JavaScript without types.
const path = './make-company-data.mjs';
const { parseHwdb, compactNames } = (await import(path)) as Script;

const HWDB = `# This file is part of systemd.

bluetooth:v0001*
 ID_VENDOR_FROM_DATABASE=Nokia Mobile Phones

bluetooth:v0000*
 ID_VENDOR_FROM_DATABASE=Ericsson

bluetooth:v0000p0001*
 ID_PRODUCT_FROM_DATABASE=A headset

bluetooth:v00FF*
 ID_VENDOR_FROM_DATABASE=Typo "Products"
`;

it('reads companies and leaves products out', () => {
  expect(parseHwdb(HWDB)).toEqual([
    [0, 'Ericsson'],
    [1, 'Nokia Mobile Phones'],
    [255, 'Typo "Products"'],
  ]);
});

it('writes one name a line and marks gaps', () => {
  expect(compactNames(parseHwdb(HWDB))).toBe('Ericsson\nNokia Mobile Phones\n=ff\nTypo "Products"');
});

it('refuses lines it does not understand', () => {
  expect(() => parseHwdb('bluetooth:v0001*\nNAME=x\n')).toThrow('line 2');
});
