import { scratch } from '../../../../src-shared/bytes/scratch.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import { H4 } from '../../transports/transport.js';
import { Fifo } from '../../util/fifo.js';

/** Bytes that may wait for the controller on one link. */
const QUEUE_BYTES = 1 << 20;
/** Of an ACL packet: indicator, handle and flags, length. */
const HEADER = 5;
const NO_FRAME: Uint8Array = new Uint8Array(0);

interface Outgoing {
  frame: Uint8Array;
  sent: number;
  resolve(): void;
  reject(error: BleError): void;
}

/** Makes frames when the controller has room for them, so that none wait in a queue and who sends next is decided late. */
export interface FrameSource {
  /** The next frame of this link; null: none now, until wake() is called. */
  next(): Uint8Array | null;
  /** The last fragment of the frame is with the controller. */
  sent(): void;
}

interface Link {
  queue: Fifo<Outgoing>;
  queuedBytes: number;
  /** The frame of which some fragments are with the controller. */
  current: Outgoing | null;
  source: FrameSource | null;
  /** What `current` is for a frame of the source. */
  fed: Outgoing;
  /** Source and queue take turns where both have frames. */
  isSourceNext: boolean;
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

  /** Bytes of data in one packet. */
  get length(): number {
    return this.#length;
  }

  /** Throws 'busy' while the handle has a link: its data and buffers are not another's. */
  open(handle: number): void {
    if (this.#links.has(handle))
      throw new BleError('busy', {
        layer: 'hci',
        operation: 'ACL data',
        message: `ACL data: handle ${handle} has a link already`,
      });
    const fed: Outgoing = { frame: NO_FRAME, sent: 0, resolve: () => undefined, reject: () => undefined };
    const link = { queue: new Fifo<Outgoing>(), queuedBytes: 0, current: null, source: null, fed, isSourceNext: false };
    this.#links.set(handle, { ...link, inFlight: 0 });
    this.#order.push(handle);
  }

  /** Frames of this link come from there, too. */
  feed(handle: number, source: FrameSource): void {
    const link = this.#links.get(handle);
    if (!link) return;
    link.source = source;
    link.fed.resolve = () => source.sent();
  }

  /** A source has frames again. */
  wake(): void {
    this.#pump();
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
    link.current?.reject(error);
    for (const outgoing of link.queue.clear()) outgoing.reject(error);
    this.#pump();
  }

  #pump(): void {
    let idle = 0;
    while (this.#free > 0 && idle < this.#order.length) {
      const handle = this.#nextHandle();
      const link = this.#links.get(handle);
      const outgoing = link ? nextOf(link) : null;
      if (!link || !outgoing) {
        idle += 1;
        continue;
      }
      idle = 0;
      const packet = aclPacket(handle, outgoing, this.#length);
      outgoing.sent += packet.length - HEADER;
      link.inFlight += 1;
      this.#free -= 1;
      const isDone = outgoing.sent >= outgoing.frame.length;
      if (isDone) {
        link.current = null;
        if (outgoing !== link.fed) link.queuedBytes -= outgoing.frame.length;
      }
      this.write(packet);
      if (isDone) outgoing.resolve();
    }
  }

  /** Whose turn it is; its next one is after all others'. */
  #nextHandle(): number {
    if (this.#order.length > 1) this.#order.push(this.#order.shift() as number);
    return this.#order.at(-1) as number;
  }
}

/** The frame to go on with: frames of one link never mix. */
function nextOf(link: Link): Outgoing | null {
  if (link.current) return link.current;
  const frame = link.source && (link.isSourceNext || link.queue.length === 0) ? link.source.next() : null;
  link.isSourceNext = frame === null;
  if (frame !== null) {
    link.fed.frame = frame;
    link.fed.sent = 0;
    link.current = link.fed;
  } else {
    link.current = link.queue.shift() ?? null;
  }
  return link.current;
}

/** The next fragment, Core Vol 4 Part E 5.4.2. */
function aclPacket(handle: number, { frame, sent }: Outgoing, longest: number): Uint8Array {
  const length = Math.min(longest, frame.length - sent);
  const flags = sent === 0 ? 0b00 : 0b01; // first non-flushable, continuing
  const packet = scratch(HEADER + length);
  packet[0] = H4.acl;
  packet[1] = handle & 0xff;
  packet[2] = (handle >> 8) | (flags << 4);
  packet[3] = length & 0xff;
  packet[4] = length >> 8;
  packet.set(length === frame.length ? frame : frame.subarray(sent, sent + length), HEADER); // a view costs more than the copy
  return packet;
}
