import { IO_CAPABILITIES, type PairingMethod } from '../../../src-shared/model/association.js';
import type { ErrorInfo } from '../../../src-shared/model/ble-error.js';
import type {
  BondRef,
  PairingAttemptState,
  PairingFeatures,
  PairingPeer,
  PairingResult,
} from '../../../src-shared/model/pairing.js';
import type { PairingStep } from '../../../src-shared/model/pairing-step.js';
import type { PairingOutcome } from '../../ble/index.js';

/** Passkey entry takes some 110 steps; a peer may send keypresses without end. */
const MAX_STEPS = 256;

export interface AttemptFacts {
  id: number;
  peer: PairingPeer;
  role: PairingAttemptState['role'];
  startedBy: PairingAttemptState['startedBy'];
  startedAt: number;
  /** It began by a call of pair(), which tells how it ended. */
  isAwaited: boolean;
}

/** One pairing as the user follows it: its steps, and what they say of the two sides and of the end. */
export class AttemptRecord {
  readonly id: number;
  readonly peer: PairingPeer;
  readonly startedBy: PairingAttemptState['startedBy'];
  bond: BondRef | null = null;
  readonly #facts: AttemptFacts;
  readonly #steps: PairingStep[] = [];
  #state: PairingAttemptState['state'] = 'running';
  #endedAt: number | null = null;
  #initiator: PairingFeatures | null = null;
  #responder: PairingFeatures | null = null;
  #result: PairingResult | null = null;
  #error: ErrorInfo | null = null;

  constructor(facts: AttemptFacts) {
    this.#facts = facts;
    this.id = facts.id;
    this.peer = facts.peer;
    this.startedBy = facts.startedBy;
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  get hasPaired(): boolean {
    return this.#state === 'paired';
  }

  add(step: PairingStep): void {
    if (!this.isRunning) return;
    if (this.#steps.length < MAX_STEPS || step.kind === 'result') this.#steps.push(step);
    if (step.name === 'pairing-request') this.#initiator = featuresOf(step);
    else if (step.name === 'pairing-response') this.#responder = featuresOf(step);
    else if (step.kind === 'result' && !this.#facts.isAwaited) this.#endBy(step);
  }

  /** pair() resolved, or the link was encrypted with the key of an earlier pairing. */
  paired({ method, secureConnections, authenticated, bonded, keySize, resumed = false }: PairingOutcome, at: number) {
    if (!this.isRunning) return;
    this.#result = { method, secureConnections, authenticated, bonded, keySize, resumed };
    this.#end('paired', at);
  }

  failed(error: ErrorInfo, at: number): void {
    if (!this.isRunning) return;
    this.#error = error;
    this.#end(error.code === 'aborted' ? 'cancelled' : 'failed', at);
  }

  state(link: number | null): PairingAttemptState {
    const { id, peer, role, startedBy, startedAt } = this.#facts;
    const isCentral = role === 'central';
    return {
      id,
      link,
      peer,
      role,
      startedBy,
      state: this.#state,
      startedAt,
      endedAt: this.#endedAt,
      ours: isCentral ? this.#initiator : this.#responder,
      theirs: isCentral ? this.#responder : this.#initiator,
      steps: this.#steps,
      result: this.#result,
      error: this.#error,
      bond: this.bond,
    };
  }

  #endBy(step: PairingStep): void {
    const { fields, at, text } = step;
    if (step.name === 'paired') {
      const { method, secureConnections, authenticated, bonded, keySize } = fields;
      this.paired(
        {
          method: String(method) as PairingMethod,
          secureConnections: secureConnections === true,
          authenticated: authenticated === true,
          bonded: bonded === true,
          keySize: Number(keySize),
        },
        at,
      );
      return;
    }
    this.failed(
      {
        code: String(fields.code ?? 'smp/unspecified-reason'),
        layer: 'smp',
        message: text.replace(/^Failed: /, ''),
        origin: fields.origin === 'peer' ? 'peer' : 'local',
        operation: `pair with ${this.peer.address}`,
      },
      at,
    );
  }

  #end(state: PairingAttemptState['state'], at: number): void {
    this.#state = state;
    this.#endedAt = at;
  }
}

/** The fields of a Pairing Request or Response as steps show them, Core Vol 3 Part H 3.5.1. */
function featuresOf({ fields }: PairingStep): PairingFeatures {
  const wishes = String(fields.authReq ?? '').split(' ');
  return {
    io: IO_CAPABILITIES.find((io) => io === fields.io) ?? 'no-input-no-output',
    oob: fields.oob === 1 || fields.oob === true,
    bond: wishes.includes('bonding'),
    secureConnections: wishes.includes('sc'),
    mitm: wishes.includes('mitm'),
    maxKeySize: Number(fields.maxKeySize ?? 0),
  };
}
