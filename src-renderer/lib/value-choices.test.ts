import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, MOST_VALUE_CHOICES, settingsSchema } from '../../src-shared/ipc/app.js';
import { withChoice } from './value-choices.js';

describe('choices by UUID', () => {
  it('change one part and keep the others; taking the last one out forgets the UUID', () => {
    let choices = withChoice({}, '2a37', { view: 'bits' });
    choices = withChoice(choices, '2a37', { plotted: 'Heart rate' });
    choices = withChoice(choices, '2a19', { format: 'level:uint8' });
    expect(choices).toEqual({ '2a37': { view: 'bits', plotted: 'Heart rate' }, '2a19': { format: 'level:uint8' } });
    expect(withChoice(choices, '2a19', { format: undefined })).toEqual({
      '2a37': { view: 'bits', plotted: 'Heart rate' },
    });
  });

  it('have an end, which the settings accept', () => {
    let choices = {};
    for (let n = 0; n <= MOST_VALUE_CHOICES; n += 1) choices = withChoice(choices, `u${n}`, { view: 'text' });
    expect(Object.keys(choices)).toHaveLength(MOST_VALUE_CHOICES);
    expect(choices).toHaveProperty(`u${MOST_VALUE_CHOICES}`);
    expect(choices).not.toHaveProperty('u0');
    expect(settingsSchema.safeParse({ ...DEFAULT_SETTINGS, valueChoices: choices }).success).toBe(true);
  });
});
