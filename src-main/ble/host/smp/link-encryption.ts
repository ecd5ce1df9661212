import { randomUUID } from 'node:crypto';
import { HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import type { Address } from '../../../../src-shared/model/address.js';
import type { PairingStep } from '../../../../src-shared/model/pairing-step.js';
import type { Connection, LinkSecurity, SecurityRequest } from '../../api/connection.js';
import { BleError, hciError } from '../../api/errors.js';
import type { Bond } from '../../api/key-store.js';
import type { PairingOutcome, PairOptions } from '../../api/security.js';
import type { TraceLog } from '../../api/trace-log.js';
import { isZero } from '../../crypto/equal-secret.js';
import type { Clock } from '../../util/clock.js';
import { unlessAborted } from '../../util/unless-aborted.js';
import { commands } from '../hci/commands.js';
import type { Hci } from '../hci/hci.js';
import { bondOf } from './bond-of.js';
import { resolvePairOptions } from './pair-options.js';
import type { SecurityManager } from './security-manager.js';
import { signatureOf, verifiedCounter } from './signed-data.js';
import { Smp } from './smp.js';
import type { PairingResult, SmpHost } from './smp-link.js';
import { userOf } from './smp-user.js';

const NO_RANDOM: Uint8Array = new Uint8Array(8);

export interface LinkEncryptionOptions {
  connection: Connection;
  handle: number;
  hci: Hci;
  clock: Clock;
  trace: TraceLog;
  manager: SecurityManager;
  /** The addresses that the link was made with. */
  ours: Address;
  theirs: Address;
  /** The public or static address we are known by. */
  ourIdentity: () => Address;
  send: (pdu: Uint8Array) => Promise<void>;
  onState: (state: LinkSecurity) => void;
  onStep: (step: PairingStep) => void;
  onSecurityRequest: (request: SecurityRequest) => void;
  /** What the peer has subscribed to on our server, for a new bond. */
  subscriptions: () => Record<number, number>;
  /** The peer has proved to be the one of this bond. */
  onBond: (bond: Bond) => void;
}

type Worth = Pick<LinkSecurity, 'authenticated' | 'keySize' | 'secureConnections'>;

/** Encryption of one link: pairing, keys of earlier pairings, and what the link is worth for it. Core Vol 3 Part H, Vol 3 Part C 10. */
export class LinkEncryption {
  readonly #options: LinkEncryptionOptions;
  readonly #smp: Smp;
  #isOn = false;
  #worth: Worth | null = null;
  /** The bond whose key encrypts the link. */
  #inUse: string | null = null;
  /** The bond whose key the controller was given, until Encryption Change. */
  #offered: Bond | null = null;
  /** Told the status of the start that is under way. */
  #onStarted: ((status: number) => void) | null = null;
  #resuming: Promise<void> | null = null;

  constructor(options: LinkEncryptionOptions) {
    this.#options = options;
    const { connection, clock, manager, ours, theirs, send } = options;
    const link = {
      role: connection.role,
      ours,
      theirs,
      clock,
      operation: `pair with ${connection.device.address}`,
      send,
      encrypt: (key: { ltk: Uint8Array; rand: Uint8Array; ediv: number }) => {
        this.#offered = null;
        return this.#start(key, link.operation);
      },
      isEncrypted: () => this.#isOn,
    };
    const host: SmpHost = {
      user: () => userOf(manager.delegate, connection),
      policy: () => manager.policy,
      responderOptions: () => resolvePairOptions({}, manager.delegate, link.operation),
      existing: () => this.bond,
      identity: () => ({ irk: manager.identity.irk, address: options.ourIdentity() }),
      onSecurityRequest: (request) => this.#onSecurityRequest(request),
      onEncrypted: ({ authenticated, keySize, secureConnections }) => {
        this.#inUse = null;
        this.#worth = { authenticated, keySize, secureConnections };
        this.#tell();
      },
      onPaired: (result) => this.#onPaired(result),
      onFailed: (error) => options.trace.event('smp', 'pairing failed', { error: error.message }, options.handle),
      onStep: (step) => {
        options.trace.event('smp', step.text, step.fields, options.handle);
        options.onStep(step);
      },
      attempts: manager.attempts,
      oobKeys: manager.oobKeys,
    };
    this.#smp = new Smp(link, host);
  }

  /** The stored bond with this peer. */
  get bond(): Bond | null {
    const { manager, theirs } = this.#options;
    return (this.#inUse === null ? null : manager.byId(this.#inUse)) ?? manager.find(theirs);
  }

  get state(): LinkSecurity {
    const { authenticated = false, keySize = 0, secureConnections = false } = this.#worth ?? {};
    return { encrypted: this.#isOn, authenticated, keySize, secureConnections, bonded: this.bond !== null };
  }

  /** A frame of the Security Manager's channel. */
  receive(pdu: Uint8Array): void {
    this.#smp.receive(pdu);
  }

  /** See Connection.pair(). */
  async pair(o: PairOptions, signal: AbortSignal): Promise<PairingOutcome> {
    const { connection, manager } = this.#options;
    const options = resolvePairOptions(o, manager.delegate, `pair with ${connection.device.address}`);
    const { bond } = this;
    const isCentral = connection.role === 'central';
    if (bond && isEnough(bond, o) && (!isCentral || bond.ltk)) {
      if (isCentral) {
        await this.resume(signal);
        return resumed(bond);
      }
      if (this.#isOn && this.#inUse === bond.id) return resumed(bond);
    }
    if (isCentral) return (await this.#smp.pair(options, signal)).outcome;
    const result = await this.#smp.requestSecurity(options, signal);
    if (result) return result.outcome;
    const known = this.bond;
    if (known) return resumed(known);
    throw new BleError('disconnected', { layer: 'smp', operation: `pair with ${connection.device.address}` });
  }

  /** See Connection.cancelPairing(). */
  cancel(): void {
    const operation = `pair with ${this.#options.connection.device.address}`;
    this.#smp.cancel(
      new BleError('aborted', { layer: 'smp', operation, message: `${operation}: cancelled on this side` }),
    );
  }

  /** As central: encrypts with the key of the bond; at once when it does already. Rejects 'hci/pin-or-key-missing' when the peer has lost it. */
  async resume(signal: AbortSignal): Promise<void> {
    const { bond } = this;
    if (!bond?.ltk || (this.#isOn && this.#inUse === bond.id)) return;
    this.#resuming ??= this.#resume(bond, bond.ltk).finally(() => {
      this.#resuming = null;
    });
    await unlessAborted(this.#resuming, signal);
  }

  /** Encryption Change and Encryption Key Refresh Complete. */
  changed(status: number, enabled: boolean): void {
    const offered = this.#offered;
    this.#offered = null;
    if (status === HCI_ERROR.success) {
      this.#isOn = enabled;
      if (!enabled) {
        this.#worth = null;
        this.#inUse = null;
        this.#tell();
      } else if (offered) this.#use(offered);
    }
    this.#smp.encryptionChanged(status, enabled);
    this.#onStarted?.(status);
  }

  /** As peripheral: the controller asks for the key by its name, Core Vol 4 Part E 7.7.65.5. */
  keyRequested(rand: Uint8Array, ediv: number): void {
    const { hci, handle, trace } = this.#options;
    const key = this.#smp.ltkFor(rand, ediv) ?? this.#bondKey(rand, ediv);
    const answer: Promise<unknown> = key
      ? hci.send(commands.leLongTermKeyRequestReply, { handle, ltk: key })
      : hci.send(commands.leLongTermKeyRequestNegativeReply, { handle });
    answer.catch((error) => trace.event('smp', 'key not given', { error: String(error) }, handle));
  }

  /** The link is gone. */
  close(error: BleError): void {
    this.#smp.close(error);
    this.#isOn = false;
  }

  async #resume(bond: Bond, ltk: Uint8Array): Promise<void> {
    this.#offered = bond;
    const operation = `encrypt the link to ${this.#options.connection.device.address}`;
    await this.#start({ ltk, rand: bond.rand ?? NO_RANDOM, ediv: bond.ediv ?? 0 }, operation);
  }

  async #start(key: { ltk: Uint8Array; rand: Uint8Array; ediv: number }, operation: string): Promise<void> {
    const { hci, handle, connection } = this.#options;
    if (this.#onStarted) throw new BleError('busy', { layer: 'smp', operation });
    const started = new Promise<number>((resolve) => {
      this.#onStarted = resolve;
    });
    try {
      await hci.send(commands.leEnableEncryption, { handle, ...key });
      const status = await unlessAborted(started, connection.signal);
      if (status !== HCI_ERROR.success) throw keyError(status, operation);
    } finally {
      this.#onStarted = null;
    }
  }

  #bondKey(rand: Uint8Array, ediv: number): Uint8Array | null {
    const { bond } = this;
    if (!bond || this.#smp.isPairing) return null;
    const key = bond.ltkLocal;
    const isNamed = bond.secureConnections
      ? ediv === 0 && isZero(rand)
      : ediv === bond.edivLocal && bond.randLocal?.every((byte, i) => byte === rand[i]) === true;
    if (!key || !isNamed || isZero(key)) return null;
    this.#offered = bond;
    return key;
  }

  #use(bond: Bond): void {
    const { authenticated, keySize, secureConnections } = bond;
    this.#worth = { authenticated, keySize, secureConnections };
    this.#inUse = bond.id;
    this.#options.onBond(bond);
    this.#tell();
    this.#store({ lastUsed: this.#options.clock.now() });
  }

  async #onPaired(result: PairingResult): Promise<void> {
    const { manager, theirs, clock, subscriptions } = this.#options;
    const made = bondOf(result, randomUUID(), theirs, clock.now());
    if (!made) return;
    const { id } = await manager.keep({ ...made, cccd: subscriptions() });
    this.#inUse = id;
    this.#tell();
  }

  /** The PDU with its signature by the key we gave this peer; null without one. A counter serves once, so it is stored first. */
  async sign(pdu: Uint8Array): Promise<Uint8Array | null> {
    const { bond } = this;
    if (!bond?.csrkLocal) return null;
    const { local, remote } = bond.signCounters;
    const signature = signatureOf(bond.csrkLocal, pdu, local);
    await this.#options.manager.update(bond.id, { signCounters: { local: local + 1, remote } });
    const signed = new Uint8Array(pdu.length + signature.length);
    signed.set(pdu);
    signed.set(signature, pdu.length);
    return signed;
  }

  /** Whether the peer's key signed this PDU, and with a counter that is new: Core Vol 3 Part H 2.4.5. */
  verify(signed: Uint8Array): boolean {
    const { bond } = this;
    if (!bond?.csrk) return false;
    const counter = verifiedCounter(bond.csrk, signed);
    if (counter === null || counter < bond.signCounters.remote) return false;
    const { manager, trace, handle } = this.#options;
    manager
      .update(bond.id, { signCounters: { local: bond.signCounters.local, remote: counter + 1 } })
      .catch((error) => trace.event('smp', 'sign counter not stored', { error: String(error) }, handle));
    return true;
  }

  /** Keeps with the bond in use what changed; nothing when the link has none. */
  remember(cccd: Record<number, number>): void {
    if (this.#isOn && this.#inUse !== null) this.#store({ cccd });
  }

  #store(change: Parameters<SecurityManager['update']>[1]): void {
    const { manager, trace, handle } = this.#options;
    if (this.#inUse === null) return;
    manager
      .update(this.#inUse, change)
      .catch((error) => trace.event('smp', 'bond not stored', { error: String(error) }, handle));
  }

  /** As central: what the peripheral asks for is done, with the key of the bond where that is enough. */
  #onSecurityRequest(request: SecurityRequest): boolean {
    const { connection, trace, handle, onSecurityRequest } = this.#options;
    onSecurityRequest(request);
    const wished = request.mitm ? { mitm: true } : {};
    this.pair(wished, connection.signal).catch((error) =>
      trace.event('smp', 'security request came to nothing', { error: String(error) }, handle),
    );
    return true;
  }

  #tell(): void {
    this.#options.onState(this.state);
  }
}

/** Whether a bond gives what pair() is asked for. */
function isEnough(bond: Bond, { mitm, requireMitm }: PairOptions): boolean {
  return bond.authenticated || !(mitm || requireMitm);
}

function resumed({ method = 'just-works', secureConnections, authenticated, keySize }: Bond): PairingOutcome {
  return { method, secureConnections, authenticated, bonded: true, keySize, resumed: true };
}

function keyError(status: number, operation: string): BleError {
  const error = hciError(status, operation, 'peer');
  if (status !== HCI_ERROR['pin-or-key-missing']) return error;
  return new BleError(error.code, {
    ...error.toInfo(),
    message: `${operation}: the peer does not have the key of this bond any more (HCI 0x06)`,
    fix: 'Remove the bond and pair again, if you trust that this is still the same device.',
    cause: error,
  });
}
