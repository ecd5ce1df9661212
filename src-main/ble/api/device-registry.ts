import { type Address, type AddressType, parseAddress } from '../../../src-shared/model/address.js';
import {
  requireBoolean,
  requireInteger,
  requireNumber,
  requireObject,
  requireOneOf,
  requireText,
} from '../../../src-shared/model/arguments.js';
import type { Clock } from '../util/clock.js';
import { withDeadline } from '../util/deadline.js';
import type { Connection } from './connection.js';
import type { ConnectOptions, Device } from './device.js';
import { invalidArgument } from './errors.js';
import { DEFAULT_TIMEOUT_MS } from './options.js';

export interface ConnectParameters {
  minIntervalUs: number;
  maxIntervalUs: number;
  latency: number;
  supervisionTimeoutMs: number;
}

/** What connect() was asked for. */
export interface ConnectWishes extends ConnectParameters {
  /** Encrypt with the key of a bond before the link is given to the program. */
  encrypt: boolean;
}

/** Brings one link up; must end its attempt when the signal aborts, and drop a link that comes up after that. */
export type Connect = (device: DeviceRecord, wishes: ConnectWishes, signal: AbortSignal) => Promise<Connection>;

export interface DeviceRegistryOptions {
  clock: Clock;
  connect: Connect;
  /** Aborts when the adapter closes. */
  closed: AbortSignal;
  /** Addresses are real ones, to be checked; false where an operating system gives identifiers. */
  realAddresses?: boolean;
}

export const ADDRESS_TYPES = ['public', 'random'] as const;

/** Keeps one Device per (type, address) for as long as a program holds it. */
export class DeviceRegistry {
  readonly #devices = new Map<string, WeakRef<DeviceRecord>>();
  readonly #forget = new FinalizationRegistry<string>((key) => {
    if (this.#devices.get(key)?.deref() === undefined) this.#devices.delete(key);
  });

  constructor(private readonly options: DeviceRegistryOptions) {}

  get(address: string, type: AddressType = 'public'): DeviceRecord {
    requireText('device', 'address', address);
    requireOneOf('device', 'address type', type, ADDRESS_TYPES);
    const known = this.#devices.get(`${address}/${type}`)?.deref();
    if (known) return known;
    const normal = this.options.realAddresses === false ? address : parseAddress(address);
    const key = `${normal}/${type}`;
    const existing = this.#devices.get(key)?.deref();
    if (existing) return existing;
    const created = new DeviceRecord(normal, type, this.options);
    this.#devices.set(key, new WeakRef(created));
    this.#forget.register(created, key);
    return created;
  }
}

interface Attempt {
  link: Promise<Connection>;
  cancel: AbortController;
  callers: number;
}

export class DeviceRecord implements Device {
  /** The private address it was last heard with, where its bond tells whose that is. */
  privateAddress: string | null = null;
  #connection: Connection | null = null;
  #attempt: Attempt | null = null;
  /** Resolves when nothing is left of an attempt whose last caller has gone. */
  #ending: Promise<void> | null = null;

  constructor(
    readonly address: string,
    readonly addressType: AddressType,
    private readonly options: DeviceRegistryOptions,
  ) {}

  get connection(): Connection | null {
    return this.#connection;
  }

  /** Where it is to be reached on the air. */
  get onAir(): Address {
    if (this.privateAddress !== null) return { address: this.privateAddress, type: 'random' };
    return { address: this.address, type: this.addressType };
  }

  /** Engines say here which link is up; null when it ended. */
  setConnection(connection: Connection | null): void {
    this.#connection = connection;
  }

  async connect(o: ConnectOptions = {}): Promise<Connection> {
    const operation = `connect to ${this.address}`;
    const parameters = resolveConnectOptions(o, operation);
    return withDeadline(
      {
        clock: this.options.clock,
        layer: 'gap',
        operation,
        limits: o,
        defaultMs: DEFAULT_TIMEOUT_MS.connect,
        ends: [this.options.closed],
      },
      async (signal) => {
        while (this.#ending) {
          await this.#ending;
          signal.throwIfAborted();
        }
        if (this.#connection?.isConnected()) return this.#connection;
        this.#attempt ??= this.#begin(parameters);
        const attempt = this.#attempt;
        attempt.callers += 1;
        signal.addEventListener('abort', () => this.#leave(attempt, signal.reason), { once: true });
        return attempt.link;
      },
    );
  }

  toString(): string {
    return `${this.address} (${this.addressType})${this.#connection?.isConnected() ? ', connected' : ''}`;
  }

  #begin(parameters: ConnectWishes): Attempt {
    const cancel = new AbortController();
    const attempt: Attempt = { link: this.options.connect(this, parameters, cancel.signal), cancel, callers: 0 };
    const over = () => {
      if (this.#attempt === attempt) this.#attempt = null;
    };
    attempt.link.then(over, over);
    return attempt;
  }

  /** The radio's attempt ends with its last caller; a later connect() starts afresh. */
  #leave(attempt: Attempt, reason: unknown): void {
    attempt.callers -= 1;
    if (attempt.callers > 0) return;
    if (this.#attempt === attempt) this.#attempt = null;
    attempt.cancel.abort(reason);
    const over = () => {
      if (this.#ending === ending) this.#ending = null;
    };
    // It may have come up at this very moment. One that cannot be ended stays in adapter.connections.
    const ending: Promise<void> = attempt.link.then((link) => link.disconnect()).then(over, over);
    this.#ending = ending;
  }
}

/** Checks and fills in, Core Vol 4 Part E 7.8.12. */
function resolveConnectOptions(o: ConnectOptions, operation: string): ConnectWishes {
  requireObject(operation, 'the options argument', o);
  const { minConnIntervalUs: min, maxConnIntervalUs: max, latency = 0, supervisionTimeoutMs = 5_000 } = o;
  const minIntervalUs = min ?? Math.min(30_000, max ?? 30_000);
  const maxIntervalUs = max ?? Math.max(50_000, minIntervalUs);
  checkParameters({ minIntervalUs, maxIntervalUs, latency, supervisionTimeoutMs }, operation);
  const encrypt = requireBoolean(operation, 'encrypt', o.encrypt ?? true);
  return { minIntervalUs, maxIntervalUs, latency, supervisionTimeoutMs, encrypt };
}

export function checkParameters(p: ConnectParameters, operation: string): void {
  requireNumber(operation, 'least connection interval', p.minIntervalUs, [7_500, 4_000_000], 'microseconds');
  requireNumber(operation, 'greatest connection interval', p.maxIntervalUs, [7_500, 4_000_000], 'microseconds');
  if (p.minIntervalUs > p.maxIntervalUs)
    throw invalidArgument(
      operation,
      `the least interval, ${p.minIntervalUs}, is above the greatest, ${p.maxIntervalUs}`,
    );
  requireInteger(operation, 'latency', p.latency, [0, 499]);
  requireNumber(operation, 'supervisionTimeoutMs', p.supervisionTimeoutMs, [100, 32_000]);
  const leastMs = ((1 + p.latency) * p.maxIntervalUs * 2) / 1_000;
  if (p.supervisionTimeoutMs <= leastMs) {
    throw invalidArgument(
      operation,
      `supervisionTimeoutMs ${p.supervisionTimeoutMs} must be above ${leastMs} for this interval and latency`,
    );
  }
}
