import { equalBytes } from '../../../../../src-shared/bytes/hex.js';
import type { Address } from '../../../../../src-shared/model/address.js';
import type { PairOptions } from '../../../api/security.js';
import { newMaterials } from '../materials.js';
import { DEFAULT_DELEGATE, DEFAULT_POLICY, resolvePairOptions } from '../pair-options.js';
import { begin, offeredKey, step } from '../pairing.js';
import type {
  Completed,
  Failure,
  LinkKey,
  PairingConfig,
  PairingEffect,
  PairingInput,
  PairingState,
  Question,
  Step,
} from '../pairing-types.js';
import type { SmpPdu } from '../pdus.js';
import type { Ends } from '../toolbox.js';

export type Part = keyof Ends;
export const otherPart = (part: Part): Part => (part === 'initiator' ? 'responder' : 'initiator');

export const ENDS: Record<Part, Address> = {
  initiator: { address: 'c2:00:00:00:00:01', type: 'random' },
  responder: { address: '00:11:22:33:44:55', type: 'public' },
};

export function config(role: Part, o: PairOptions = {}, more: Partial<PairingConfig> = {}): PairingConfig {
  const { oob: _, ...options } = resolvePairOptions(o, DEFAULT_DELEGATE, 'test');
  return {
    role,
    startedBy: role === 'initiator' ? 'local' : 'peer',
    ends: ENDS,
    options,
    policy: DEFAULT_POLICY,
    materials: newMaterials(false),
    asksOob: false,
    oob: null,
    existing: null,
    identity: { irk: new Uint8Array(16).fill(role === 'initiator' ? 0xc1 : 0x51), address: ENDS[role] },
    ...more,
  };
}

/** A state of one machine, and what came to it then. */
export interface Moment {
  part: Part;
  state: PairingState;
  input: PairingInput;
}

/** One machine of a pair, seen from outside. */
export class Machine {
  state: PairingState = { at: 'ended' };
  result: Completed | null = null;
  failure: Failure | null = null;
  encrypts: LinkKey | null = null;
  readonly sent: SmpPdu[] = [];
  readonly questions: Question[] = [];
  shown: number | null = null;

  constructor(readonly config: PairingConfig) {}
}

/**
 * Two pairing machines against each other without any time or waiting: what one sends is the other's next input. The test may change
 * what is sent, and may give people other answers.
 */
export class Duo {
  readonly initiator: Machine;
  readonly responder: Machine;
  readonly moments: Moment[] = [];
  readonly transcript: { from: Part; pdu: SmpPdu }[] = [];
  readonly #queue: { to: Part; input: PairingInput }[] = [];
  /** What becomes of a command on its way. */
  tamper: (from: Part, pdu: SmpPdu) => SmpPdu[] = (_, pdu) => [pdu];
  /** What people answer; by default they do everything right. */
  answer: (part: Part, question: Question) => PairingInput = (part, question) => this.rightAnswer(part, question);
  agreedPasskey = 271_828;
  /** People of the responder answer only when something more has come from the initiator. */
  isResponderSlow = false;
  /** Asked in this very step, and asked in an earlier one. */
  #heldNext: PairingInput | null = null;
  #held: PairingInput | null = null;

  constructor(initiator: PairingConfig, responder: PairingConfig) {
    this.initiator = new Machine(initiator);
    this.responder = new Machine(responder);
  }

  /** Runs until nothing is left to do. */
  run(): this {
    this.#apply('initiator', begin(this.initiator.config));
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.give(next.to, next.input);
    return this;
  }

  give(part: Part, input: PairingInput): void {
    const machine = this[part];
    if (part === 'responder' && machine.state.at === 'ended' && !machine.failure && !machine.result) {
      if (input.is === 'pdu' && input.pdu.pdu === 'pairing-request')
        this.#apply(part, begin(machine.config, input.pdu));
      return;
    }
    this.moments.push({ part, state: machine.state, input });
    this.#apply(part, step(machine.state, input));
    if (part !== 'responder') return;
    if (input.is === 'pdu' && this.#held) {
      this.#queue.push({ to: part, input: this.#held });
      this.#held = null;
    }
    this.#held ??= this.#heldNext;
    this.#heldNext = null;
  }

  rightAnswer(part: Part, question: Question): PairingInput {
    if (question.about === 'oob') return { is: 'oob', oob: this[part].config.oob };
    if (question.about === 'consent') return { is: 'consent', yes: true };
    if (question.about === 'comparison') return { is: 'comparison', yes: true };
    return { is: 'passkey', passkey: this[otherPart(part)].shown ?? this.agreedPasskey };
  }

  #apply(part: Part, { state, effects }: Step): void {
    this[part].state = state;
    for (const effect of effects) this.#carryOut(part, effect);
  }

  #carryOut(part: Part, effect: PairingEffect): void {
    const machine = this[part];
    switch (effect.do) {
      case 'send':
        machine.sent.push(effect.pdu);
        this.transcript.push({ from: part, pdu: effect.pdu });
        for (const pdu of this.tamper(part, effect.pdu))
          this.#queue.push({ to: otherPart(part), input: { is: 'pdu', pdu } });
        break;
      case 'ask':
        machine.questions.push(effect.question);
        // Whatever is on its way comes first. To consent the initiator adds nothing.
        if (this.isResponderSlow && part === 'responder' && effect.question.about !== 'consent')
          this.#heldNext = this.#late(part, effect.question);
        else this.#queue.push({ to: part, input: this.#late(part, effect.question) });
        break;
      case 'display':
        machine.shown = effect.passkey;
        break;
      case 'encrypt':
        machine.encrypts = effect.link;
        this.#encrypt(effect.link);
        break;
      case 'complete':
        machine.result = effect.result;
        break;
      case 'fail':
        machine.failure = effect.failure;
    }
  }

  #late(part: Part, question: Question): PairingInput {
    const duo = this;
    // The passkey that the other side shows may not be shown yet.
    return question.about === 'passkey'
      ? {
          is: 'passkey',
          get passkey() {
            const input = duo.answer(part, question);
            return input.is === 'passkey' ? input.passkey : null;
          },
        }
      : this.answer(part, question);
  }

  #encrypt(link: LinkKey): void {
    const theirs = offeredKey(this.responder.state);
    const ok = theirs !== null && equalBytes(theirs.key, link.key);
    if (theirs) this.#queue.push({ to: 'responder', input: { is: 'key-given' } });
    this.#queue.push(
      { to: 'initiator', input: { is: 'encryption', ok } },
      { to: 'responder', input: { is: 'encryption', ok } },
    );
  }
}
