import { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { Clock, TimerHandle } from '../../util/clock.js';

/** Signalling codes of LE links, Core Vol 3 Part A 4. */
const CODE = { reject: 0x01, parameterUpdateRequest: 0x12, parameterUpdateResponse: 0x13 } as const;
/** Codes that answer something, and so are not answered themselves. */
const RESPONSES = new Set([0x01, 0x03, 0x05, 0x07, 0x09, 0x0b, 0x13, 0x15, 0x18, 0x1a]);
const NOT_UNDERSTOOD = 0x0000;
/** RTX, Vol 3 Part A 6.2.1: how long a response may take. */
const RESPONSE_MS = 30_000;

/** Connection parameters as they go on air: 1.25 ms, events, 10 ms. */
export interface ParameterTiming {
  intervalMin: number;
  intervalMax: number;
  latency: number;
  supervisionTimeout: number;
}

export interface SignallingOptions {
  clock: Clock;
  role: 'central' | 'peripheral';
  send: (frame: Uint8Array) => Promise<void>;
  /** A peripheral asks its central, which is us: whether to agree. What is agreed is carried out by whoever is asked. */
  onParameterRequest: (wanted: ParameterTiming) => boolean;
  onSendFailed: (error: unknown) => void;
}

interface Pending {
  resolve(data: Uint8Array): void;
  reject(error: BleError): void;
  timer: TimerHandle;
}

/** The signalling channel of one link: asks and answers, one identifier a request, Core Vol 3 Part A 4. */
export class Signalling {
  readonly #pending = new Map<number, Pending>();
  #identifier = 0;
  /** Frames that made no sense. */
  malformed = 0;

  constructor(private readonly options: SignallingOptions) {}

  /** As peripheral: asks the central for other connection parameters, 4.20. Resolves with whether it agrees. */
  async requestParameters(wanted: ParameterTiming): Promise<boolean> {
    const { intervalMin, intervalMax, latency, supervisionTimeout } = wanted;
    const data = new ByteWriter(8).u16(intervalMin).u16(intervalMax).u16(latency).u16(supervisionTimeout).finish();
    const answer = await this.#request(CODE.parameterUpdateRequest, data, 'request connection parameters');
    return answer.length === 2 && answer[0] === 0 && answer[1] === 0;
  }

  receive(frame: Uint8Array): void {
    try {
      const reader = new ByteReader(frame, 'l2cap');
      const code = reader.u8('code');
      const identifier = reader.u8('identifier');
      const data = reader.take(reader.u16('length'), 'data');
      if (identifier === 0)
        this.malformed += 1; // 4: never valid
      else if (RESPONSES.has(code)) this.#onResponse(code, identifier, data);
      else this.#onRequest(code, identifier, data);
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.malformed += 1;
    }
  }

  /** The link is gone. */
  close(error: BleError): void {
    for (const { reject, timer } of this.#pending.values()) {
      this.options.clock.clearTimeout(timer);
      reject(error);
    }
    this.#pending.clear();
  }

  #onRequest(code: number, identifier: number, data: Uint8Array): void {
    // Only a peripheral may ask; a central that does is told so, 4.20.
    if (code !== CODE.parameterUpdateRequest || this.options.role !== 'central' || data.length !== 8) {
      return this.#reply(CODE.reject, identifier, Uint8Array.of(NOT_UNDERSTOOD, 0));
    }
    const reader = new ByteReader(data, 'l2cap');
    const wanted = {
      intervalMin: reader.u16('interval min'),
      intervalMax: reader.u16('interval max'),
      latency: reader.u16('latency'),
      supervisionTimeout: reader.u16('timeout'),
    };
    const isAgreed = this.options.onParameterRequest(wanted);
    this.#reply(CODE.parameterUpdateResponse, identifier, Uint8Array.of(isAgreed ? 0 : 1, 0));
  }

  #onResponse(code: number, identifier: number, data: Uint8Array): void {
    const pending = this.#pending.get(identifier);
    if (!pending) {
      this.malformed += 1;
      return;
    }
    this.#pending.delete(identifier);
    this.options.clock.clearTimeout(pending.timer);
    if (code !== CODE.reject) return pending.resolve(data);
    pending.reject(
      new BleError('l2cap/command-rejected', {
        layer: 'l2cap',
        operation: 'signalling',
        origin: 'peer',
        status: (data[0] ?? 0) | ((data[1] ?? 0) << 8),
        message: 'signalling: the peer does not know this request',
      }),
    );
  }

  #request(code: number, data: Uint8Array, operation: string): Promise<Uint8Array> {
    const identifier = this.#nextIdentifier(operation);
    return new Promise((resolve, reject) => {
      const timer = this.options.clock.setTimeout(() => {
        this.#pending.delete(identifier);
        reject(
          new BleError('timeout', {
            layer: 'l2cap',
            operation,
            message: `${operation}: no answer within ${RESPONSE_MS} ms`,
          }),
        );
      }, RESPONSE_MS);
      this.#pending.set(identifier, { resolve, reject, timer });
      this.#reply(code, identifier, data);
    });
  }

  /** 1 to 255 in turn, leaving out what still waits. */
  #nextIdentifier(operation: string): number {
    if (this.#pending.size >= 255) throw new BleError('busy', { layer: 'l2cap', operation });
    do this.#identifier = (this.#identifier % 255) + 1;
    while (this.#pending.has(this.#identifier));
    return this.#identifier;
  }

  #reply(code: number, identifier: number, data: Uint8Array): void {
    const frame = new ByteWriter(4 + data.length).u8(code).u8(identifier).u16(data.length).bytes(data).finish();
    this.options.send(frame).catch(this.options.onSendFailed);
  }
}
