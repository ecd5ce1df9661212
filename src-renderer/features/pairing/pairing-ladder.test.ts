import { describe, expect, it } from 'vitest';
import type { PairingAttemptState, PairingFeatures } from '../../../src-shared/model/pairing.js';
import type { PairingStep } from '../../../src-shared/model/pairing-step.js';
import { ladderOf } from './pairing-ladder.js';

const features: PairingFeatures = {
  io: 'display-yes-no',
  oob: false,
  bond: true,
  secureConnections: true,
  mitm: true,
  maxKeySize: 16,
};
let at = 1_000;
const step = (
  name: string,
  direction: PairingStep['direction'],
  kind: PairingStep['kind'] = 'pdu',
  fields: PairingStep['fields'] = {},
): PairingStep => {
  at += 10;
  return { at, direction, kind, name, text: name, fields };
};
const attempt = (steps: PairingStep[], state: PairingAttemptState['state'] = 'running'): PairingAttemptState => ({
  id: 1,
  link: 1,
  peer: { address: 'c2:00:00:00:00:01', type: 'random', name: null, virtual: true },
  role: 'central',
  startedBy: 'local',
  state,
  startedAt: 1_000,
  endedAt: null,
  ours: features,
  theirs: features,
  steps,
  result: null,
  error: null,
  bond: null,
});
const exchange = (method: string, secureConnections = true) => [
  step('pairing-request', 'tx', 'pdu', { io: 'display-yes-no', authReq: 'bonding mitm sc' }),
  step('pairing-response', 'rx', 'pdu', { io: 'display-yes-no', authReq: 'bonding' }),
  step('method-chosen', 'none', 'method', { method, secureConnections, authenticated: true }),
];
const texts = (of: PairingAttemptState, state: string) =>
  ladderOf(of)
    .filter((rung) => rung.state === state)
    .map(({ lane, text }) => `${lane} ${text}`);

describe('the ladder', () => {
  it('at the start knows only of the first exchange', () => {
    expect(texts(attempt([]), 'next')).toEqual(['tx Pairing Request', 'rx Pairing Response']);
  });

  it('says what each side told, and what is still to come of a numeric comparison', () => {
    at = 1_000;
    const now = attempt(exchange('numeric-comparison'));
    expect(ladderOf(now)[0]).toMatchObject({ atMs: 10, text: 'pairing-request, display yes no, bond MITM SC' });
    expect(texts(now, 'next')).toEqual([
      'tx Public key',
      'rx Public key',
      'rx Confirm',
      'tx Random',
      'rx Random',
      'local Compare the numbers on both screens',
      'tx DHKey check',
      'rx DHKey check',
      'local Encrypt',
      'local Keys both ways',
    ]);
  });

  it('the question that is open is the one in progress; answered it is done', () => {
    const steps = [...exchange('numeric-comparison'), step('comparison-requested', 'none', 'user')];
    expect(texts(attempt(steps), 'now')).toEqual(['local Compare the numbers on both screens']);
    expect(texts(attempt([...steps, step('answered', 'none', 'user')]), 'now')).toEqual([]);
  });

  it('twenty rounds of a passkey are one rung that counts', () => {
    const round = () => [
      step('pairing-confirm', 'tx'),
      step('pairing-confirm', 'rx'),
      step('pairing-random', 'tx'),
      step('pairing-random', 'rx'),
    ];
    const some = attempt([...exchange('passkey'), ...round(), ...round(), ...round()]);
    expect(texts(some, 'done').at(-1)).toBe('both Confirm and random, 3 of 20 bits');
    expect(texts(some, 'next')).not.toContain('both Confirm and random, 20 bits');
  });

  it('a key is one rung: the command that carried it', () => {
    const steps = [
      ...exchange('just-works'),
      step('identity-information', 'rx'),
      step('key-received', 'rx', 'key', { key: 'irk' }),
    ];
    expect(texts(attempt(steps, 'paired'), 'done').filter((text) => /irk/i.test(text))).toEqual(['rx IRK']);
  });

  it('legacy pairing has no public keys and no check', () => {
    expect(texts(attempt(exchange('passkey', false)), 'next').slice(0, 5)).toEqual([
      'tx Confirm',
      'rx Confirm',
      'tx Random',
      'rx Random',
      'local Encrypt',
    ]);
  });

  it('once over nothing is to come, and the failure is marked', () => {
    const failed = attempt(
      [
        ...exchange('just-works'),
        step('pairing-failed', 'rx', 'pdu', { reason: 'confirm-value-failed' }),
        step('failed', 'none', 'result'),
      ],
      'failed',
    );
    expect(texts(failed, 'next')).toEqual([]);
    expect(texts(failed, 'failed')).toEqual(['local Failed']);
    expect(texts(failed, 'done').at(-1)).toBe('rx Pairing Failed, confirm value failed');
  });
});
