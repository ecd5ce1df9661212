import { failureOf } from '../../util/deadline.js';
import { Fifo } from '../../util/fifo.js';

const NOTHING: Uint8Array = new Uint8Array(0);

interface Reader {
  /** Takes what it wants, or says that there is nothing yet. */
  attempt(): boolean;
  fail(error: unknown): void;
}

/** SDUs of one channel on their way to the program: put together, kept until they are read, at most as many as the window lets in. */
export class SduReceiver {
  #sdu = NOTHING;
  #have = 0;
  readonly #whole = new Fifo<Uint8Array>();
  /** What recvInto() has taken of the first. */
  #taken = 0;
  #readers = new Fifo<Reader>();
  #end: { reason: unknown } | null = null;

  constructor(
    /** The program has taken an SDU of this length. */
    private readonly onRead: (length: number) => void,
  ) {}

  get available(): boolean {
    return this.#whole.length > 0;
  }

  begin(length: number): void {
    this.#sdu = length === 0 ? NOTHING : new Uint8Array(length);
    this.#have = 0;
  }

  append(payload: Uint8Array, from: number): void {
    if (payload.length === from) return;
    this.#sdu.set(from === 0 ? payload : payload.subarray(from), this.#have);
    this.#have += payload.length - from;
  }

  deliver(): void {
    this.#whole.push(this.#sdu);
    this.#sdu = NOTHING;
    this.#serve();
  }

  /** Nothing more comes. null: the channel ended in order. */
  end(reason: unknown): void {
    if (this.#end) return;
    this.#end = { reason };
    this.#sdu = NOTHING;
    this.#serve();
  }

  /** The next SDU or what is left of it; null after the end. */
  recv(operation: string, signal: AbortSignal | null): Promise<Uint8Array | null> {
    return this.#read(operation, signal, null, () => {
      const sdu = this.#whole.shift() as Uint8Array;
      const left = this.#taken === 0 ? sdu : sdu.subarray(this.#taken);
      this.#taken = 0;
      this.onRead(sdu.length);
      return left;
    });
  }

  /** How many bytes were copied; 0 after the end. */
  recvInto(buf: Uint8Array, operation: string, signal: AbortSignal | null): Promise<number> {
    return this.#read(operation, signal, 0, () => {
      const sdu = this.#whole.first as Uint8Array;
      const count = Math.min(buf.length, sdu.length - this.#taken);
      buf.set(sdu.subarray(this.#taken, this.#taken + count));
      this.#taken += count;
      if (this.#taken < sdu.length) return count;
      this.#taken = 0;
      this.#whole.shift();
      this.onRead(sdu.length);
      return count === 0 && buf.length > 0 ? undefined : count; // an empty SDU must not read as the end
    });
  }

  #read<T>(operation: string, signal: AbortSignal | null, atEnd: T, take: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const reader: Reader = {
        attempt: () => {
          while (this.#whole.length > 0) {
            const value = take();
            if (value === undefined) continue;
            settle();
            resolve(value);
            return true;
          }
          if (!this.#end) return false;
          settle();
          if (this.#end.reason === null) resolve(atEnd);
          else reject(failureOf(operation, this.#end.reason));
          return true;
        },
        fail: (error) => {
          settle();
          reject(error);
        },
      };
      const onAbort = () => {
        this.#forget(reader);
        reader.fail(signal?.reason);
      };
      const settle = () => signal?.removeEventListener('abort', onAbort);
      if (this.#readers.length === 0 && reader.attempt()) return;
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#readers.push(reader);
    });
  }

  #serve(): void {
    while (this.#readers.first?.attempt()) this.#readers.shift();
  }

  #forget(reader: Reader): void {
    for (const other of this.#readers.clear()) if (other !== reader) this.#readers.push(other);
    this.#serve();
  }
}
