import { ByteWriter } from '../../../../../src-shared/bytes/byte-writer.js';
import type { Adapter, Connection, L2capChannel } from '../../../index.js';
import { settle } from '../../../testing/manual-clock.js';
import { RawPeer } from '../../../testing/raw-peer.js';
import { VirtualWorld } from '../../../testing/virtual-world.js';
import { CID } from '../fixed-channels.js';
import { type Command, type Commands, commandByCode, decodeCommand, encodeCommand } from '../pdus.js';

export const PSM = 0x80;
export const THEIRS = 0x45;

export const leRequest = (change: Partial<Commands['le-connection-request']> = {}): Command => ({
  command: 'le-connection-request',
  spsm: PSM,
  sourceCid: THEIRS,
  mtu: 100,
  mps: 50,
  credits: 3,
  ...change,
});

interface Asked {
  sourceCid: number;
  mtu: number;
  mps: number;
  credits: number;
}

export interface Opened {
  channel: L2capChannel;
  terms: Omit<Commands['le-connection-response'], 'command'>;
}

/** Our adapter as peripheral, and a central that does what the test says, one signalling command after the other. */
export class RawLink {
  private constructor(
    readonly world: VirtualWorld,
    readonly ours: Adapter,
    readonly raw: RawPeer,
    readonly handle: number,
    readonly link: Connection,
  ) {}

  static async open(): Promise<RawLink> {
    const world = new VirtualWorld();
    const ours = await world.adapter();
    const raw = await world.run(RawPeer.open(world.medium));
    const advertised = ours.advertise({ intervalUs: 20_000 });
    const handle = await world.run(raw.connect({ peer: { address: ours.address.address } }));
    return new RawLink(world, ours, raw, handle, await world.run(advertised));
  }

  run<T>(promise: Promise<T>): Promise<T> {
    return this.world.run(promise);
  }

  /** The peer sends a signalling command. */
  tell(command: Command, identifier = 1): void {
    this.raw.send(this.handle, CID.signalling, encodeCommand(identifier, command));
  }

  /** The next signalling command that the peer gets. */
  async told(): Promise<{ identifier: number; command: Command }> {
    const frame = await this.run(this.raw.expect(this.handle, CID.signalling));
    const name = commandByCode(frame[0] as number);
    if (!name) throw new Error(`code ${frame[0]}`);
    return { identifier: frame[1] as number, command: decodeCommand(name, frame.subarray(4)) };
  }

  /** As told(), of one kind. */
  async toldOf<K extends Command['command']>(name: K): Promise<{ identifier: number; command: Commands[K] }> {
    const { identifier, command } = await this.told();
    if (command.command !== name) throw new Error(`${command.command} instead of ${name}`);
    return { identifier, command: command as Commands[K] };
  }

  /** A K-frame of the peer; with the SDU's length when it is the first. */
  frame(cid: number, information: ArrayLike<number>, sduLength?: number): void {
    const writer = new ByteWriter();
    if (sduLength !== undefined) writer.u16(sduLength);
    this.raw.send(this.handle, cid, writer.bytes(information).finish());
  }

  /** A channel that the peer opens and we accept, and what our answer says. */
  async opened(mtu = 100, asked: Partial<Asked> = {}, enhanced = false): Promise<Opened> {
    const accepted = this.link.l2capAccept(PSM, mtu);
    await settle();
    const request = { sourceCid: THEIRS, mtu: 100, mps: 64, credits: 3, ...asked };
    if (!enhanced) {
      this.tell(leRequest(request));
      const { command } = await this.toldOf('le-connection-response');
      return { channel: await this.run(accepted), terms: command };
    }
    const { sourceCid, ...sizes } = request;
    this.tell({ command: 'credit-based-connection-request', spsm: PSM, ...sizes, sourceCids: [sourceCid] });
    const { destinationCids, ...command } = (await this.toldOf('credit-based-connection-response')).command;
    return { channel: await this.run(accepted), terms: { ...command, destinationCid: destinationCids[0] as number } };
  }
}
