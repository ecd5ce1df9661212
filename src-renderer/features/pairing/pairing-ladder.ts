import type { PairingAttemptState } from '../../../src-shared/model/pairing.js';
import type { PairingStep } from '../../../src-shared/model/pairing-step.js';

export interface Rung {
  id: string;
  /** Milliseconds since the pairing began; null = not yet. */
  atMs: number | null;
  /** Towards the peer, from it, both ways, or on this side alone. */
  lane: 'tx' | 'rx' | 'both' | 'local';
  text: string;
  state: 'done' | 'now' | 'next' | 'failed';
}

const ROUNDS = 20;

const SHORT: Readonly<Record<string, string>> = {
  'pairing-public-key': 'Public key',
  'pairing-confirm': 'Confirm',
  'pairing-random': 'Random',
  'pairing-dhkey-check': 'DHKey check',
  'encryption-information': 'LTK',
  'central-identification': 'Name of the LTK',
  'identity-information': 'IRK',
  'identity-address-information': 'Identity address',
  'signing-information': 'CSRK',
  'security-request': 'Security Request',
  'pairing-keypress-notification': 'Key press',
  'passkey-requested': 'Type the passkey that the device shows',
  'passkey-displayed': 'Passkey shown here, to be typed on the device',
  'comparison-requested': 'Compare the numbers on both screens',
  'consent-requested': 'Agree to this pairing',
  'oob-requested': 'Out of band data looked for',
  'encryption-started': 'Encryption starts',
};

const QUESTIONS: ReadonlySet<string> = new Set([
  'passkey-requested',
  'passkey-displayed',
  'comparison-requested',
  'consent-requested',
]);

/** The ladder of a pairing: what happened, what is going on, and, while it runs, what is still to come. */
export function ladderOf(attempt: PairingAttemptState): Rung[] {
  const rungs: Rung[] = [];
  let rounds = 0;
  const isRounds = methodOf(attempt) === 'passkey' && isSecure(attempt);
  for (const [index, step] of attempt.steps.entries()) {
    const atMs = step.at - attempt.startedAt;
    if (isRounds && (step.name === 'pairing-confirm' || step.name === 'pairing-random')) {
      if (step.name === 'pairing-random' && step.direction === 'rx') rounds += 1;
      const last = rungs.at(-1);
      const text = `Confirm and random, ${rounds} of ${ROUNDS} bits`;
      if (last?.id === 'rounds') last.text = text;
      else rungs.push({ id: 'rounds', atMs, lane: 'both', text, state: 'done' });
      continue;
    }
    // What was asked stands there already, and so do the commands that carried the keys.
    if (step.name === 'answered' || step.kind === 'key') continue;
    const lane = step.direction === 'none' ? 'local' : step.direction;
    rungs.push({
      id: String(index),
      atMs,
      lane,
      text: textOf(step),
      state: step.name === 'failed' ? 'failed' : 'done',
    });
  }
  if (attempt.state !== 'running') return rungs;
  const asked = attempt.steps.findLast((step) => step.kind === 'user');
  const last = rungs.at(-1);
  if (last && asked && QUESTIONS.has(asked.name) && asked === attempt.steps.at(-1)) last.state = 'now';
  return [...rungs, ...stillToCome(attempt)];
}

const methodOf = ({ steps }: PairingAttemptState) => steps.find(({ kind }) => kind === 'method')?.fields.method;
const isSecure = ({ steps }: PairingAttemptState) =>
  steps.find(({ kind }) => kind === 'method')?.fields.secureConnections === true;

function textOf(step: PairingStep): string {
  const { name, fields, text } = step;
  if (name === 'pairing-request' || name === 'pairing-response') {
    const wishes = String(fields.authReq ?? '')
      .split(' ')
      .flatMap((wish) => (wish === 'sc' ? ['SC'] : wish === 'mitm' ? ['MITM'] : wish === 'bonding' ? ['bond'] : []));
    return [text, String(fields.io ?? '').replaceAll('-', ' '), wishes.join(' ')].filter(Boolean).join(', ');
  }
  if (name === 'method-chosen') {
    const { method, authenticated } = fields;
    return `Method: ${String(method).replaceAll('-', ' ')}, ${authenticated === true ? 'MITM protection' : 'no MITM protection'}`;
  }
  if (name === 'encrypted') return `Encrypted, ${fields.keySize}-byte key`;
  if (name === 'pairing-failed') return `Pairing Failed, ${String(fields.reason ?? '').replaceAll('-', ' ')}`;
  if (name === 'failed') return 'Failed';
  return SHORT[name] ?? text;
}

/** What the specification has next, Core Vol 3 Part H 2.3.5.6 and Appendix C; by what was seen so far. */
function stillToCome(attempt: PairingAttemptState): Rung[] {
  const seen = new Set(attempt.steps.map(({ name, direction }) => `${name} ${direction}`));
  const mine = attempt.role === 'central' ? 'tx' : 'rx';
  const theirs = mine === 'tx' ? 'rx' : 'tx';
  const method = methodOf(attempt);
  const rungs: Rung[] = [];
  const next = (name: string, lane: Rung['lane'], text: string) => {
    if (!seen.has(`${name} ${lane === 'local' || lane === 'both' ? 'none' : lane}`))
      rungs.push({ id: `next ${name} ${lane}`, atMs: null, lane, text, state: 'next' });
  };
  next('pairing-request', mine, 'Pairing Request');
  next('pairing-response', theirs, 'Pairing Response');
  if (method === undefined) return rungs;
  if (isSecure(attempt)) {
    next('pairing-public-key', mine, 'Public key');
    next('pairing-public-key', theirs, 'Public key');
    if (method === 'passkey') {
      if (!seen.has('pairing-confirm tx')) next('rounds', 'both', `Confirm and random, ${ROUNDS} bits`);
    } else {
      if (method !== 'oob') next('pairing-confirm', theirs, 'Confirm');
      next('pairing-random', mine, 'Random');
      next('pairing-random', theirs, 'Random');
    }
    if (method === 'numeric-comparison') next('comparison-requested', 'local', 'Compare the numbers on both screens');
    next('pairing-dhkey-check', mine, 'DHKey check');
    next('pairing-dhkey-check', theirs, 'DHKey check');
  } else {
    next('pairing-confirm', mine, 'Confirm');
    next('pairing-confirm', theirs, 'Confirm');
    next('pairing-random', mine, 'Random');
    next('pairing-random', theirs, 'Random');
  }
  next('encrypted', 'local', 'Encrypt');
  if (attempt.ours?.bond && attempt.theirs?.bond) next('keys', 'local', 'Keys both ways');
  return rungs;
}
