import type { Settings } from '../../../src-shared/ipc/app.js';
import type { EventName, EventPayload, Input, Output } from '../../../src-shared/ipc/contract.js';
import type { Address } from '../../../src-shared/model/address.js';
import { BleError, type ErrorInfo, errorInfo } from '../../../src-shared/model/ble-error.js';
import type { BondRef, PairingAttemptState, PairingPeer, PairingState } from '../../../src-shared/model/pairing.js';
import type { Adapter, Connection } from '../../ble/index.js';
import type { KeyStoreService } from '../../keystore/key-store-service.js';
import type { KeptBond } from '../../keystore/key-store-state.js';
import type { Clock, TimerHandle } from '../clock.js';
import { notConnected } from '../explorer/explorer-errors.js';
import { type BondFilesDeps, exportBonds, importBonds } from './bond-files.js';
import { bondKey, bondRow, isBondWith, revealed } from './bond-rows.js';
import { PairingAttempts } from './pairing-attempts.js';
import { pairingDelegate } from './pairing-delegate.js';
import { Prompts } from './prompts.js';
import { NO_SIMULATED_DEVICES, type SimulatedPairingDevices } from './simulated-pairing.js';

const STATE_EVERY_MS = 50;
/** Longer than an attempt to connect takes. */
const PAIR_NEXT_MS = 15_000;
const KEY_LOST = 'hci/pin-or-key-missing';

export interface PairingDeps extends Pick<BondFilesDeps, 'choosePath' | 'chooseFile'> {
  clock: Clock;
  keys: KeyStoreService;
  settings: {
    get(): Pick<Settings, 'pairing' | 'pairingPolicy'>;
    update(change: Partial<Pick<Settings, 'pairing' | 'pairingPolicy'>>): Promise<unknown>;
  };
  /** The links of the explorer. */
  links: {
    linkOf(connection: Connection): number | null;
    peerOf(link: number): Address;
    reconnect(link: number): void;
  };
  nameOf(peer: Address): string | null;
  /** Is this one of the simulated devices? */
  isVirtual(peer: Address): boolean;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
}

/** Pairings and bonds as the user follows them: on every link of the adapter in use, and in the key store. */
export class PairingService {
  readonly #attempts: PairingAttempts;
  readonly #prompts: Prompts;
  /** Bonds whose peer said that it has lost its key. */
  readonly #lost = new Set<string>();
  /** Peers to pair with when they are connected before this time: an attempt that the user gave up must not pair a day later. */
  readonly #pairNext = new Map<string, number>();
  #adapter: Adapter | null = null;
  #simulated: SimulatedPairingDevices = NO_SIMULATED_DEVICES;
  #stops: (() => void)[] = [];
  readonly #followed = new Map<Connection, (() => void)[]>();
  #timer: TimerHandle | null = null;
  #bondsDue = false;
  #isHeld = false;
  #isClosed = false;
  #revision = 0;

  constructor(private readonly deps: PairingDeps) {
    this.#attempts = new PairingAttempts((connection) => this.#peerOf(connection));
    this.#prompts = new Prompts(deps.clock, () => this.#changed());
    this.#revision = deps.keys.state.revision;
    deps.keys.onChange(({ revision }) => this.#onKeys(revision));
  }

  /** All bonds follow once more. */
  state(): PairingState {
    this.#changed(true);
    return this.#state();
  }

  async setChoices(choices: Input<'pairing.setChoices'>): Promise<void> {
    await this.deps.settings.update({ pairing: choices });
    this.#configure();
  }

  async setPolicy(policy: Input<'pairing.setPolicy'>): Promise<void> {
    await this.deps.settings.update({ pairingPolicy: policy });
    this.#configure();
  }

  pair({ link }: Input<'pairing.pair'>): PairingAttemptState {
    const connection = this.#connectionOf(link);
    if (!connection) throw notConnected('pair');
    if (this.#attempts.running(connection))
      throw new BleError('busy', {
        layer: 'app',
        operation: 'pair',
        message: 'pair: a pairing with this device is under way',
        fix: 'Wait for it, or cancel it.',
      });
    return this.#begin(connection).state(link);
  }

  cancel({ attempt }: Input<'pairing.cancel'>): void {
    const known = this.#attempts.byId(attempt);
    if (known?.record.isRunning) known.connection.cancelPairing();
  }

  dismiss({ attempt }: Input<'pairing.dismiss'>): void {
    this.#attempts.dismiss(attempt);
    this.#changed();
  }

  answer({ prompt, answer }: Input<'pairing.answer'>): void {
    this.#prompts.answer(prompt, answer);
  }

  async pairAgain({ link }: Input<'pairing.pairAgain'>): Promise<void> {
    const { keys, links } = this.deps;
    const peer = links.peerOf(link);
    const bonds = (await keys.list()).filter((bond) => bond.adapterId === this.#adapterId && isBondWith(bond, peer));
    for (const bond of bonds) await this.removeBond(bond);
    const connection = this.#connectionOf(link);
    if (!connection) {
      links.reconnect(link);
      this.#pairNext.set(peerKey(peer), this.deps.clock.now() + PAIR_NEXT_MS);
    } else if (!this.#attempts.running(connection)) this.#begin(connection);
  }

  async removeBond({ adapterId, id }: BondRef): Promise<void> {
    this.#lost.delete(bondKey({ adapterId, id }));
    if (this.#adapter && adapterId === this.#adapterId) await this.#adapter.security.removeBond(id);
    else await this.deps.keys.remove(adapterId, id);
    this.#changed(true);
  }

  async reveal({ adapterId, id }: BondRef): Promise<Output<'pairing.reveal'>> {
    const bond = await this.deps.keys.reveal(adapterId, id);
    return bond && revealed(adapterId, bond);
  }

  async exportBonds({ bonds }: Input<'pairing.export'>): Promise<Output<'pairing.export'>> {
    const chosen = bonds ?? (await this.#listed()).map(({ adapterId, id }) => ({ adapterId, id }));
    return exportBonds(chosen, this.#files());
  }

  importBonds(input: Input<'pairing.import'>): Promise<Output<'pairing.import'>> {
    return importBonds(input, this.#files());
  }

  setSimulated(devices: SimulatedPairingDevices): void {
    this.#simulated = devices;
    devices.onChange(() => this.#changed());
    this.#changed();
  }

  /** What keeps the bonds, and what the user may say of that. */
  get keys(): KeyStoreService {
    return this.deps.keys;
  }

  get simulated(): SimulatedPairingDevices {
    return this.#simulated;
  }

  /** The adapter to pair on from now on. */
  setAdapter(adapter: Adapter | null): void {
    this.#unfollowAll();
    this.#adapter = adapter;
    this.#pairNext.clear();
    this.#lost.clear();
    if (adapter?.capabilities.pairing) {
      this.#configure();
      this.#stops.push(
        adapter.on('connection', (connection) => this.#follow(connection)),
        adapter.on('disconnection', () => this.#changed(true)),
        adapter.security.on('bonds', () => this.#onBonds()),
      );
      for (const connection of adapter.connections) this.#follow(connection);
    }
    this.#changed(true);
  }

  /** A link could not be made. */
  connectFailed(peer: Address, error: ErrorInfo): void {
    this.#pairNext.delete(peerKey(peer));
    if (error.code === KEY_LOST) this.#markLost(peer).catch(() => undefined); // the list of bonds says so itself
  }

  /** While the window does not answer nothing is sent; what it missed follows in one go. */
  setHeld(held: boolean): void {
    this.#isHeld = held;
    if (!held) this.#changed(true);
  }

  close(): void {
    this.#isClosed = true;
    this.#unfollowAll();
    if (this.#timer !== null) this.deps.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  #unfollowAll(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const connection of [...this.#followed.keys()]) this.#unfollow(connection);
  }

  #connectionOf(link: number): Connection | undefined {
    return this.#adapter?.connections.find((connection) => this.deps.links.linkOf(connection) === link);
  }

  get #adapterId(): string | null {
    return this.#adapter?.capabilities.pairing ? this.#adapter.security.adapterId : null;
  }

  #configure(): void {
    const { pairing, pairingPolicy } = this.deps.settings.get();
    const security = this.#adapterId === null ? null : this.#adapter?.security;
    if (security) {
      security.policy = { ...pairingPolicy };
      security.delegate = pairingDelegate(pairing, {
        prompts: this.#prompts,
        attemptOf: (connection) => this.#attempts.running(connection) ?? this.#unknown(connection),
      });
    }
    this.#changed();
  }

  #follow(connection: Connection): void {
    const stops = [
      connection.on('pairing-step', (step) => {
        const record = this.#attempts.add(connection, step);
        if (record) this.#changed();
      }),
      connection.on('encryption', ({ encrypted, bonded }) => {
        if (encrypted && bonded) this.#forgetLoss(addressOf(connection));
        this.#changed(true);
      }),
    ];
    // Kept with the connection alone: links come and go all day.
    this.#followed.set(connection, stops);
    connection.signal.addEventListener('abort', () => this.#onDown(connection), { once: true });
    const key = peerKey(addressOf(connection));
    const isWanted = (this.#pairNext.get(key) ?? 0) > this.deps.clock.now();
    this.#pairNext.delete(key);
    if (isWanted) this.#begin(connection);
    this.#changed(true);
  }

  #unfollow(connection: Connection): void {
    for (const stop of this.#followed.get(connection) ?? []) stop();
    this.#followed.delete(connection);
  }

  #begin(connection: Connection) {
    const { clock, settings } = this.deps;
    const { io, bond, secureConnections, mitm } = settings.get().pairing;
    const record = this.#attempts.begin(connection, clock.now());
    connection.pair({ io, bond, mitm, leSecure: secureConnections }).then(
      (outcome) => {
        record.paired(outcome, clock.now());
        this.#onBonds();
      },
      (error: unknown) => {
        const info = errorInfo(error, `pair with ${record.peer.address}`);
        record.failed(info, clock.now());
        if (info.code === KEY_LOST) this.#markLost(addressOf(connection)).catch(() => undefined); // as above
        this.#changed();
      },
    );
    this.#changed();
    return record;
  }

  #onDown(connection: Connection): void {
    this.#unfollow(connection);
    const why = errorInfo(connection.signal.reason, 'pair');
    this.#attempts.running(connection)?.failed(why, this.deps.clock.now());
    this.#changed(true);
  }

  /** A bond came or went: new ones get the name that the user knows the peer by, and attempts the bond that came of them. */
  #onBonds(): void {
    const security = this.#adapterId === null ? null : this.#adapter?.security;
    const name = async () => {
      for (const bond of (await security?.bonds()) ?? []) {
        const peer = bond.identity ?? bond.peer;
        this.#attempts.bonded(bond, { adapterId: security?.adapterId ?? '', id: bond.id });
        const known = this.deps.nameOf(peer) ?? this.deps.nameOf(bond.peer);
        if (known && bond.name === undefined) await security?.nameBond(bond.id, known);
      }
    };
    name().catch((error: unknown) => this.#report('The name of a bond could not be kept', error));
    this.#changed(true);
  }

  async #markLost(peer: Address): Promise<void> {
    const { keys } = this.deps;
    for (const bond of await keys.list())
      if (bond.adapterId === this.#adapterId && isBondWith(bond, peer)) this.#lost.add(bondKey(bond));
    this.#changed(true);
  }

  #forgetLoss(peer: Address): void {
    if (this.#lost.size === 0) return;
    this.deps.keys.list().then(
      (bonds) => {
        for (const bond of bonds) if (isBondWith(bond, peer)) this.#lost.delete(bondKey(bond));
        this.#changed(true);
      },
      () => undefined, // closed meanwhile
    );
  }

  #onKeys(revision: number): void {
    if (revision !== this.#revision) {
      this.#revision = revision;
      const security = this.#adapterId === null ? null : this.#adapter?.security;
      Promise.all([security?.reload(), this.#simulated.reload()]).catch((error: unknown) =>
        this.#report('The bonds could not be read anew', error),
      );
    }
    this.#changed(true);
  }

  #report(title: string, error: unknown): void {
    this.deps.emit('app.notice', { level: 'warning', title, text: errorInfo(error, 'pairing').message });
  }

  #peerOf(connection: Connection): PairingPeer {
    const peer = addressOf(connection);
    return { ...peer, name: this.deps.nameOf(peer), virtual: this.#adapter?.info.kind === 'virtual' };
  }

  /** The host asks before any step was told; it never does. */
  #unknown(connection: Connection) {
    return { id: 0, peer: this.#peerOf(connection), startedBy: 'peer' as const };
  }

  #files(): BondFilesDeps {
    const { keys, clock, choosePath, chooseFile } = this.deps;
    return { keys, now: () => clock.now(), choosePath, chooseFile };
  }

  #state(): PairingState {
    const { settings, keys, links } = this.deps;
    const { pairing, pairingPolicy } = settings.get();
    const { protection, backend, why, problem, needsPassphrase, keyring } = keys.state;
    const adapter = this.#adapter;
    return {
      choices: pairing,
      policy: pairingPolicy,
      protection: { protection, backend, why, problem, needsPassphrase, keyring },
      adapter: adapter && {
        id: this.#adapterId ?? '',
        canPair: adapter.capabilities.pairing,
        why: adapter.capabilities.pairing ? null : whyNot(adapter),
      },
      attempts: this.#attempts.list((connection) => links.linkOf(connection)),
      prompts: this.#prompts.list(),
      screens: this.#simulated.screens(),
      simulated: this.#simulated.list(),
    };
  }

  #changed(bonds = false): void {
    this.#bondsDue ||= bonds;
    if (this.#isHeld || this.#isClosed || this.#timer !== null) return;
    this.#timer = this.deps.clock.setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, STATE_EVERY_MS);
  }

  #flush(): void {
    if (this.#isHeld || this.#isClosed) return;
    this.deps.emit('pairing.state', this.#state());
    if (!this.#bondsDue) return;
    this.#bondsDue = false;
    this.#sendBonds().catch((error: unknown) => this.#report('The bonds could not be listed', error));
  }

  /** The user's bonds, without those that simulated devices keep for themselves. */
  async #listed(): Promise<KeptBond[]> {
    const { keys, isVirtual } = this.deps;
    return (await keys.list()).filter(({ adapterId }) => !isVirtual({ address: adapterId, type: 'random' }));
  }

  async #sendBonds(): Promise<void> {
    const { isVirtual, nameOf, emit } = this.deps;
    const bonds = await this.#listed();
    if (this.#isClosed) return;
    const connections = this.#adapter?.connections ?? [];
    const facts = { adapterId: this.#adapterId, connections, lost: this.#lost, isVirtual, nameOf };
    emit(
      'pairing.bonds',
      bonds.map((bond) => bondRow(bond, facts)),
    );
  }
}

const peerKey = ({ address, type }: Address): string => `${address}/${type}`;

function addressOf({ device: { address, addressType } }: Connection): Address {
  return { address, type: addressType };
}

function whyNot({ info }: Adapter): string {
  return info.kind === 'native'
    ? 'The operating system pairs by itself, with dialogs of its own, and keeps the keys.'
    : 'This controller cannot encrypt.';
}
