import { describe, expect, it } from 'vitest';
import { checkAddress } from './explorer-address.js';

describe('a typed address', () => {
  it('is taken in every usual form', () => {
    for (const text of ['C2:00:00:00:00:01', 'c2-00-00-00-00-01', ' c20000000001 '])
      expect(checkAddress(text, 'random')).toEqual({ address: 'c2:00:00:00:00:01', error: null, hint: null });
  });

  it('is nothing to complain about while it is empty', () => {
    expect(checkAddress(' ', 'public')).toEqual({ address: null, error: null, hint: null });
  });

  it('is refused with an example', () => {
    expect(checkAddress('c2:00', 'random').error).toContain('c2:00:00:00:00:01');
    expect(checkAddress('00:00:00:00:00:00', 'public').address).toBeNull();
  });

  it('that will change soon is told', () => {
    expect(checkAddress('42:00:00:00:00:01', 'random').hint).toContain('resolvable');
    expect(checkAddress('42:00:00:00:00:01', 'public').hint).toBeNull();
  });
});
