import { randomBytes } from 'node:crypto';
import { toHex } from '../../../../src-shared/bytes/hex.js';
import { type Address, addressKind, parseAddress } from '../../../../src-shared/model/address.js';
import type { AddressMode } from '../../api/adapter.js';
import { BleError, invalidArgument } from '../../api/errors.js';
import type { TraceLog } from '../../api/trace-log.js';
import { ah } from '../../crypto/ah.js';
import type { Clock, TimerHandle } from '../../util/clock.js';
import type { Mutex } from '../../util/mutex.js';
import { commands } from '../hci/commands.js';
import type { Hci } from '../hci/hci.js';

/** TGAP(private_addr_int), Core Vol 3 Part C Appendix A. */
const PRIVATE_ADDRESS_MS = 15 * 60_000;
/** After a change that the controller refused. */
const RETRY_MS = 60_000;

type RandomKind = Exclude<AddressMode, 'public'>;
const MODES: readonly string[] = ['public', 'static', 'resolvable', 'non-resolvable'] satisfies AddressMode[];

interface RandomAddress {
  address: string;
  kind: RandomKind;
  madeAt: number;
}

/** A role of the controller, as far as the address goes. */
export interface AddressUser {
  /** The controller does it, or may do it: it refuses another random address meanwhile, Vol 4 Part E 7.8.4. */
  readonly isOn: boolean;
  /** Own_Address_Type that peers get to see of it now; null when they see none. */
  readonly shows: 0 | 1 | null;
  suspend(): Promise<void>;
  /** Never rejects: a role that cannot go on ends itself. */
  resume(): Promise<void>;
}

export interface OwnAddressOptions {
  hci: Hci;
  clock: Clock;
  trace: TraceLog;
  /** One sequence of commands to the radio at a time. */
  gate: Mutex;
  publicAddress: string;
  /** A static random address to use instead of the public one. */
  staticAddress: string | null;
  /** Our identity resolving key as it goes over the air, 16 bytes, least significant first. */
  irk: () => Uint8Array;
}

/**
 * Makes and sets the address this adapter shows, Core Vol 6 Part B 1.3 and Vol 3 Part C 10.7 and 10.8.
 * A controller has one random address: when a role needs another one, what runs with the old one goes on with the new.
 */
export class OwnAddress {
  /** All roles, those first whose address counts most for people. */
  users: readonly AddressUser[] = [];
  readonly publicAddress: string;
  readonly #options: OwnAddressOptions;
  #staticAddress: string | null = null;
  #mode: AddressMode = 'public';
  /** What the next role is to show; null: the public address. */
  #wanted: RandomAddress | null = null;
  /** What the controller has; null when it has none, or nobody knows. */
  #set: RandomAddress | null = null;
  #timer: TimerHandle | null = null;

  constructor(options: OwnAddressOptions) {
    this.#options = options;
    this.publicAddress = options.publicAddress;
    if (options.staticAddress !== null) {
      this.#staticAddress = parseAddress(options.staticAddress);
      if (addressKind({ address: this.#staticAddress, type: 'random' }) !== 'static') {
        throw invalidArgument(
          'openAdapter',
          `${options.staticAddress} is not a static random address: its two top bits must be set, as in c0:… to ff:…`,
        );
      }
      this.mode = 'static';
    } else if (/^(00:){5}00$/.test(options.publicAddress)) {
      this.mode = 'static'; // a controller without an address of its own
    }
  }

  get mode(): AddressMode {
    return this.#mode;
  }

  set mode(mode: AddressMode) {
    if (!MODES.includes(mode))
      throw invalidArgument('addressMode', `${JSON.stringify(mode)} is none of ${MODES.join(', ')}`);
    this.#mode = mode;
    this.#wanted = mode === 'public' ? null : this.#make(mode);
  }

  /** What peers see now; while they see nothing, what they will see next. */
  get current(): Address {
    const shows = this.users.find((user) => user.shows !== null)?.shows ?? (this.#wanted === null ? 0 : 1);
    const random = (this.users.some((user) => user.shows === 1) ? this.#set : null) ?? this.#wanted;
    if (shows === 0 || random === null) return { address: this.publicAddress, type: 'public' };
    return { address: random.address, type: 'random' };
  }

  /** What bonded peers know us by, whatever private address we show: Core Vol 3 Part H 2.4.2.1. */
  get identity(): Address {
    const isStatic = this.#mode === 'static' || /^(00:){5}00$/.test(this.publicAddress);
    if (!isStatic) return { address: this.publicAddress, type: 'public' };
    this.#staticAddress ??= withTop(randomBytes(6), 0b11);
    return { address: this.#staticAddress, type: 'random' };
  }

  /** Within the gate: sees to it that the controller has the address to show; returns Own_Address_Type for the command that follows. */
  async prepare(): Promise<0 | 1> {
    if (this.#wanted === null) return 0;
    if (this.#isOver(this.#wanted)) this.#wanted = this.#make(this.#wanted.kind);
    await this.#show(this.#wanted);
    return 1;
  }

  /** Roles call this when they have begun or ended: a private address is replaced in time while anybody sees it. */
  changed(): void {
    const set = this.users.some((user) => user.shows === 1) ? this.#set : null;
    if (set === null || !isPrivate(set)) this.#stopTimer();
    else if (this.#timer === null) this.#startTimer(set.madeAt + PRIVATE_ADDRESS_MS - this.#options.clock.now());
  }

  /** After a controller reset it has no random address. */
  forget(): void {
    this.#set = null;
    this.#stopTimer();
  }

  async #show(wanted: RandomAddress): Promise<void> {
    const before = this.#set;
    if (before?.address === wanted.address) return;
    const suspended: AddressUser[] = [];
    try {
      for (const user of this.users) {
        if (!user.isOn) continue;
        suspended.push(user);
        await user.suspend();
      }
      this.#set = null;
      await this.#options.hci.send(commands.leSetRandomAddress, { address: wanted.address });
      this.#set = wanted;
    } catch (error) {
      if (error instanceof BleError && error.status !== undefined) this.#set = before; // refused: nothing has changed
      throw error;
    } finally {
      for (const user of suspended) await user.resume();
    }
  }

  #startTimer(ms: number): void {
    const { clock, gate, trace } = this.#options;
    this.#timer = clock.setTimeout(() => {
      this.#timer = null;
      gate
        .run(() => this.#rotate())
        .catch((error) => {
          trace.event('gap', 'address not replaced', { error: String(error) });
          if (this.#timer === null && this.users.some((user) => user.shows === 1)) this.#startTimer(RETRY_MS);
        });
    }, ms);
  }

  #stopTimer(): void {
    if (this.#timer !== null) this.#options.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #rotate(): Promise<void> {
    const old = this.#set;
    if (old && this.#isOver(old) && this.users.some((user) => user.shows === 1)) {
      const fresh = this.#make(old.kind);
      if (this.#wanted?.address === old.address) this.#wanted = fresh;
      await this.#show(fresh);
    }
    this.changed();
  }

  #isOver(address: RandomAddress): boolean {
    return isPrivate(address) && this.#options.clock.now() - address.madeAt >= PRIVATE_ADDRESS_MS;
  }

  #make(kind: RandomKind): RandomAddress {
    const madeAt = this.#options.clock.now();
    if (kind === 'static') {
      this.#staticAddress ??= withTop(randomBytes(6), 0b11);
      return { address: this.#staticAddress, kind, madeAt };
    }
    if (kind === 'non-resolvable') return { address: withTop(randomBytes(6), 0b00), kind, madeAt };
    const prand = new Uint8Array(randomBytes(3));
    prand[0] = ((prand[0] as number) & 0x3f) | 0x40;
    return {
      address: toHex(new Uint8Array([...prand, ...ah(this.#options.irk().slice().reverse(), prand)]), ':'),
      kind,
      madeAt,
    };
  }
}

function isPrivate({ kind }: RandomAddress): boolean {
  return kind !== 'static';
}

function withTop(bytes: Uint8Array, top: number): string {
  const copy = bytes.slice();
  copy[0] = ((copy[0] as number) & 0x3f) | (top << 6);
  return toHex(copy, ':');
}
