import { describe, expect, it } from 'vitest';
import { discoveryWords, timeLeft } from './explorer-progress.js';

describe('progress', () => {
  it('says how long it will take once there is something to judge by', () => {
    expect(timeLeft(10_000, 0, 5)).toBe('');
    expect(timeLeft(500, 1, 5)).toBe('');
    expect(timeLeft(2_000, 1, 5)).toBe('about 8 s left');
    expect(timeLeft(90_000, 2, 4)).toBe('about 90 s left');
    expect(timeLeft(1_000, 9, 10)).toBe('about 1 s left');
    expect(timeLeft(2_000, 5, 5)).toBe('');
  });

  it('tells of a discovery what is found and how much of it is known', () => {
    expect(discoveryWords({ services: 3, explored: 0, characteristics: 0 })).toBe('3 services found');
    expect(discoveryWords({ services: 5, explored: 2, characteristics: 9 })).toBe('2 of 5 services, 9 characteristics');
  });
});
