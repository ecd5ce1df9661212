import { L2CAP } from '../../../../src-shared/assigned-numbers/l2cap.js';
import { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { Clock, TimerHandle } from '../../util/clock.js';
import {
  type Command,
  type CommandName,
  type Commands,
  commandByCode,
  decodeCommand,
  encodeCommand,
  reject,
} from './pdus.js';

/** Codes that answer something, and so are not answered themselves. */
const RESPONSES = new Set([0x01, 0x03, 0x05, 0x07, 0x09, 0x0b, 0x13, 0x15, 0x18, 0x1a]);
/** RTX, Vol 3 Part A 6.2.1: how long a response may take. */
export const RESPONSE_MS = 30_000;
/** ERTX, 6.2.2: how long the final one may take after one that says "pending". */
const PENDING_MS = 60_000;

/** Connection parameters as they go on air: 1.25 ms, events, 10 ms. */
export type ParameterTiming = Omit<Commands['parameter-update-request'], 'command'>;

export interface SignallingOptions {
  clock: Clock;
  role: 'central' | 'peripheral';
  send: (frame: Uint8Array) => Promise<void>;
  /** A peripheral asks its central, which is us: whether to agree. What is agreed is carried out by whoever is asked. */
  onParameterRequest: (wanted: ParameterTiming) => boolean;
  onSendFailed: (error: unknown) => void;
  /** Hears every command, for the trace. */
  onCommand: (direction: 'tx' | 'rx', identifier: number, command: Command) => void;
}

/** A request, and what becomes of it. Called at once, as frames of a new channel may stand right behind the response that opens it. */
export interface Asked<K extends CommandName> {
  /** In words, for errors. */
  readonly operation: string;
  /** The answer; 'pending' when another is to come. */
  answered(response: Commands[K]): 'pending' | undefined;
  /** 'timeout', 'l2cap/command-rejected', or why the link ended. */
  failed(error: BleError): void;
}

interface Pending {
  expects: CommandName;
  asked: Asked<CommandName>;
  timer: TimerHandle;
}

/** The signalling channel of one link: asks and answers, one identifier a request, Core Vol 3 Part A 4. */
export class Signalling {
  readonly #pending = new Map<number, Pending>();
  #identifier = 0;
  /** Frames that made no sense. */
  malformed = 0;
  /** Serves requests about channels; false: not known here. */
  serve: (request: Command, identifier: number) => boolean = () => false;

  constructor(private readonly options: SignallingOptions) {}

  /** As peripheral: asks the central for other connection parameters, 4.20. Resolves with whether it agrees. */
  requestParameters(wanted: ParameterTiming): Promise<boolean> {
    return new Promise((resolve, failed) => {
      this.ask({ command: 'parameter-update-request', ...wanted }, 'parameter-update-response', {
        operation: 'request connection parameters',
        answered: ({ result }) => void resolve(result === 0),
        failed,
      });
    });
  }

  /** Sends a request. */
  ask<K extends CommandName>(request: Command, expects: K, asked: Asked<K>): void {
    const identifier = this.#nextIdentifier();
    if (identifier === null) return asked.failed(new BleError('busy', { layer: 'l2cap', operation: asked.operation }));
    this.#pending.set(identifier, { expects, asked, timer: this.#limit(identifier, RESPONSE_MS) });
    this.#send(identifier, request);
  }

  /** Sends what has no answer. */
  tell(command: Commands['flow-control-credit']): void {
    this.#send(this.#nextIdentifier() ?? 1, command);
  }

  /** Resolves when the answer is with the controller. */
  reply(identifier: number, response: Command): Promise<void> {
    this.options.onCommand('tx', identifier, response);
    return this.options.send(encodeCommand(identifier, response));
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
      else if (code === L2CAP.flowControlCredit) this.#onCredit(decodeCommand('flow-control-credit', data), identifier);
      else if (!this.#onRequest(code, identifier, data)) this.#send(identifier, reject('command-not-understood'));
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.malformed += 1;
    }
  }

  /** The link is gone. */
  close(error: BleError): void {
    for (const { asked, timer } of this.#pending.values()) {
      this.options.clock.clearTimeout(timer);
      asked.failed(error);
    }
    this.#pending.clear();
  }

  /** No request, and so never rejected. */
  #onCredit(command: Command, identifier: number): void {
    this.options.onCommand('rx', identifier, command);
    this.serve(command, identifier);
  }

  /** Whether the request is understood. */
  #onRequest(code: number, identifier: number, data: Uint8Array): boolean {
    const name = commandByCode(code);
    const request = name && decoded(name, data);
    if (!request) return false;
    this.options.onCommand('rx', identifier, request);
    if (request.command !== 'parameter-update-request') return this.serve(request, identifier);
    // Only a peripheral may ask; a central that does is told so, 4.20.
    if (this.options.role !== 'central') return false;
    const { command: _, ...wanted } = request;
    const isAgreed = this.options.onParameterRequest(wanted);
    this.#send(identifier, { command: 'parameter-update-response', result: isAgreed ? 0 : 1 });
    return true;
  }

  #onResponse(code: number, identifier: number, data: Uint8Array): void {
    const pending = this.#pending.get(identifier);
    const name = commandByCode(code);
    if (!pending || (name !== pending.expects && name !== 'command-reject')) {
      this.malformed += 1;
      return;
    }
    const response = decodeCommand(name, data);
    this.options.onCommand('rx', identifier, response);
    this.options.clock.clearTimeout(pending.timer);
    if (response.command === 'command-reject') {
      this.#pending.delete(identifier);
      pending.asked.failed(rejected(pending.asked.operation, response.reason));
    } else if (pending.asked.answered(response) === 'pending') {
      pending.timer = this.#limit(identifier, PENDING_MS);
    } else {
      this.#pending.delete(identifier);
    }
  }

  #limit(identifier: number, ms: number): TimerHandle {
    return this.options.clock.setTimeout(() => {
      const asked = this.#pending.get(identifier)?.asked;
      this.#pending.delete(identifier);
      if (!asked) return;
      const { operation } = asked;
      asked.failed(
        new BleError('timeout', { layer: 'l2cap', operation, message: `${operation}: no answer within ${ms} ms` }),
      );
    }, ms);
  }

  /** 1 to 255 in turn, leaving out what still waits; null when all do. */
  #nextIdentifier(): number | null {
    if (this.#pending.size >= 255) return null;
    do this.#identifier = (this.#identifier % 255) + 1;
    while (this.#pending.has(this.#identifier));
    return this.#identifier;
  }

  #send(identifier: number, command: Command): void {
    this.reply(identifier, command).catch(this.options.onSendFailed);
  }
}

/** null for a length that is not the command's own. */
function decoded(name: CommandName, data: Uint8Array): Command | null {
  try {
    return decodeCommand(name, data);
  } catch (error) {
    if (error instanceof PacketError) return null;
    throw error;
  }
}

function rejected(operation: string, reason: number): BleError {
  return new BleError('l2cap/command-rejected', {
    layer: 'l2cap',
    operation,
    origin: 'peer',
    status: reason,
    message: `${operation}: the peer rejects this request, L2CAP reason ${reason}`,
  });
}
