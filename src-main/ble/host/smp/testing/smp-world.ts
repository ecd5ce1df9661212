import { equalBytes } from '../../../../../src-shared/bytes/hex.js';
import type { Address } from '../../../../../src-shared/model/address.js';
import type { PairingStep } from '../../../../../src-shared/model/pairing-step.js';
import type { SecurityRequest } from '../../../api/connection.js';
import { type BleError, hciError } from '../../../api/errors.js';
import type { PairOptions, SecurityPolicy } from '../../../api/security.js';
import { ManualClock, settle } from '../../../testing/manual-clock.js';
import { newMaterials } from '../materials.js';
import { OobKeys } from '../oob-keys.js';
import { DEFAULT_DELEGATE, DEFAULT_POLICY, type ResolvedPairOptions, resolvePairOptions } from '../pair-options.js';
import type { BondStrength, LinkKey, Materials } from '../pairing-types.js';
import { decodePdu, encodePdu, type SmpPdu, type UnknownPdu } from '../pdus.js';
import { RepeatedAttempts } from '../repeated-attempts.js';
import { Smp } from '../smp.js';
import type { PairingResult, SmpHost, SmpLink, SmpUser } from '../smp-link.js';

export const CENTRAL: Address = { address: 'c2:00:00:00:00:01', type: 'random' };
export const PERIPHERAL: Address = { address: '00:11:22:33:44:55', type: 'public' };
const PIN_OR_KEY_MISSING = 0x06;
const MIC_FAILURE = 0x3d;

export type Role = SmpLink['role'];
export const other = (role: Role): Role => (role === 'central' ? 'peripheral' : 'central');

/** One end of the fake link, and everything that happened at it. */
export class Side implements SmpHost {
  readonly steps: PairingStep[] = [];
  readonly paired: PairingResult[] = [];
  readonly failed: BleError[] = [];
  readonly keys: LinkKey[] = [];
  readonly requests: SecurityRequest[] = [];
  readonly attempts: RepeatedAttempts;
  readonly oobKeys = new OobKeys();
  readonly given: Materials[] = [];
  /** Commands this side sent. */
  readonly sent: (SmpPdu | UnknownPdu)[] = [];
  people: SmpUser = {};
  rules: SecurityPolicy = { ...DEFAULT_POLICY };
  options: ResolvedPairOptions | null = resolvePairOptions({}, DEFAULT_DELEGATE, 'test');
  bond: BondStrength | null = null;
  known: { irk: Uint8Array; address: Address };
  takesSecurityRequests = true;
  /** Random values; by default really random. */
  materials: (usesDebugKey: boolean) => Materials = newMaterials;
  onPairedHook: (result: PairingResult) => Promise<void> = async () => undefined;
  smp: Smp;

  constructor(
    readonly role: Role,
    readonly address: Address,
    private readonly world: SmpWorld,
  ) {
    this.attempts = new RepeatedAttempts(world.clock);
    this.known = { irk: new Uint8Array(16).fill(role === 'central' ? 0xc1 : 0x51), address };
    this.smp = this.link();
  }

  /** A new link of the same two devices. */
  link(): Smp {
    const { world, role } = this;
    const link: SmpLink = {
      role,
      ours: this.address,
      theirs: role === 'central' ? PERIPHERAL : CENTRAL,
      clock: world.clock,
      operation: `pair as ${role}`,
      send: (pdu) => world.carry(role, pdu),
      encrypt: (key) => world.encrypt(key),
      isEncrypted: () => world.encryptedWith !== null,
    };
    return new Smp(link, this, (usesDebugKey) => {
      const made = this.materials(usesDebugKey);
      this.given.push(made);
      return made;
    });
  }

  ask(o: PairOptions): this {
    this.options = resolvePairOptions(o, DEFAULT_DELEGATE, 'test');
    return this;
  }

  user = () => this.people;
  policy = () => this.rules;
  responderOptions = () => this.options;
  existing = () => this.bond;
  identity = () => this.known;
  onSecurityRequest = (request: SecurityRequest) => {
    this.requests.push(request);
    return this.takesSecurityRequests;
  };
  onEncrypted = (key: LinkKey) => void this.keys.push(key);
  onPaired = async (result: PairingResult) => {
    this.paired.push(result);
    await this.onPairedHook(result);
  };
  onFailed = (error: BleError) => void this.failed.push(error);
  onStep = (step: PairingStep) => void this.steps.push(step);

  /** What this side told the peer in its last Pairing Failed. */
  get lastReason(): number | null {
    const last = this.sent.filter((pdu) => pdu.pdu === 'pairing-failed').at(-1);
    return last?.pdu === 'pairing-failed' ? last.reason : null;
  }
}

/** Two Security Managers over a link that the test may tamper with, people who can see both screens, and a clock that waits. */
export class SmpWorld {
  readonly clock = new ManualClock();
  readonly central: Side;
  readonly peripheral: Side;
  /** The key the controllers use; null while the link is not encrypted. */
  encryptedWith: Uint8Array | null = null;
  /** What becomes of a frame: itself, none, or others. */
  tamper: (from: Role, pdu: Uint8Array) => Uint8Array[] = (_, pdu) => [pdu];
  /** Frames on their way. */
  #air: Promise<void> = Promise.resolve();
  #shown: number | null = null;
  #numbers = new Map<Role, number>();
  isUp = true;
  /** What people type where no screen shows a passkey. */
  agreedPasskey = 271_828;

  constructor() {
    this.central = new Side('central', CENTRAL, this);
    this.peripheral = new Side('peripheral', PERIPHERAL, this);
    for (const side of [this.central, this.peripheral]) side.people = this.people(side.role);
  }

  side(role: Role): Side {
    return role === 'central' ? this.central : this.peripheral;
  }

  /** People who do everything right. */
  people(role: Role): SmpUser {
    return {
      displayPasskey: (passkey) => {
        this.#shown = passkey;
      },
      requestPasskey: async () => {
        await settle();
        return this.#shown ?? this.agreedPasskey;
      },
      compareNumbers: async (value, signal) => {
        this.#numbers.set(role, value);
        while (!this.#numbers.has(other(role)) && !signal.aborted) await settle();
        return this.#numbers.get(other(role)) === value;
      },
    };
  }

  pair(o: PairOptions = {}, signal = new AbortController().signal): Promise<PairingResult> {
    this.#shown = null;
    this.#numbers.clear();
    return this.central.smp.pair(resolvePairOptions(o, DEFAULT_DELEGATE, 'pair'), signal);
  }

  async carry(from: Role, pdu: Uint8Array): Promise<void> {
    if (!this.isUp) throw hciError(0x13, 'send', 'peer');
    this.side(from).sent.push(decodePdu(pdu));
    for (const frame of this.tamper(from, pdu)) this.deliver(other(from), frame);
  }

  /** A frame that nobody sent, or the next one. */
  deliver(to: Role, frame: Uint8Array | SmpPdu): void {
    const bytes = frame instanceof Uint8Array ? frame : encodePdu(frame);
    this.#air = this.#air.then(() => {
      if (this.isUp) this.side(to).smp.receive(bytes.slice());
    });
  }

  /** Both controllers: the peripheral's is asked for the key, and the two are compared. */
  async encrypt({ ltk, rand, ediv }: { ltk: Uint8Array; rand: Uint8Array; ediv: number }): Promise<void> {
    await this.#air;
    await settle();
    const theirs = this.peripheral.smp.ltkFor(rand, ediv);
    if (!theirs) throw hciError(PIN_OR_KEY_MISSING, 'encrypt', 'peer');
    if (!equalBytes(theirs, ltk)) {
      this.lose(MIC_FAILURE);
      throw hciError(MIC_FAILURE, 'encrypt');
    }
    this.encryptedWith = ltk;
    this.peripheral.smp.encryptionChanged(0, true);
    this.central.smp.encryptionChanged(0, true);
  }

  /** The link is lost. */
  lose(status = 0x08): void {
    this.isUp = false;
    this.encryptedWith = null;
    for (const side of [this.central, this.peripheral]) side.smp.close(hciError(status, 'link', 'peer'));
  }

  reconnect(): void {
    this.isUp = true;
    this.encryptedWith = null;
    for (const side of [this.central, this.peripheral]) side.smp = side.link();
  }

  /** Lets time pass until the promise settles. */
  async run<T>(promise: Promise<T>, limitMs = 120_000): Promise<T> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => undefined); // its outcome is the caller's
    const start = this.clock.now();
    for (let stepMs = 0; !isSettled; stepMs = stepMs < 20 ? stepMs + 1 : 250) {
      if (this.clock.now() - start > limitMs) throw new Error(`nothing came of it within ${limitMs} ms`);
      await this.clock.advance(stepMs);
    }
    await settle();
    return settled;
  }
}
