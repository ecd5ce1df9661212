import type { SimulatedPairing, SimulatedScreen } from '../../src-shared/model/pairing.js';
import type { Adapter, PairingDelegate } from '../ble/index.js';

/** How a simulated device pairs: by Just Works, or with a display, whose io can be chosen. */
export type SimulatedIo = 'no-input-no-output' | 'display-only' | 'display-yes-no';

interface Owner {
  name: string;
  address: string;
  adapter: Adapter;
  io: SimulatedIo;
  bonds: number;
  screen: { kind: SimulatedScreen['kind']; digits: string; answer: (same: boolean) => void } | null;
}

/** Displays, buttons and bonds of the simulated devices that pair, for whoever plays their user. */
export class SimulatedPairings {
  readonly #owners = new Map<string, Owner>();
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[] = [];

  /** Gives a device its user. */
  async add(device: { name: string; address: string; io: SimulatedIo }, adapter: Adapter): Promise<void> {
    const owner: Owner = { ...device, adapter, bonds: (await adapter.security.bonds()).length, screen: null };
    this.#owners.set(device.address, owner);
    this.#stops.push(
      adapter.security.on('bonds', (bonds) => {
        owner.bonds = bonds.length;
        this.#changed();
      }),
    );
    this.#configure(owner);
  }

  list(): SimulatedPairing[] {
    return [...this.#owners.values()].map(({ name, address, io, bonds }) => ({
      name,
      address,
      io: io === 'no-input-no-output' ? null : io,
      bonds,
    }));
  }

  screens(): SimulatedScreen[] {
    return [...this.#owners.values()].flatMap(({ name, address, screen }) =>
      screen ? [{ name, address, kind: screen.kind, digits: screen.digits }] : [],
    );
  }

  /** Presses a button; nothing when the display does not ask any more. */
  answer(address: string, same: boolean): void {
    this.#owners.get(address)?.screen?.answer(same);
  }

  /** For the next pairing. Nothing for a device without a display. */
  setIo(address: string, io: 'display-only' | 'display-yes-no'): void {
    const owner = this.#owners.get(address);
    if (!owner || owner.io === 'no-input-no-output') return;
    owner.io = io;
    this.#configure(owner);
  }

  /** As a device that was reset: peers that come with the old key are refused. */
  async forgetBonds(address: string): Promise<void> {
    const security = this.#owners.get(address)?.adapter.security;
    for (const { id } of (await security?.bonds()) ?? []) await security?.removeBond(id);
  }

  /** Reads the bonds anew, for a key store that has been unlocked. */
  async reload(): Promise<void> {
    for (const { adapter } of this.#owners.values()) await adapter.security.reload();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#owners.clear();
  }

  #configure(owner: Owner): void {
    const { io } = owner;
    const delegate: PairingDelegate = { io, mitm: io !== 'no-input-no-output' };
    if (io !== 'no-input-no-output')
      delegate.displayPasskey = (_connection, passkey, signal) => {
        this.#show(owner, { kind: 'passkey', digits: sixDigits(passkey), answer: () => undefined }, signal);
      };
    if (io === 'display-yes-no')
      delegate.compareNumbers = (_connection, value, signal) =>
        new Promise((resolve) => {
          const answer = (same: boolean) => {
            owner.screen = null;
            resolve(same);
            this.#changed();
          };
          this.#show(owner, { kind: 'comparison', digits: sixDigits(value), answer }, signal);
        });
    owner.adapter.security.delegate = delegate;
    this.#changed();
  }

  /** Until the pairing ends, the display shows this. */
  #show(owner: Owner, screen: NonNullable<Owner['screen']>, signal: AbortSignal): void {
    owner.screen = screen;
    signal.addEventListener(
      'abort',
      () => {
        if (owner.screen !== screen) return;
        screen.answer(false);
        owner.screen = null;
        this.#changed();
      },
      { once: true },
    );
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

const sixDigits = (value: number): string => String(value).padStart(6, '0');
