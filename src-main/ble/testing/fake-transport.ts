import type { BleError } from '../../../src-shared/model/ble-error.js';
import { H4, type HciTransport, type TransportHandlers } from '../transports/transport.js';

/** A transport whose other end is the test: what the host sends is kept, what a controller would say is given by hand. */
export class FakeTransport implements HciTransport {
  readonly label = 'fake';
  readonly sent: Uint8Array[] = [];
  /** Answers commands; by default none. */
  onCommand: (opcode: number, params: Uint8Array) => void = () => undefined;
  #handlers: TransportHandlers | null = null;

  start(handlers: TransportHandlers): void {
    this.#handlers = handlers;
  }

  send(packet: Uint8Array): void {
    this.sent.push(packet);
    if (packet[0] === H4.command)
      this.onCommand((packet[1] as number) | ((packet[2] as number) << 8), packet.subarray(4));
  }

  async close(): Promise<void> {
    this.fail(null);
  }

  packet(...bytes: number[]): void {
    this.#handlers?.packet(Uint8Array.from(bytes));
  }

  event(code: number, ...params: number[]): void {
    this.packet(H4.event, code, params.length, ...params);
  }

  complete(opcode: number, ...returned: number[]): void {
    this.event(0x0e, 1, opcode & 0xff, opcode >> 8, ...returned);
  }

  fail(error: BleError | null): void {
    const handlers = this.#handlers;
    this.#handlers = null;
    handlers?.closed(error);
  }
}
