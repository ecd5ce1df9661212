import { createConnection, dataParameter, u16 } from '../../../src-main/ble/testing/raw-peer.js';
import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { ByteWriter } from '../../../src-shared/bytes/byte-writer.js';
import type { GattBed, Line } from './gatt-beds.js';

const ACL = 0x02;
const EVENT = 0x04;
const ATT_CID = 4;
const EVERYTHING = new Uint8Array(8).fill(0xff);
/** Without Enhanced Connection Complete. */
const LE_EVENTS = Uint8Array.of(0xff, 0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
const LE_READ_BUFFER_SIZE = 0x2002;
const READ_BUFFER_SIZE = 0x1005;

/** One end: nothing but packets and the controller's credits. */
class RelayEnd {
  /** Hears the beginning of each frame. */
  onFrame: () => void = () => undefined;
  #credits = 0;
  #length = 27;
  #handle = 0;
  #packets: Uint8Array[] = [];
  #left = 0;
  #next = 0;
  #waiting: { match: (event: Uint8Array) => boolean; done: (event: Uint8Array) => void }[] = [];

  constructor(private readonly line: Line) {
    line.start((packet) => {
      if (packet[0] === ACL) {
        if ((((packet[2] as number) >> 4) & 3) !== 1) this.onFrame();
      } else if (packet[0] === EVENT) this.#onEvent(packet);
    });
  }

  async setUp(): Promise<void> {
    await this.command(HCI_COMMAND.reset);
    await this.command(HCI_COMMAND.setEventMask, EVERYTHING);
    await this.command(HCI_COMMAND.leSetEventMask, LE_EVENTS);
    const le = await this.command(LE_READ_BUFFER_SIZE);
    [this.#length, this.#credits] = [u16(le, 1), le[3] ?? 0];
    if (this.#length > 0) return;
    const shared = await this.command(READ_BUFFER_SIZE);
    [this.#length, this.#credits] = [u16(shared, 1), u16(shared, 4)];
  }

  /** Return parameters of Command Complete, or the status alone. */
  async command(opcode: number, parameters: ArrayLike<number> = []): Promise<Uint8Array> {
    const answer = this.event(
      (e) =>
        (e[1] === HCI_EVENT.commandComplete && u16(e, 4) === opcode) ||
        (e[1] === HCI_EVENT.commandStatus && u16(e, 5) === opcode),
    );
    this.line.send(new ByteWriter().u8(1).u16(opcode).u8(parameters.length).bytes(parameters).finish());
    const event = await answer;
    const returned = event[1] === HCI_EVENT.commandComplete ? event.slice(6) : event.slice(3, 4);
    if (returned[0] !== 0) throw new Error(`command ${opcode.toString(16)} ended with ${returned[0]}`);
    return returned;
  }

  event(match: (event: Uint8Array) => boolean): Promise<Uint8Array> {
    return new Promise((done) => {
      this.#waiting.push({ match, done });
    });
  }

  async connected(): Promise<void> {
    const event = await this.event((e) => e[1] === HCI_EVENT.leMeta && e[3] === HCI_LE_EVENT.connectionComplete);
    if (event[4] !== 0) throw new Error(`connection ended with ${event[4]}`);
    this.#handle = u16(event, 5);
  }

  /** The ACL packets of one frame with an ATT PDU of this length. */
  frame(pduLength: number): Uint8Array[] {
    const frame = new ByteWriter(4 + pduLength)
      .u16(pduLength)
      .u16(ATT_CID)
      .bytes(new Uint8Array(pduLength).fill(0x1b))
      .finish();
    const packets: Uint8Array[] = [];
    for (let at = 0; at < frame.length; at += this.#length) {
      const data = frame.subarray(at, at + this.#length);
      const head = this.#handle | (at === 0 ? 0 : 1 << 12);
      packets.push(Buffer.from(new ByteWriter(300).u8(ACL).u16(head).u16(data.length).bytes(data).finish()));
    }
    return packets;
  }

  /** Sends these packets so many times over, as credits allow. */
  send(packets: Uint8Array[], times: number): void {
    this.#packets = packets;
    this.#left = packets.length * times;
    this.#next = 0;
    this.#pump();
  }

  #pump(): void {
    while (this.#credits > 0 && this.#left > 0) {
      this.#credits -= 1;
      this.#left -= 1;
      const packet = this.#packets[this.#next] as Uint8Array;
      this.#next = this.#next + 1 === this.#packets.length ? 0 : this.#next + 1;
      this.line.send(packet);
    }
  }

  #onEvent(packet: Uint8Array): void {
    if (packet[1] === HCI_EVENT.numberOfCompletedPackets) {
      for (let i = 0; i < (packet[3] ?? 0); i += 1) this.#credits += u16(packet, 6 + 4 * i);
      this.#pump();
      return;
    }
    const at = this.#waiting.findIndex(({ match }) => match(packet));
    if (at >= 0) this.#waiting.splice(at, 1)[0]?.done(packet);
  }
}

/** Two raw HCI peers on one link: how fast packets go with nothing above HCI. */
export class RawRelay {
  private constructor(
    private readonly client: RelayEnd,
    private readonly server: RelayEnd,
  ) {}

  static async open(bed: GattBed): Promise<RawRelay> {
    const client = new RelayEnd(await bed.line());
    const server = new RelayEnd(await bed.line());
    await client.setUp();
    await server.setUp();
    const address = (await server.command(HCI_COMMAND.readBdAddr)).slice(1, 7).reverse();
    const parameters = new ByteWriter().u16(0x20).u16(0x20).bytes(new Uint8Array(9)).u8(7).u8(0).finish();
    await server.command(HCI_COMMAND.leSetAdvertisingParameters, parameters);
    await server.command(HCI_COMMAND.leSetAdvertisingData, dataParameter([2, 1, 6]));
    const connected = Promise.all([client.connected(), server.connected()]);
    await server.command(HCI_COMMAND.leSetAdvertisingEnable, [1]);
    const peer = { address: Buffer.from(address).toString('hex').replace(/..\B/g, '$&:') };
    await client.command(HCI_COMMAND.leCreateConnection, createConnection({ peer }));
    await connected;
    return new RawRelay(client, server);
  }

  notify(length: number, count: number): Promise<void> {
    return stream(this.server, this.client, length, count);
  }

  command(length: number, count: number): Promise<void> {
    return stream(this.client, this.server, length, count);
  }

  /** Requests one after another; lengths of the PDUs. */
  roundTrips(request: number, response: number, count: number): Promise<void> {
    const { client, server } = this;
    const [asked, answered] = [client.frame(request), server.frame(response)];
    server.onFrame = () => server.send(answered, 1);
    return new Promise((resolve) => {
      let left = count;
      client.onFrame = () => {
        left -= 1;
        if (left === 0) resolve();
        else client.send(asked, 1);
      };
      client.send(asked, 1);
    });
  }
}

function stream(from: RelayEnd, to: RelayEnd, length: number, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    to.onFrame = () => {
      left -= 1;
      if (left === 0) resolve();
    };
    from.send(from.frame(3 + length), count);
  });
}
