import { ATT, ATT_ERROR } from '../../../../src-shared/assigned-numbers/att.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { Clock, TimerHandle } from '../../util/clock.js';
import { attError, badResponse } from './att-error.js';

/** Core Vol 3 Part F 3.3.3: after it no more may be sent on the bearer. */
export const TRANSACTION_MS = 30_000;
export const DEFAULT_MTU = 23;
const QUEUE_LIMIT = 1_024;
/** Requests a peer may send ahead of our answers. It should send one; a few more are forgiven. */
const INCOMING_LIMIT = 8;

export type AttAnswer = Uint8Array | null | Promise<Uint8Array | null>;

export interface AttBearerOptions {
  clock: Clock;
  /** Resolves when the PDU is with the controller. */
  send: (pdu: Uint8Array) => Promise<void>;
  /** Serves one request or command of the peer; null = no answer. */
  serve: (pdu: Uint8Array) => AttAnswer;
  /** A notification or indication of the peer. */
  onValue: (handle: number, data: Uint8Array, kind: 'notification' | 'indication') => void;
  /** A transaction took 30 s: the link has to go. */
  onDead: (error: BleError) => void;
}

interface Transaction {
  pdu: Uint8Array;
  operation: string;
  resolve(response: Uint8Array): void;
  reject(error: unknown): void;
  /** Nobody waits for it any more, yet its response must come before the next request goes. */
  isAbandoned: boolean;
}

interface Indication {
  pdu: Uint8Array;
  resolve(): void;
  reject(error: unknown): void;
  isAbandoned: boolean;
}

/** One ATT bearer of a link, both ends of it: our requests one at a time, the peer's requests in order, Vol 3 Part F 3.3. */
export class AttBearer {
  #mtu = DEFAULT_MTU;
  #queue: Transaction[] = [];
  #current: Transaction | null = null;
  #timer: TimerHandle | null = null;
  #indications: Indication[] = [];
  #indication: Indication | null = null;
  #indicationTimer: TimerHandle | null = null;
  #incoming: Uint8Array[] = [];
  #isServing = false;
  #closed: BleError | null = null;
  /** PDUs that made no sense or came out of turn. */
  dropped = 0;

  constructor(private readonly options: AttBearerOptions) {}

  get mtu(): number {
    return this.#mtu;
  }

  set mtu(mtu: number) {
    this.#mtu = mtu;
  }

  /**
   * One request and its response. Rejects 'att/<error>' as the peer answers, 'timeout' when it does not within 30 s,
   * 'busy' when 1,024 wait, or with the signal's reason: then a response that comes later is dropped.
   */
  request(pdu: Uint8Array, operation: string, signal: AbortSignal): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(this.#closed);
      if (signal.aborted) return reject(signal.reason);
      if (this.#queue.length >= QUEUE_LIMIT)
        return reject(
          new BleError('busy', {
            layer: 'att',
            operation,
            message: `${operation}: ${QUEUE_LIMIT} requests are waiting`,
          }),
        );
      const onAbort = () => {
        transaction.isAbandoned = true;
        this.#queue = this.#queue.filter((waiting) => waiting !== transaction);
        reject(signal.reason);
      };
      const transaction: Transaction = {
        pdu,
        operation,
        isAbandoned: false,
        resolve: (response) => {
          signal.removeEventListener('abort', onAbort);
          resolve(response);
        },
        reject: (error) => {
          signal.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(transaction);
      this.#next();
    });
  }

  /** A command or notification: resolves when it is with the controller. */
  async command(pdu: Uint8Array): Promise<void> {
    if (this.#closed) throw this.#closed;
    await this.options.send(pdu);
  }

  /** Sends one indication when its turn comes; resolves with the peer's confirmation. */
  indicate(pdu: Uint8Array, operation: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(this.#closed);
      if (signal.aborted) return reject(signal.reason);
      if (this.#indications.length >= QUEUE_LIMIT) return reject(new BleError('busy', { layer: 'att', operation }));
      const onAbort = () => {
        indication.isAbandoned = true;
        this.#indications = this.#indications.filter((waiting) => waiting !== indication);
        reject(signal.reason);
      };
      const indication: Indication = {
        pdu,
        isAbandoned: false,
        resolve: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
        reject: (error) => {
          signal.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#indications.push(indication);
      this.#nextIndication();
    });
  }

  receive(pdu: Uint8Array): void {
    const opcode = pdu[0];
    if (opcode === undefined || this.#closed) {
      this.dropped += 1;
      return;
    }
    switch (opcode) {
      case ATT.handleValueNotification:
      case ATT.handleValueIndication:
        return this.#onValue(opcode, pdu);
      case ATT.multipleHandleValueNotification:
        return this.#onMultiple(pdu);
      case ATT.handleValueConfirmation:
        return this.#onConfirmation();
      default:
        if (isResponse(opcode)) this.#onResponse(opcode, pdu);
        else this.#onRequest(pdu);
    }
  }

  /** The link is gone: everything that waits rejects with this error, now and from now on. */
  close(error: BleError): void {
    if (this.#closed) return;
    this.#closed = error;
    this.#stopTimers();
    const waiting = [this.#current, ...this.#queue.splice(0)];
    const indications = [this.#indication, ...this.#indications.splice(0)];
    this.#current = null;
    this.#indication = null;
    this.#incoming = [];
    for (const transaction of waiting) if (transaction && !transaction.isAbandoned) transaction.reject(error);
    for (const indication of indications) if (indication && !indication.isAbandoned) indication.reject(error);
  }

  #next(): void {
    if (this.#current || this.#closed) return;
    const transaction = this.#queue.shift();
    if (!transaction) return;
    this.#current = transaction;
    this.#timer = this.options.clock.setTimeout(() => this.#die(transaction.operation), TRANSACTION_MS);
    this.options.send(transaction.pdu).catch((error) => this.#finish((failed) => failed.reject(error)));
  }

  #finish(settle: (transaction: Transaction) => void): void {
    const transaction = this.#current;
    if (!transaction) return;
    this.#current = null;
    if (this.#timer !== null) this.options.clock.clearTimeout(this.#timer);
    this.#timer = null;
    if (!transaction.isAbandoned) settle(transaction);
    this.#next();
  }

  #onResponse(opcode: number, pdu: Uint8Array): void {
    const request = this.#current?.pdu[0];
    if (request === undefined) {
      this.dropped += 1;
      return;
    }
    if (opcode === ATT.errorResponse) {
      if (pdu[1] !== request) {
        this.dropped += 1;
        return;
      }
      const handle = (pdu[2] ?? 0) | ((pdu[3] ?? 0) << 8);
      return this.#finish((t) =>
        t.reject(
          pdu.length < 5
            ? badResponse(t.operation, 'a short Error Response')
            : attError(pdu[4] as number, handle, t.operation),
        ),
      );
    }
    if (opcode !== request + 1) {
      this.dropped += 1;
      return;
    }
    this.#finish((t) => t.resolve(pdu));
  }

  #onRequest(pdu: Uint8Array): void {
    if (this.#isServing) {
      if (this.#incoming.length < INCOMING_LIMIT) this.#incoming.push(pdu);
      else this.dropped += 1;
      return;
    }
    this.#serve(pdu);
  }

  #serve(first: Uint8Array): void {
    for (let pdu: Uint8Array | undefined = first; pdu; pdu = this.#incoming.shift()) {
      const answer = this.options.serve(pdu);
      if (answer instanceof Promise) {
        this.#isServing = true;
        const request = pdu[0] as number;
        void answer
          .catch(() => Uint8Array.of(ATT.errorResponse, request, 0, 0, ATT_ERROR['unlikely-error']))
          .then((response) => {
            this.#isServing = false;
            if (response) this.#answer(response);
            const waiting = this.#incoming.shift();
            if (waiting) this.#serve(waiting);
          });
        return;
      }
      if (answer) this.#answer(answer);
    }
  }

  #answer(response: Uint8Array): void {
    if (this.#closed) return;
    this.options.send(response).catch(() => {
      this.dropped += 1; // the link is going, and with it the one who asked
    });
  }

  #onValue(opcode: number, pdu: Uint8Array): void {
    if (pdu.length < 3) {
      this.dropped += 1;
      return;
    }
    const handle = (pdu[1] as number) | ((pdu[2] as number) << 8);
    const isIndication = opcode === ATT.handleValueIndication;
    this.options.onValue(handle, pdu.subarray(3), isIndication ? 'indication' : 'notification');
    if (isIndication) this.#answer(Uint8Array.of(ATT.handleValueConfirmation));
  }

  /** Handle, length and value, as often as they fit: 3.4.7.4. */
  #onMultiple(pdu: Uint8Array): void {
    for (let at = 1; at + 4 <= pdu.length; ) {
      const handle = (pdu[at] as number) | ((pdu[at + 1] as number) << 8);
      const length = (pdu[at + 2] as number) | ((pdu[at + 3] as number) << 8);
      this.options.onValue(handle, pdu.subarray(at + 4, at + 4 + length), 'notification');
      at += 4 + length;
    }
  }

  #nextIndication(): void {
    if (this.#indication || this.#closed) return;
    const indication = this.#indications.shift();
    if (!indication) return;
    this.#indication = indication;
    this.#indicationTimer = this.options.clock.setTimeout(() => this.#die('indicate'), TRANSACTION_MS);
    this.options.send(indication.pdu).catch((error) => this.#finishIndication((failed) => failed.reject(error)));
  }

  #onConfirmation(): void {
    if (this.#indication) this.#finishIndication((indication) => indication.resolve());
    else this.dropped += 1;
  }

  #finishIndication(settle: (indication: Indication) => void): void {
    const indication = this.#indication;
    if (!indication) return;
    this.#indication = null;
    if (this.#indicationTimer !== null) this.options.clock.clearTimeout(this.#indicationTimer);
    this.#indicationTimer = null;
    if (!indication.isAbandoned) settle(indication);
    this.#nextIndication();
  }

  #die(operation: string): void {
    const error = new BleError('timeout', {
      layer: 'att',
      operation,
      message: `${operation}: the peer did not answer within 30 s, so this link can carry no more requests`,
    });
    this.close(error);
    this.options.onDead(error);
  }

  #stopTimers(): void {
    if (this.#timer !== null) this.options.clock.clearTimeout(this.#timer);
    if (this.#indicationTimer !== null) this.options.clock.clearTimeout(this.#indicationTimer);
    this.#timer = null;
    this.#indicationTimer = null;
  }
}

/** Responses have odd opcodes below 0x40; what begins there odd and is none of ours is a notification or indication, told before. */
function isResponse(opcode: number): boolean {
  return (opcode & 0x41) === 0x01 && opcode < 0x40;
}
