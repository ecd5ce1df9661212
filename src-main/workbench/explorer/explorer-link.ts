import { addressKind } from '../../../src-shared/model/address.js';
import { BleError, type ErrorInfo, errorInfo } from '../../../src-shared/model/ble-error.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import type { Clock } from '../clock.js';
import type { ConnectLine } from './connect-line.js';
import { asBleError, lossInfo, notConnected } from './explorer-errors.js';
import type { LinkRecord } from './link-record.js';
import { LinkSession } from './link-session.js';
import type { PeerAdapter, PeerLink } from './peer-link.js';

/** ATT MTU of a link until an exchange, and the largest there is: Core Vol 3 Part F 3.2.8 and 3.2.9. */
const DEFAULT_MTU = 23;
const WANTED_MTU = 517;
/** An adapter that goes takes its links with it a moment before it says why. */
const SAME_LOSS_MS = 100;

export interface ExplorerLinkDeps {
  clock: Clock;
  line: ConnectLine;
  nextOperationId(): number;
  onChange(): void;
  onTree(): void;
  onValue(): void;
  /** The link could not be made. */
  onFailed(error: ErrorInfo): void;
  /** Something went wrong that no call of the user's waits for. */
  report(title: string, error: unknown): void;
}

interface Attempt {
  controller: AbortController;
  done: Promise<void>;
}

/** One device in a tab: its attempts to connect, its connections one after the other, and what outlives them. */
export class ExplorerLink {
  #state: LinkState['state'] = 'disconnected';
  #error: ErrorInfo | null = null;
  #since: number;
  #attempt: Attempt | null = null;
  #session: LinkSession | null = null;
  /** The user has asked for the end. */
  #isLeaving = false;
  #isVirtual = false;
  /** An operating system's own stack keeps PHY and data length to itself. */
  #tellsPhy = false;

  constructor(
    readonly book: LinkRecord,
    private readonly deps: ExplorerLinkDeps,
  ) {
    this.#since = deps.clock.now();
  }

  get isLive(): boolean {
    return this.#attempt !== null || this.#session !== null;
  }

  get isConnected(): boolean {
    return this.#session !== null;
  }

  /** The connection of now as the core has it. */
  get peer(): PeerLink | null {
    return this.#session?.peer ?? null;
  }

  /** The connection of now; throws 'disconnected' when there is none. */
  session(operation: string): LinkSession {
    if (!this.#session) throw notConnected(operation);
    return this.#session;
  }

  state(): LinkState {
    const { id, address, addressType, name, revision, subscriptions } = this.book;
    const session = this.#session;
    const peer = session?.peer;
    return {
      id,
      address,
      addressType,
      addressKind: kindOf(address, addressType),
      name,
      virtual: this.#isVirtual,
      state: this.#state,
      error: this.#error,
      since: this.#since,
      mtu: peer?.mtu ?? DEFAULT_MTU,
      rssi: session?.rssi ?? null,
      parameters: peer ? parametersOf(peer) : null,
      phy: peer && this.#tellsPhy ? { ...peer.phy } : null,
      dataLength: peer && this.#tellsPhy ? { ...peer.dataLength } : null,
      security: {
        encrypted: peer?.encrypted ?? false,
        authenticated: peer?.authenticated ?? false,
        bonded: peer?.bonded ?? false,
        keySize: peer?.keySize ?? 0,
        secureConnections: peer?.secureConnections ?? false,
      },
      treeRevision: revision,
      discovery: session?.discovery ?? null,
      servicesChanged: session?.servicesChanged ?? null,
      operations: session?.operations() ?? [],
      subscriptions: [...subscriptions].map(([handle, bits]) =>
        session?.isConfigured(handle) ? { handle, bits } : { handle, bits, pending: true },
      ),
    };
  }

  /** Begins to connect, unless there is a link or an attempt. `after` is waited for first. */
  connect(adapter: PeerAdapter, after: Promise<unknown> | undefined): void {
    if (this.isLive) return;
    this.#isVirtual = adapter.info.kind === 'virtual';
    this.#tellsPhy = adapter.capabilities.phy;
    const controller = new AbortController();
    const attempt: Attempt = { controller, done: Promise.resolve() };
    this.#attempt = attempt;
    attempt.done = this.#try(adapter, attempt, after);
    this.#enter('connecting');
  }

  /** Ends the link, or the attempt. Resolves when it is down; rejects when the core could not end it, and it stays. */
  async disconnect(timeoutMs?: number): Promise<void> {
    const attempt = this.#attempt;
    if (attempt) {
      this.#giveUp(attempt);
      this.#enter('disconnected');
      await attempt.done;
    }
    const session = this.#session;
    if (!session) return;
    this.#isLeaving = true;
    try {
      await session.peer.disconnect({ timeoutMs });
    } catch (error) {
      if (this.#session === session) throw error;
    } finally {
      if (this.#session === session) this.#isLeaving = false;
    }
  }

  /** Without its adapter there is no link. */
  adapterLost(error: BleError): void {
    const attempt = this.#attempt;
    const session = this.#session;
    if (attempt) {
      this.#giveUp(attempt);
      this.#enter('failed', error.toInfo());
    } else if (session) this.#lose(session, 'lost', error, error.toInfo());
    else if (this.#state === 'lost' && this.deps.clock.now() - this.#since <= SAME_LOSS_MS)
      this.#enter('lost', error.toInfo());
  }

  async discover(): Promise<void> {
    const session = this.session('discover');
    if (this.book.revision === 0) this.#enter('discovering');
    await this.#discover(session);
  }

  async #try(adapter: PeerAdapter, attempt: Attempt, after: Promise<unknown> | undefined): Promise<void> {
    const { signal } = attempt.controller;
    const { address, addressType } = this.book;
    try {
      await after;
      const connect = () => adapter.device(address, addressType).connect({ signal });
      const peer = await this.deps.line.run(connect, signal);
      if (this.#attempt === attempt) this.#begin(peer, adapter);
      // It came up in the very moment it was given up.
      else await peer.disconnect();
    } catch (error) {
      if (this.#attempt === attempt) {
        this.#attempt = null;
        const info = errorInfo(error, `connect to ${address}`);
        this.#enter('failed', info);
        this.deps.onFailed(info);
      } else if (!isAborted(error, signal))
        this.deps.report(`A connection to ${address} that was given up did not end`, error);
    }
  }

  #giveUp({ controller }: Attempt): void {
    this.#attempt = null;
    controller.abort(new BleError('aborted', { layer: 'app', operation: `connect to ${this.book.address}` }));
  }

  #begin(peer: PeerLink, adapter: PeerAdapter): void {
    const { clock, nextOperationId, onChange, onValue } = this.deps;
    this.#attempt = null;
    this.#isLeaving = false;
    const session = new LinkSession(peer, this.book, {
      clock,
      nextOperationId,
      onChange,
      onValue,
      readsRssi: adapter.capabilities.readRssi,
    });
    this.#session = session;
    const onDown = () => {
      const reason = asBleError(peer.signal.reason, `link to ${this.book.address}`);
      if (this.#isLeaving) this.#lose(session, 'disconnected', reason, null);
      else this.#lose(session, 'lost', reason, lossInfo(reason));
    };
    if (peer.signal.aborted) return onDown();
    peer.signal.addEventListener('abort', onDown, { once: true });
    this.#enter('discovering');
    session.exchangeMtu(WANTED_MTU).catch(() => undefined); // not every peer or system allows it: the state shows the MTU in force
    this.#discover(session).catch(() => undefined); // the state says why
  }

  async #discover(session: LinkSession): Promise<void> {
    try {
      await session.discover(() => this.deps.onTree());
      if (this.#session !== session) return;
      this.#enter('connected');
      session.restoreSubscriptions();
    } catch (error) {
      if (this.#session === session) this.#enter('connected', errorInfo(error, 'discover'));
      throw error;
    }
  }

  #lose(session: LinkSession, state: 'lost' | 'disconnected', reason: BleError, error: ErrorInfo | null): void {
    if (this.#session !== session) return;
    this.#session = null;
    session.end(reason);
    this.#enter(state, error);
  }

  #enter(state: LinkState['state'], error: ErrorInfo | null = null): void {
    if (state !== this.#state) this.#since = this.deps.clock.now();
    this.#state = state;
    this.#error = error;
    this.deps.onChange();
  }
}

function isAborted(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof BleError && ['aborted', 'adapter-closed'].includes(error.code));
}

/** A system that does not tell its parameters gives zeroes. */
function parametersOf({ parameters }: PeerLink): LinkState['parameters'] {
  const { intervalUs, latency, supervisionTimeoutMs } = parameters;
  return intervalUs === 0 ? null : { intervalUs, latency, supervisionTimeoutMs };
}

function kindOf(address: string, type: 'public' | 'random'): LinkState['addressKind'] {
  return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(address) ? addressKind({ address, type }) : 'identifier';
}
