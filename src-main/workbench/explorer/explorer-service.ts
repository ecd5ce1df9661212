import type { z } from 'zod';
import type { EventName, EventPayload, RequestName, Requests } from '../../../src-shared/ipc/contract.js';
import { type Address, type AddressType, parseAddress } from '../../../src-shared/model/address.js';
import { BleError, type ErrorInfo, errorInfo, invalidArgument } from '../../../src-shared/model/ble-error.js';
import type { LinkState } from '../../../src-shared/model/link.js';
import type { LinkPhy } from '../../ble/index.js';
import type { Clock, TimerHandle } from '../clock.js';
import { ConnectLine } from './connect-line.js';
import { asBleError, noAdapter } from './explorer-errors.js';
import { ExplorerLink } from './explorer-link.js';
import { LinkRecord } from './link-record.js';
import type { PeerAdapter } from './peer-link.js';
import type { AttributeHistory } from './save-history.js';
import type { HandleHistory } from './value-store.js';

/** Devices open at once. */
export const MAX_LINKS = 32;
/** Least time between two batches to the window. */
const BATCH_EVERY_MS = 100;
/** While rates come down. */
const SETTLE_EVERY_MS = 500;
/** Given to every link when the app quits. */
const QUIT_MS = 1_000;

export interface ExplorerDeps {
  clock: Clock;
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** A link could not be made. */
  onConnectFailed?(peer: Address, error: ErrorInfo): void;
}

/** A call's payload, as the router hands it on. */
type Given<N extends RequestName> = z.output<Requests[N]['input']>;

interface Open {
  link: ExplorerLink;
  stateDue: boolean;
  treeDue: boolean;
}

/** The devices the user looks into, on whichever adapter is current. What they tell goes to the window in batches, ten a second. */
export class ExplorerService {
  readonly #open = new Map<number, Open>();
  /** Ends of links under way, by device: the next attempt waits for them. */
  readonly #ends = new Map<string, Promise<unknown>>();
  readonly #line = new ConnectLine();
  #adapter: PeerAdapter | null = null;
  #nextLink = 1;
  #nextOperation = 1;
  #timer: TimerHandle | null = null;
  #timerDue = 0;
  #flushedAt = Number.NEGATIVE_INFINITY;
  #isHeld = false;
  #isClosed = false;

  constructor(private readonly deps: ExplorerDeps) {}

  /** Every link; each tree and all values follow once more. */
  links(): LinkState[] {
    for (const open of this.#open.values()) {
      open.stateDue = true;
      open.treeDue = true;
      open.link.book.values.resend();
    }
    this.#schedule();
    return [...this.#open.values()].map(({ link }) => link.state());
  }

  connect({ address, addressType, name }: Given<'explorer.connect'>): LinkState {
    const adapter = this.#adapter;
    if (!adapter || this.#isClosed) throw noAdapter('connect');
    const normal = adapter.capabilities.realAddresses ? parseAddress(address) : address;
    const { link } = this.#find(normal, addressType) ?? this.#add(normal, addressType, name);
    if (name !== null) link.book.name = name;
    link.connect(adapter, this.#ends.get(keyOf(link)));
    return link.state();
  }

  disconnect(id: number): Promise<void> {
    return this.#ending(this.#get(id, 'disconnect').link);
  }

  /** Ends the link and forgets it: from now on there is none of this id. */
  async forget(id: number): Promise<void> {
    const { link } = this.#get(id, 'close');
    this.#open.delete(id);
    this.deps.emit('explorer.closed', { link: id });
    await this.#ending(link);
  }

  async discover(id: number): Promise<void> {
    await this.#get(id, 'discover').link.discover();
  }

  async exchangeMtu({ link, mtu }: Given<'explorer.exchangeMtu'>): Promise<number> {
    return this.#session(link, 'exchange MTU').exchangeMtu(mtu);
  }

  async updateParameters({ link, ...request }: Given<'explorer.updateParameters'>): Promise<void> {
    await this.#session(link, 'update connection parameters').updateParameters(request);
  }

  async setPhy({ link, phy }: Given<'explorer.setPhy'>): Promise<LinkPhy> {
    return this.#session(link, 'set PHY').setPhy(phy);
  }

  async read({ link, handle }: Given<'explorer.read'>): Promise<Uint8Array> {
    return this.#session(link, 'read').read(handle);
  }

  async write({ link, handle, data, mode }: Given<'explorer.write'>): Promise<void> {
    await this.#session(link, 'write').write(handle, data, mode);
  }

  async subscribe({ link, handle, notify, indicate }: Given<'explorer.subscribe'>): Promise<void> {
    await this.#session(link, 'subscribe').subscribe(handle, notify, indicate);
  }

  async readAll(id: number): Promise<{ read: number; failed: number }> {
    return this.#session(id, 'read all').readAll();
  }

  async subscribeAll({ link, on }: Given<'explorer.subscribeAll'>): Promise<{ done: number; failed: number }> {
    return this.#session(link, on ? 'subscribe to all' : 'unsubscribe from all').subscribeAll(on);
  }

  /** One that is over already is no mistake: the button was pressed in that moment. */
  cancelOperation({ link, operation }: Given<'explorer.cancelOperation'>): void {
    const open = this.#get(link, 'cancel');
    if (open.link.isConnected) open.link.session('cancel').cancel(operation);
  }

  watch({ link, handle }: Given<'explorer.watch'>): EventPayload<'explorer.history'> | null {
    const history = this.#get(link, 'watch').link.book.values.watch(handle);
    return history && { link, ...history };
  }

  /** Every value kept of a handle, oldest first. */
  history(id: number, handle: number): AttributeHistory {
    const { book } = this.#get(id, 'save the history').link;
    const attribute = book.index?.get(handle);
    return {
      owner: { kind: attribute?.isDescriptor ? 'descriptor' : 'characteristic', uuid: attribute?.uuid ?? '' },
      name: book.nameOf(handle),
      entries: book.values.history(handle),
    };
  }

  /** Whose connection this is; null: none of these links'. */
  linkOf(connection: unknown): number | null {
    for (const [id, { link }] of this.#open) if (link.peer === connection) return id;
    return null;
  }

  peerOf(id: number): Address {
    const { address, addressType } = this.#get(id, 'find').link.book;
    return { address, type: addressType };
  }

  /** What the device of a tab is called. */
  nameOf({ address, type }: Address): string | null {
    return this.#find(address, type)?.link.book.name ?? null;
  }

  /** Connects a link anew, as the user does from its tab. */
  reconnect(id: number): void {
    const { address, addressType, name } = this.#get(id, 'connect').link.book;
    this.connect({ address, addressType, name });
  }

  /** The adapter to connect with from now on. The links of the one before are lost; `error` says why when it is gone. */
  setAdapter(adapter: PeerAdapter | null, error: unknown = null): void {
    if (adapter === this.#adapter) return;
    this.#adapter = adapter;
    const why = error === null ? adapterLeft(adapter) : asBleError(error, 'adapter');
    for (const { link } of this.#open.values()) link.adapterLost(why);
  }

  /** While the window does not answer nothing is sent; what it missed follows in one go. */
  setHeld(held: boolean): void {
    this.#isHeld = held;
    this.#schedule();
  }

  /** The app quits: every link is ended. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) this.deps.clock.clearTimeout(this.#timer);
    this.#timer = null;
    // What does not end in time ends with its adapter, which is closed next.
    await Promise.allSettled([...this.#open.values()].map(({ link }) => link.disconnect(QUIT_MS)));
    await Promise.allSettled(this.#ends.values());
  }

  #find(address: string, addressType: AddressType): Open | undefined {
    for (const open of this.#open.values()) {
      const { book } = open.link;
      if (book.address === address && book.addressType === addressType) return open;
    }
    return undefined;
  }

  #add(address: string, addressType: AddressType, name: string | null): Open {
    if (this.#open.size >= MAX_LINKS)
      throw new BleError('busy', {
        layer: 'app',
        operation: 'connect',
        message: `connect: ${MAX_LINKS} devices are open already`,
        fix: 'Close one of them.',
      });
    const id = this.#nextLink;
    this.#nextLink += 1;
    const link = new ExplorerLink(new LinkRecord(id, address, addressType, name), {
      clock: this.deps.clock,
      line: this.#line,
      nextOperationId: () => {
        this.#nextOperation += 1;
        return this.#nextOperation;
      },
      onChange: () => {
        open.stateDue = true;
        this.#schedule();
      },
      onTree: () => {
        open.treeDue = true;
        this.#schedule();
      },
      onValue: () => this.#schedule(),
      onFailed: (error) => this.deps.onConnectFailed?.({ address, type: addressType }, error),
      report: (title, error) =>
        this.deps.emit('app.notice', { level: 'warning', title, text: errorInfo(error, 'explorer').message }),
    });
    const open: Open = { link, stateDue: true, treeDue: false };
    this.#open.set(id, open);
    return open;
  }

  #get(id: number, operation: string): Open {
    const open = this.#open.get(id);
    if (!open) throw invalidArgument(operation, `there is no link ${id}`);
    return open;
  }

  #session(id: number, operation: string) {
    return this.#get(id, operation).link.session(operation);
  }

  /** Ends a link; a later attempt on the same device waits for that. */
  async #ending(link: ExplorerLink): Promise<void> {
    const key = keyOf(link);
    const end = link.disconnect();
    const settled = Promise.allSettled([this.#ends.get(key), end]).then(() => {
      if (this.#ends.get(key) === settled) this.#ends.delete(key);
    });
    this.#ends.set(key, settled);
    await end;
  }

  #schedule(leastMs = 0): void {
    if (this.#isHeld || this.#isClosed) return;
    const { clock } = this.deps;
    const due = Math.max(this.#flushedAt + BATCH_EVERY_MS, clock.now() + leastMs);
    if (this.#timer !== null) {
      if (this.#timerDue <= due) return;
      clock.clearTimeout(this.#timer);
    }
    this.#timerDue = due;
    this.#timer = clock.setTimeout(() => {
      this.#timer = null;
      this.#flush();
    }, due - clock.now());
  }

  #flush(): void {
    if (this.#isHeld || this.#isClosed) return;
    const now = this.deps.clock.now();
    this.#flushedAt = now;
    let isSettling = false;
    for (const [id, open] of this.#open) {
      this.#tell(id, open, now);
      isSettling ||= open.link.book.values.isSettling;
    }
    if (isSettling) this.#schedule(SETTLE_EVERY_MS);
  }

  #tell(link: number, open: Open, now: number): void {
    const { emit } = this.deps;
    const { book } = open.link;
    if (open.stateDue) {
      open.stateDue = false;
      emit('explorer.state', open.link.state());
    }
    if (open.treeDue) {
      open.treeDue = false;
      const forgotten = book.takeForgotten();
      if (book.index) emit('explorer.tree', { link, revision: book.revision, tree: book.index.tree, forgotten });
    }
    const values = book.values.takeValues(now);
    if (values.length > 0) emit('explorer.values', { link, values });
    const history: HandleHistory | null = book.values.takeHistory();
    if (history) emit('explorer.history', { link, ...history });
  }
}

const keyOf = ({ book }: ExplorerLink): string => `${book.address}/${book.addressType}`;

function adapterLeft(next: PeerAdapter | null): BleError {
  const why = next ? 'another adapter was chosen' : 'the adapter was closed';
  return new BleError('adapter-closed', { layer: 'app', operation: 'adapter', message: `adapter: ${why}` });
}
