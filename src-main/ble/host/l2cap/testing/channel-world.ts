import type { Adapter, Connection, L2capChannel, L2capConnectOptions, OpenAdapterOptions } from '../../../index.js';
import { settle } from '../../../testing/manual-clock.js';
import { VirtualWorld } from '../../../testing/virtual-world.js';

export const PSM = 0x80;

/** Bytes that depend on their place, so that a hole or an exchange shows. */
export function pattern(length: number, seed = 1): Uint8Array {
  const data = new Uint8Array(length);
  for (let i = 0; i < length; i += 1) data[i] = (i * 31 + (i >> 8) * 7 + seed) & 0xff;
  return data;
}

export const text = (data: Uint8Array | null) => (data === null ? null : new TextDecoder().decode(data));

/** Two adapters with a link: i0 the peripheral, i1 the central. */
export class ChannelWorld {
  private constructor(
    readonly world: VirtualWorld,
    readonly i0: Adapter,
    readonly i1: Adapter,
    /** The central's end and the peripheral's. */
    public link: Connection,
    public far: Connection,
  ) {}

  static async open(
    o: { latencyMs?: number; acl?: string; central?: OpenAdapterOptions; peripheral?: OpenAdapterOptions } = {},
  ): Promise<ChannelWorld> {
    const world = new VirtualWorld({ latencyMs: o.latencyMs ?? 0 });
    const spec = o.acl ? `virtual:?acl=${o.acl}` : 'virtual:';
    const i0 = await world.adapter(spec, o.peripheral);
    const i1 = await world.adapter(spec, o.central);
    const advertised = i0.advertise({ intervalUs: 20_000 });
    const link = await world.run(i1.device(i0.address.address).connect());
    return new ChannelWorld(world, i0, i1, link, await world.run(advertised));
  }

  get clock() {
    return this.world.clock;
  }

  run<T>(promise: Promise<T>): Promise<T> {
    return this.world.run(promise);
  }

  /** A channel that the central opens: its end and the peripheral's. */
  async channel(mtu = 512, ourMtu = mtu, o: L2capConnectOptions = {}): Promise<[L2capChannel, L2capChannel]> {
    const accepted = this.far.l2capAccept(PSM, mtu);
    await settle();
    const ours = await this.run(this.link.l2capConnect(PSM, ourMtu, o));
    return [ours, await this.run(accepted)];
  }

  /** Nothing gets through any more; both sides notice after the supervision time-out. */
  breakLink(): void {
    const [controller] = this.world.medium.controllers;
    if (controller) this.world.medium.faults.breakLink(controller, controller.links[0]?.handle ?? 0);
  }

  close(): Promise<void> {
    return this.world.close();
  }
}
