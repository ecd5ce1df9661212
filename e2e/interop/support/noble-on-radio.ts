import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Medium } from '../../../src-main/ble/index.js';
import type { NobleLike } from '../../../src-main/ble/native/noble-like.js';

const require = createRequire(import.meta.url);

/** Stands in for the HCI socket that noble and bleno open on Linux: whole H4 packets to and from a controller of the virtual radio. */
export class SocketStandIn extends EventEmitter {
  readonly #controller;
  readonly #transport;

  constructor(medium: Medium) {
    super();
    this.#controller = medium.createController({ name: 'noble' });
    this.#transport = this.#controller.openHost();
  }

  get address(): string {
    return this.#controller.address;
  }

  start(): void {
    this.#transport.start({
      packet: (packet) => this.emit('data', Buffer.from(packet)),
      closed: () => undefined,
    });
  }

  write(packet: Buffer): void {
    this.#transport.send(new Uint8Array(packet));
  }

  bindRaw(): number {
    return 0;
  }

  bindUser(): number {
    return 0;
  }

  bindControl(): void {}

  setFilter(): void {}

  isDevUp(): boolean {
    return true;
  }

  stop(): void {
    this.removeAllListeners();
  }
}

/** noble itself, its own HCI code included, on a controller of the virtual radio. */
export function nobleOnRadio(medium: Medium): NobleLike {
  const Bindings = require('@abandonware/noble/lib/hci-socket/bindings');
  const withBindings = require('@abandonware/noble/with-bindings');
  const bindings = new Bindings({});
  bindings._hci._socket = new SocketStandIn(medium);
  return withBindings(bindings) as NobleLike;
}
