import { ATT, ATT_ERROR } from '../../../../src-shared/assigned-numbers/att.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { Clock } from '../../util/clock.js';
import { errorIn } from './att-error.js';
import { Deadline, Deadlines } from './deadlines.js';

/** Core Vol 3 Part F 3.3.3: after it no more may be sent on the bearer. */
export const TRANSACTION_MS = 30_000;
export const DEFAULT_MTU = 23;
const QUEUE_LIMIT = 1_024;
/** Requests a peer may send ahead of our answers. It should send one; a few more are forgiven. */
const INCOMING_LIMIT = 8;
/** No opcode. */
const NO_REQUEST = -1;

export type AttAnswer = Uint8Array | null | Promise<Uint8Array | null>;

export interface AttBearerOptions {
  clock: Clock;
  /** Resolves when the PDU is with the controller. */
  send: (pdu: Uint8Array) => Promise<void>;
  /** Serves one request or command of the peer; null = no answer. */
  serve: (pdu: Uint8Array) => AttAnswer;
  /** A notification or indication of the peer. The data is the receiver's own. */
  onValue: (handle: number, data: Uint8Array, kind: 'notification' | 'indication') => void;
  /** A transaction took 30 s: the link has to go. */
  onDead: (error: BleError) => void;
}

/** A request and what becomes of it: one of the two, once, unless it is abandoned. */
export interface Transaction {
  readonly pdu: Uint8Array;
  /** In words, for errors. */
  readonly operation: string;
  /** Its response, or an Error Response to it. */
  answered(response: Uint8Array): void;
  failed(error: unknown): void;
}

interface Indication {
  pdu: Uint8Array;
  resolve(): void;
  reject(error: unknown): void;
  isAbandoned: boolean;
}

/** The 30 s that a request or an indication may take. */
class Limit extends Deadline {
  constructor(readonly reached: () => void) {
    super(Infinity);
  }
}

/** One ATT bearer of a link, both ends of it: our requests one at a time, the peer's requests in order, Vol 3 Part F 3.3. */
export class AttBearer {
  #mtu = DEFAULT_MTU;
  readonly deadlines: Deadlines;
  #queue: Transaction[] = [];
  /** Sent and not yet answered. Its transaction may be abandoned; the response must still come before the next request goes. */
  #request = NO_REQUEST;
  #current: Transaction | null = null;
  readonly #limit = new Limit(() => this.#die(this.#operation));
  #operation = '';
  #indications: Indication[] = [];
  #indication: Indication | null = null;
  readonly #indicationLimit = new Limit(() => this.#die('indicate'));
  #incoming: Uint8Array[] = [];
  #isServing = false;
  #closed: BleError | null = null;
  /** PDUs that made no sense or came out of turn. */
  dropped = 0;

  constructor(private readonly options: AttBearerOptions) {
    this.deadlines = new Deadlines(options.clock);
  }

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
      if (signal.aborted) return reject(signal.reason);
      const release = () => signal.removeEventListener('abort', onAbort);
      const transaction: Transaction = {
        pdu,
        operation,
        answered: (response) => {
          release();
          const error = errorIn(response, operation);
          if (error) reject(error);
          else resolve(response);
        },
        failed: (error) => {
          release();
          reject(error);
        },
      };
      const onAbort = () => {
        this.abandon(transaction);
        reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.start(transaction);
    });
  }

  /** As request(), for callers that have their own way to wait and to give up. */
  start(transaction: Transaction): void {
    if (this.#closed) return transaction.failed(this.#closed);
    if (this.#queue.length >= QUEUE_LIMIT) {
      const { operation } = transaction;
      const message = `${operation}: ${QUEUE_LIMIT} requests are waiting`;
      return transaction.failed(new BleError('busy', { layer: 'att', operation, message }));
    }
    this.#queue.push(transaction);
    this.#next();
  }

  /** Nobody waits for it any more. */
  abandon(transaction: Transaction): void {
    if (this.#current === transaction) this.#current = null;
    else this.#queue = this.#queue.filter((waiting) => waiting !== transaction);
  }

  /** A command or notification: resolves when it is with the controller. */
  command(pdu: Uint8Array): Promise<void> {
    return this.#closed ? Promise.reject(this.#closed) : this.options.send(pdu);
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
    this.deadlines.remove(this.#limit);
    this.deadlines.remove(this.#indicationLimit);
    const waiting = [this.#current, ...this.#queue.splice(0)];
    const indications = [this.#indication, ...this.#indications.splice(0)];
    this.#current = null;
    this.#indication = null;
    this.#incoming = [];
    for (const transaction of waiting) transaction?.failed(error);
    for (const indication of indications) if (indication && !indication.isAbandoned) indication.reject(error);
  }

  #next(): void {
    if (this.#request !== NO_REQUEST || this.#closed) return;
    const transaction = this.#queue.shift();
    if (!transaction) return;
    this.#current = transaction;
    this.#request = transaction.pdu[0] as number;
    this.#operation = transaction.operation;
    this.#limit.due = this.deadlines.now() + TRANSACTION_MS;
    this.deadlines.add(this.#limit);
    this.options.send(transaction.pdu).catch((error) => {
      this.#finish()?.failed(error);
      this.#next();
    });
  }

  /** Makes room for the next request; the transaction that has ended, unless it was abandoned. */
  #finish(): Transaction | null {
    const transaction = this.#current;
    this.#current = null;
    this.#request = NO_REQUEST;
    this.deadlines.remove(this.#limit);
    return transaction;
  }

  #onResponse(opcode: number, pdu: Uint8Array): void {
    const answersTo = opcode === ATT.errorResponse ? pdu[1] : opcode - 1;
    if (this.#request === NO_REQUEST || answersTo !== this.#request) {
      this.dropped += 1;
      return;
    }
    this.#finish()?.answered(pdu);
    this.#next();
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
    this.options.onValue(handle, pdu.slice(3), isIndication ? 'indication' : 'notification');
    if (isIndication) this.#answer(Uint8Array.of(ATT.handleValueConfirmation));
  }

  /** Handle, length and value, as often as they fit: 3.4.7.4. */
  #onMultiple(pdu: Uint8Array): void {
    for (let at = 1; at + 4 <= pdu.length; ) {
      const handle = (pdu[at] as number) | ((pdu[at + 1] as number) << 8);
      const length = (pdu[at + 2] as number) | ((pdu[at + 3] as number) << 8);
      this.options.onValue(handle, pdu.slice(at + 4, at + 4 + length), 'notification');
      at += 4 + length;
    }
  }

  #nextIndication(): void {
    if (this.#indication || this.#closed) return;
    const indication = this.#indications.shift();
    if (!indication) return;
    this.#indication = indication;
    this.#indicationLimit.due = this.deadlines.now() + TRANSACTION_MS;
    this.deadlines.add(this.#indicationLimit);
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
    this.deadlines.remove(this.#indicationLimit);
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
}

/** Responses have odd opcodes below 0x40; what begins there odd and is none of ours is a notification or indication, told before. */
function isResponse(opcode: number): boolean {
  return (opcode & 0x41) === 0x01 && opcode < 0x40;
}
