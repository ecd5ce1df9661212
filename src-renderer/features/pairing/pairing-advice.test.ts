import { expect, it } from 'vitest';
import { SMP_ERROR } from '../../../src-shared/assigned-numbers/smp.js';
import { adviceFor } from './pairing-advice.js';

const error = (code: string) => ({
  code,
  layer: 'smp' as const,
  message: '',
  origin: 'peer' as const,
  operation: 'pair',
});

it('every reason of the specification has words and a way on', () => {
  for (const reason of Object.keys(SMP_ERROR)) {
    const { title, actions } = adviceFor(error(`smp/${reason}`));
    expect(title, reason).not.toBe('');
    expect(actions.length, reason).toBeGreaterThan(0);
  }
});

it('after 30 s of silence only a new link helps; a lost key is not paired over without a word', () => {
  expect(adviceFor(error('timeout')).actions).toEqual(['reconnect']);
  expect(adviceFor(error('hci/pin-or-key-missing')).actions).toEqual(['pair-again']);
});
