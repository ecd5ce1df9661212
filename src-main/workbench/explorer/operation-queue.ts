import { BleError } from '../../../src-shared/model/ble-error.js';
import type { LinkOperation } from '../../../src-shared/model/link.js';
import { aborted, endedBy } from './explorer-errors.js';

/** Operations that may be open at once; a window that asks for more than this is not waiting for them. */
export const MAX_OPERATIONS = 256;

export interface OperationQueueOptions {
  now(): number;
  nextId(): number;
  onChange(): void;
}

/** `tell` says while it runs how far it is. */
export type OperationWork<T> = (
  signal: AbortSignal,
  tell: (title: string, progress: LinkOperation['progress']) => void,
) => Promise<T>;

interface Entry {
  readonly operation: LinkOperation;
  readonly controller: AbortController;
  begin(): Promise<void>;
  reject(error: BleError): void;
}

/** The operations of one link, one after the other in the order they came. */
export class OperationQueue {
  #entries: Entry[] = [];
  #isBusy = false;
  #end: BleError | null = null;

  constructor(private readonly options: OperationQueueOptions) {}

  operations(): LinkOperation[] {
    return this.#entries.map(({ operation }) => ({ ...operation }));
  }

  /**
   * Runs the work when its turn comes. Rejects 'aborted' at once when it is cancelled, with the link's end when that
   * comes first, and 'busy' when too many are open.
   */
  run<T>(title: string, handle: number | null, work: OperationWork<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#end) return reject(endedBy(title, this.#end));
      if (this.#entries.length >= MAX_OPERATIONS) return reject(tooMany(title));
      const { now, nextId, onChange } = this.options;
      const controller = new AbortController();
      const operation: LinkOperation = { id: nextId(), title, handle, state: 'waiting', since: now() };
      const tell: Parameters<OperationWork<T>>[1] = (text, progress) => {
        operation.title = text;
        operation.progress = progress;
        onChange();
      };
      this.#entries.push({
        operation,
        controller,
        reject,
        // A promise settles once: what comes of the work after it was cancelled is dropped here.
        begin: () => work(controller.signal, tell).then(resolve, reject),
      });
      onChange();
      this.#next();
    });
  }

  /** False when there is none of this id, or no longer. */
  cancel(id: number): boolean {
    const entry = this.#entries.find(({ operation }) => operation.id === id);
    if (!entry) return false;
    this.#entries = this.#entries.filter((other) => other !== entry);
    const error = aborted(entry.operation.title);
    entry.reject(error);
    entry.controller.abort(error);
    this.options.onChange();
    return true;
  }

  /** The link is gone: everything open rejects, now and from now on. */
  close(end: BleError): void {
    if (this.#end) return;
    this.#end = end;
    for (const { operation, controller, reject } of this.#entries.splice(0)) {
      const error = endedBy(operation.title, end);
      reject(error);
      controller.abort(error);
    }
    this.options.onChange();
  }

  #next(): void {
    const entry = this.#entries[0];
    // One that was cancelled on the air keeps the air until the core has let go of it.
    if (!entry || this.#isBusy) return;
    this.#isBusy = true;
    entry.operation.state = 'running';
    entry.operation.since = this.options.now();
    void entry.begin().then(() => {
      this.#isBusy = false;
      this.#entries = this.#entries.filter((other) => other !== entry);
      if (!this.#end) this.options.onChange();
      this.#next();
    });
  }
}

function tooMany(operation: string): BleError {
  return new BleError('busy', {
    layer: 'app',
    operation,
    message: `${operation}: ${MAX_OPERATIONS} operations are waiting on this link already`,
  });
}
