import { describe, expect, it } from 'vitest';
import { lengthWords, type WriteTarget, writeChoices } from './explorer-write.js';

const target = (properties: number, reliable: boolean | null = null): WriteTarget => ({
  kind: 'characteristic',
  properties,
  reliable,
});
const labels = (...args: Parameters<typeof writeChoices>) =>
  writeChoices(...args)
    .filter((choice) => choice.offered)
    .map((choice) => choice.label);

describe('what goes on air', () => {
  it('is a write request while it fits MTU - 3, prepared parts beyond', () => {
    expect(labels(target(0x08), 20, 23)).toEqual(['Write request']);
    expect(labels(target(0x08), 21, 23)).toEqual(['Prepare × 2 + execute']);
    expect(labels(target(0x08), 512, 247)).toEqual(['Prepare × 3 + execute']);
    expect(labels(target(0x08), 37, 23)).toEqual(['Prepare × 3 + execute']);
  });

  it('names only what the characteristic offers, and says why not the rest', () => {
    const [first, ...rest] = writeChoices(target(0x04), 4, 23);
    expect(first).toMatchObject({ mode: 'command', label: 'Write command', why: null, offered: true });
    expect(rest.every((choice) => !choice.offered && choice.why !== null)).toBe(true);
  });

  it('refuses a command that does not fit', () => {
    expect(writeChoices(target(0x0c), 21, 23).find((choice) => choice.mode === 'command')?.why).toContain('20 bytes');
  });

  it('offers reliable writes when the extended properties have them', () => {
    expect(labels(target(0x88, true), 4, 23)).toEqual(['Write request', 'Reliable: prepare × 1 + execute']);
    expect(labels(target(0x88, false), 4, 23)).toEqual(['Write request']);
    expect(writeChoices(target(0x88, null), 4, 23).find((choice) => choice.mode === 'reliable')?.why).toContain('Read');
  });

  it('refuses more than an attribute holds', () => {
    expect(writeChoices(target(0x08), 513, 517)[0]?.why).toContain('512');
  });

  it('writes descriptors by request only', () => {
    expect(writeChoices({ kind: 'descriptor', properties: 0, reliable: null }, 2, 23)).toHaveLength(1);
  });
});

describe('length', () => {
  it('is told against what one PDU carries, then against what an attribute holds', () => {
    expect(lengthWords(8, 247, true)).toEqual({ text: '8 of 244 (MTU − 3)', tooLong: false });
    expect(lengthWords(300, 247, true)).toEqual({ text: '300 of 512', tooLong: false });
    expect(lengthWords(300, 247, false)).toEqual({ text: '300 of 244 (MTU − 3)', tooLong: true });
    expect(lengthWords(513, 247, true).tooLong).toBe(true);
    // One PDU takes more than an attribute holds.
    expect(lengthWords(0, 517, true)).toEqual({ text: '0 of 512', tooLong: false });
    expect(lengthWords(513, 517, false)).toEqual({ text: '513 of 512', tooLong: true });
  });
});
