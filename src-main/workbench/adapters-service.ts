import type { AdapterEntry, AdaptersState, CurrentAdapter, Share } from '../../src-shared/ipc/adapters.js';
import type { Settings } from '../../src-shared/ipc/app.js';
import type { EventName, EventPayload, Input } from '../../src-shared/ipc/contract.js';
import { BleError, errorInfo, invalidArgument } from '../../src-shared/model/ble-error.js';
import type { Adapter, AdapterInfo, Address, Bond } from '../ble/index.js';
import { normaliseAdapterSpec, specKind } from './adapter-spec.js';
import { Listeners } from './listeners.js';
import { type RadioListener, RadioShare } from './radio-share.js';

export const VIRTUAL_SPEC = 'virtual:';
const VIRTUAL_ENTRY: AdapterInfo = { spec: VIRTUAL_SPEC, label: 'Virtual radio', kind: 'virtual', state: 'available' };

export interface AdaptersDeps {
  /** Opens an adapter by its address; the virtual ones on the app's own radio. */
  open(spec: string): Promise<Adapter>;
  /** What this machine offers now. */
  list(): Promise<AdapterInfo[]>;
  /** Lets foreign hosts join the app's radio. */
  listen(spec: string): Promise<RadioListener>;
  settings: {
    get(): Pick<Settings, 'adapter' | 'addedAdapters'>;
    update(change: Partial<Pick<Settings, 'adapter' | 'addedAdapters'>>): Promise<unknown>;
  };
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
}

export interface AdapterChange {
  /** null: there is none. */
  adapter: Adapter | null;
  /** Why there is none; null after an orderly end. */
  error: unknown;
}

interface Current {
  spec: string;
  label: string;
  kind: CurrentAdapter['kind'];
  state: 'ready' | 'lost' | 'failed';
  adapter: Adapter | null;
  error: unknown;
  stop: () => void;
}

/** Which radios there are and which one the app works on. */
export class AdaptersService {
  readonly #deps: AdaptersDeps;
  readonly #followers = new Listeners<AdapterChange>();
  readonly #share: RadioShare;
  #offered: AdapterInfo[] = [VIRTUAL_ENTRY];
  #current: Current | null = null;
  #opening: { spec: string; attempt: number } | null = null;
  #attempts = 0;
  #simulated: { name: string; address: string }[] = [];
  #closed = false;

  constructor(deps: AdaptersDeps) {
    this.#deps = deps;
    this.#share = new RadioShare(
      (spec) => deps.listen(spec),
      () => this.#changed(),
    );
  }

  /** Told of every change of the adapter in use. Returns the function that stops it. */
  follow(listener: (change: AdapterChange) => void): () => void {
    return this.#followers.add(listener);
  }

  setSimulated(devices: readonly { name: string; address: string }[]): void {
    this.#simulated = devices.map(({ name, address }) => ({ name, address }));
    this.#changed();
  }

  /** What a simulated device at this address is called; null: there is none. */
  simulatedName({ address }: Address): string | null {
    return this.#simulated.find((device) => device.address === address)?.name ?? null;
  }

  /** Whether a link of the adapter in use is with the peer of this bond. */
  isInUse(adapterId: string, { identity, peer }: Pick<Bond, 'identity' | 'peer'>): boolean {
    const adapter = this.#current?.adapter;
    if (!adapter?.capabilities.pairing || adapter.security.adapterId !== adapterId) return false;
    const { address, type } = identity ?? peer;
    return adapter.connections.some(({ device }) => device.address === address && device.addressType === type);
  }

  /** Opens the adapter of the last time, or the virtual radio when that is not there. Never rejects: the state tells. */
  async openFirst(): Promise<void> {
    const wanted = this.#deps.settings.get().adapter;
    try {
      await this.#open(wanted);
      return;
    } catch (error) {
      if (this.#closed || (error instanceof BleError && error.code === 'aborted')) return;
      if (wanted === VIRTUAL_SPEC) return;
      const text = `${errorInfo(error, 'open').message}. The app works on the virtual radio meanwhile.`;
      this.#deps.emit('app.notice', { level: 'warning', title: `${wanted} could not be opened`, text });
    }
    try {
      await this.#open(VIRTUAL_SPEC);
    } catch (error) {
      // The state says 'failed' and why; the notice is for whoever looks elsewhere.
      this.#deps.emit('app.notice', {
        level: 'error',
        title: 'The virtual radio could not be opened',
        text: errorInfo(error, 'open').message,
      });
    }
  }

  async list(): Promise<AdaptersState> {
    this.#offered = await this.#deps.list();
    if (!this.#offered.some(({ spec }) => spec === VIRTUAL_SPEC)) this.#offered = [VIRTUAL_ENTRY, ...this.#offered];
    return this.#changed();
  }

  async select(spec: string): Promise<AdaptersState> {
    const wanted = spec.trim();
    await this.#open(wanted);
    await this.#deps.settings.update({ adapter: wanted });
    return this.state();
  }

  async add(text: string): Promise<AdaptersState> {
    const spec = normaliseAdapterSpec(text);
    const { addedAdapters } = this.#deps.settings.get();
    const known = addedAdapters.includes(spec) || this.#offered.some((entry) => entry.spec === spec);
    if (!known) {
      if (addedAdapters.length >= 32)
        throw invalidArgument('add adapter', '32 adapters were added already; remove one first');
      await this.#deps.settings.update({ addedAdapters: [...addedAdapters, spec] });
    }
    return this.#changed();
  }

  async remove(spec: string): Promise<AdaptersState> {
    const { addedAdapters } = this.#deps.settings.get();
    if (!addedAdapters.includes(spec))
      throw invalidArgument('remove adapter', `${spec} is not among the adapters you added`);
    if (this.#current?.spec === spec && this.#current.state === 'ready') {
      const message = `${spec} is in use`;
      throw new BleError('busy', {
        layer: 'app',
        operation: 'remove adapter',
        message,
        fix: 'Choose another adapter first.',
      });
    }
    await this.#deps.settings.update({ addedAdapters: addedAdapters.filter((other) => other !== spec) });
    return this.#changed();
  }

  async share(input: Input<'adapters.share'>): Promise<AdaptersState> {
    await this.#share.start(input);
    return this.state();
  }

  async unshare(): Promise<AdaptersState> {
    await this.#share.stop();
    return this.state();
  }

  state(): AdaptersState {
    return {
      entries: this.#entries(),
      current: this.#currentState(),
      simulated: this.#simulated.map((device) => ({ ...device })),
      share: this.#shareState(),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#attempts += 1;
    const current = this.#current;
    this.#current = null;
    current?.stop();
    this.#followers.tell({ adapter: null, error: null });
    await Promise.all([current?.adapter?.close(), this.#share.stop()]);
  }

  async #open(spec: string): Promise<void> {
    if (this.#current?.spec === spec && this.#current.state === 'ready' && !this.#opening) return;
    this.#attempts += 1;
    const attempt = this.#attempts;
    this.#opening = { spec, attempt };
    this.#changed();
    let adapter: Adapter;
    try {
      adapter = await this.#deps.open(spec);
    } catch (error) {
      if (this.#opening?.attempt === attempt) {
        this.#opening = null;
        if (!this.#current) this.#current = failed(spec, error);
        this.#changed();
      }
      throw error;
    }
    if (this.#attempts !== attempt) {
      await adapter.close();
      throw new BleError('aborted', {
        layer: 'app',
        operation: `open ${spec}`,
        message: `open ${spec}: another adapter was chosen meanwhile`,
      });
    }
    this.#opening = null;
    await this.#use(spec, adapter);
  }

  async #use(spec: string, adapter: Adapter): Promise<void> {
    const before = this.#current;
    before?.stop();
    const { label, kind } = adapter.info;
    const current: Current = { spec, label, kind, state: 'ready', adapter, error: null, stop: () => undefined };
    const stops = [
      adapter.on('closed', (error) => this.#lost(current, error)),
      adapter.on('connection', () => this.#changed()),
      adapter.on('disconnection', () => this.#changed()),
    ];
    current.stop = () => {
      for (const stop of stops) stop();
    };
    this.#current = current;
    this.#changed();
    this.#followers.tell({ adapter, error: null });
    try {
      await before?.adapter?.close();
    } catch (error) {
      const text = errorInfo(error, 'close').message;
      this.#deps.emit('app.notice', { level: 'warning', title: `${before?.label} did not close cleanly`, text });
    }
  }

  #lost(current: Current, error: Error | null): void {
    if (this.#current !== current || this.#closed) return;
    current.stop();
    current.state = 'lost';
    current.adapter = null;
    current.error =
      error ??
      new BleError('adapter-closed', { layer: 'app', operation: 'adapter', message: 'The adapter was closed' });
    this.#changed();
    this.#followers.tell({ adapter: null, error: current.error });
  }

  #changed(): AdaptersState {
    const state = this.state();
    if (!this.#closed) this.#deps.emit('adapters.changed', state);
    return state;
  }

  #entries(): AdapterEntry[] {
    const added = this.#deps.settings.get().addedAdapters;
    const offered = this.#offered.map((info) => this.#entry(info, added.includes(info.spec)));
    const more = added
      .filter((spec) => !this.#offered.some((info) => info.spec === spec))
      .map((spec) => this.#entry({ spec, label: spec, kind: specKind(spec) ?? 'tcp', state: 'available' }, true));
    return [...offered, ...more];
  }

  #entry({ spec, label, kind, state, why, fix }: AdapterInfo, added: boolean): AdapterEntry {
    const isOpen = this.#current?.spec === spec && this.#current.state === 'ready';
    const entry: AdapterEntry = {
      spec,
      label,
      kind,
      state: isOpen ? 'open' : state === 'open' ? 'available' : state,
      added,
    };
    if (why !== undefined) entry.why = why;
    if (fix !== undefined) entry.fix = fix;
    return entry;
  }

  #currentState(): CurrentAdapter {
    const none = {
      address: null,
      addressType: null,
      version: null,
      manufacturer: null,
      links: 0,
      scanTiming: true,
      passiveScan: true,
    };
    const current = this.#current;
    if (this.#opening || !current) {
      const spec = this.#opening?.spec ?? this.#deps.settings.get().adapter;
      const info = this.#offered.find((entry) => entry.spec === spec);
      return { ...none, spec, label: info?.label ?? spec, kind: specKind(spec) ?? 'virtual', state: 'opening' };
    }
    const { spec, label, kind, state, adapter, error } = current;
    const facts: CurrentAdapter = { ...none, spec, label, kind, state };
    if (error !== null) facts.error = errorInfo(error, `open ${spec}`);
    if (!adapter) return facts;
    return {
      ...facts,
      address: adapter.address.address,
      addressType: adapter.address.type,
      version: adapter.info.version ?? null,
      manufacturer: adapter.info.manufacturer ?? null,
      links: adapter.connections.length,
      scanTiming: adapter.capabilities.scanTiming,
      passiveScan: adapter.capabilities.passiveScan,
    };
  }

  #shareState(): Share | null {
    return this.#share.state();
  }
}

function failed(spec: string, error: unknown): Current {
  return {
    spec,
    label: spec,
    kind: specKind(spec) ?? 'virtual',
    state: 'failed',
    adapter: null,
    error,
    stop: () => undefined,
  };
}
