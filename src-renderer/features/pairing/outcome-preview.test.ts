import { expect, it } from 'vitest';
import type { PairingChoices, PairingFeatures } from '../../../src-shared/model/pairing.js';
import { outcomePreview } from './outcome-preview.js';

const ours = (change: Partial<PairingChoices> = {}): PairingChoices => ({
  io: 'display-yes-no',
  bond: true,
  secureConnections: true,
  mitm: true,
  ...change,
});
const shown = (...args: Parameters<typeof outcomePreview>) =>
  outcomePreview(...args).map(({ io, method, authenticated }) => [io, method, authenticated]);

it('display yes/no with MITM: as in table 2.8 of the specification, from our side', () => {
  expect(shown(ours(), null, 'central')).toEqual([
    ['display-only', 'Just Works', false],
    ['display-yes-no', 'Numeric comparison', true],
    ['keyboard-only', 'Passkey, shown here', true],
    ['no-input-no-output', 'Just Works', false],
    ['keyboard-display', 'Numeric comparison', true],
  ]);
});

it('as peripheral it is told from our side too', () => {
  expect(shown(ours({ io: 'keyboard-only' }), null, 'peripheral')[0]).toEqual([
    'display-only',
    'Passkey, typed here',
    true,
  ]);
  expect(shown(ours({ io: 'keyboard-only' }), null, 'peripheral')[2]).toEqual([
    'keyboard-only',
    'Passkey, typed on both',
    true,
  ]);
});

it('without MITM on either side it is Just Works; a peer that asks for it brings it', () => {
  expect(shown(ours({ mitm: false }), null, 'central').every(([, method]) => method === 'Just Works')).toBe(true);
  const theirs: PairingFeatures = {
    io: 'display-yes-no',
    oob: false,
    bond: true,
    secureConnections: false,
    mitm: true,
    maxKeySize: 16,
  };
  const rows = outcomePreview(ours({ mitm: false }), theirs, 'central');
  expect(rows[4]).toMatchObject({ method: 'Passkey, shown here', authenticated: true, secureConnections: false });
});
