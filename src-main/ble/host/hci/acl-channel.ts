import { BleError } from '../../../../src-shared/model/ble-error.js';
import { H4 } from '../../transports/transport.js';

/** Bytes that may wait for the controller on one link. */
const QUEUE_BYTES = 1 << 20;

interface Outgoing {
  frame: Uint8Array;
  sent: number;
  resolve(): void;
  reject(error: BleError): void;
}

interface Link {
  queue: Outgoing[];
  queuedBytes: number;
  /** Packets the controller holds. */
  inFlight: number;
}

/** Feeds the controller's ACL buffers, Core Vol 4 Part E 4.1: as many packets as it has room for, each link in turn. */
export class AclChannel {
  #links = new Map<number, Link>();
  #order: number[] = [];
  #free = 0;
  #length = 27;

  constructor(private readonly write: (packet: Uint8Array) => void) {}

  /** Sets the controller's buffers: bytes of data in a packet, and how many packets. */
  configure(length: number, count: number): void {
    this.#length = Math.max(1, length);
    this.#free = count;
  }

  /** Throws 'busy' while the handle has a link: its data and buffers are not another's. */
  open(handle: number): void {
    if (this.#links.has(handle))
      throw new BleError('busy', {
        layer: 'hci',
        operation: 'ACL data',
        message: `ACL data: handle ${handle} has a link already`,
      });
    this.#links.set(handle, { queue: [], queuedBytes: 0, inFlight: 0 });
    this.#order.push(handle);
  }

  /** Resolves when the last fragment is with the controller. Rejects 'busy' when 1 MiB waits, or with the reason the link ended. */
  send(handle: number, frame: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const link = this.#links.get(handle);
      if (!link) return reject(new BleError('disconnected', { layer: 'hci', operation: 'ACL data' }));
      if (link.queuedBytes + frame.length > QUEUE_BYTES) {
        return reject(
          new BleError('busy', {
            layer: 'hci',
            operation: 'ACL data',
            message: 'ACL data: 1 MiB is waiting for the controller already',
          }),
        );
      }
      link.queue.push({ frame, sent: 0, resolve, reject });
      link.queuedBytes += frame.length;
      this.#pump();
    });
  }

  onCompleted(handle: number, count: number): void {
    const link = this.#links.get(handle);
    if (!link) return; // returned already when the link ended
    const returned = Math.min(count, link.inFlight); // a controller must not give more than it took
    link.inFlight -= returned;
    this.#free += returned;
    this.#pump();
  }

  /** The controller drops what it holds for an ended link, Vol 4 Part E 4.3, so its buffers are free again. */
  close(handle: number, error: BleError): void {
    const link = this.#links.get(handle);
    if (!link) return;
    this.#links.delete(handle);
    this.#order = this.#order.filter((h) => h !== handle);
    this.#free += link.inFlight;
    for (const outgoing of link.queue) outgoing.reject(error);
    this.#pump();
  }

  #pump(): void {
    let idle = 0;
    while (this.#free > 0 && idle < this.#order.length) {
      const handle = this.#order.shift() as number;
      this.#order.push(handle);
      const link = this.#links.get(handle);
      const outgoing = link?.queue[0];
      if (!link || !outgoing) {
        idle += 1;
        continue;
      }
      idle = 0;
      const data = outgoing.frame.subarray(outgoing.sent, outgoing.sent + this.#length);
      const flags = outgoing.sent === 0 ? 0b00 : 0b01; // first non-flushable, continuing: Vol 4 Part E 5.4.2
      const packet = new Uint8Array(5 + data.length);
      packet.set([H4.acl, handle & 0xff, (handle >> 8) | (flags << 4), data.length & 0xff, data.length >> 8]);
      packet.set(data, 5);
      outgoing.sent += data.length;
      link.inFlight += 1;
      this.#free -= 1;
      const isDone = outgoing.sent >= outgoing.frame.length;
      if (isDone) {
        link.queue.shift();
        link.queuedBytes -= outgoing.frame.length;
      }
      this.write(packet);
      if (isDone) outgoing.resolve();
    }
  }
}
