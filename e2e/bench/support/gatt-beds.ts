import { execFileSync } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { cpus } from 'node:os';
import { type Adapter, Medium, openAdapter } from '../../../src-main/ble/index.js';
import { overSocket, overVirtual } from '../../interop/support/ble-host.js';
import { startBtvirt } from '../../interop/support/btvirt.js';
import { MTU } from './gatt-session.js';

/** A host's bare line to a controller. */
export interface Line {
  send(packet: Uint8Array): void;
  /** Call once. */
  start(packet: (packet: Uint8Array) => void): void;
}

/** Where stacks are measured: as many controllers in range of each other as are asked for. */
export interface GattBed {
  name: string;
  adapter(): Promise<Adapter>;
  /** A controller for a foreign host. */
  foreign(): Promise<EventEmitter>;
  line(): Promise<Line>;
  close(): Promise<void>;
}

export async function virtualBed(length: number, count: number): Promise<GattBed> {
  const medium = new Medium();
  const open = () => medium.createController({ acl: { length, count } }).openHost();
  return {
    name: `virtual radio, ${length} B x ${count}`,
    adapter: () => openAdapter(`virtual:?acl=${length}x${count}`, { medium, mtu: MTU }),
    foreign: async () => limitMtu(overVirtual(open())),
    line: async () => {
      const host = open();
      return {
        send: (packet) => host.send(packet),
        start: (packet) => host.start({ packet, closed: () => undefined }),
      };
    },
    close: () => medium.close(),
  };
}

/** All threads of this process, and what it starts from now on, to these processors: '0', '0-7'. Nothing where that cannot be had. */
function pinTo(processors: string): void {
  try {
    execFileSync('taskset', ['-acp', processors, String(process.pid)], { stdio: 'ignore' });
  } catch (error) {
    console.warn(`not pinned to processor ${processors}: ${(error as Error).message}`);
  }
}

/**
 * The emulator shares one processor with this process: where chance decides whether it does, rounds differ by three times, since waking another
 * processor costs more than all the work. So what is measured is the work of both.
 */
export async function btvirtBed(): Promise<GattBed> {
  const all = `0-${cpus().length - 1}`;
  pinTo('0');
  const emulator = await startBtvirt();
  return {
    name: 'btvirt, 192 B x 1',
    adapter: () => openAdapter(emulator.spec, { mtu: MTU }),
    foreign: async () => limitMtu(overSocket(await emulator.connect())),
    line: async () => socketLine(await emulator.connect()),
    close: async () => {
      await emulator.stop();
      pinTo(all);
    },
  };
}

const ACL = 0x02;
/** Indicator, handle, two lengths, channel, opcode and MTU. */
const MTU_PACKET_LENGTH = 12;

/** These stacks offer one MTU and take no other, so it is lowered on its way to the controller. */
function limitMtu(controller: EventEmitter): EventEmitter {
  const { write } = controller as EventEmitter & { write(packet: Buffer): void };
  const limited = (packet: Buffer) => {
    if (packet.length === MTU_PACKET_LENGTH && packet[0] === ACL && (packet[9] === 0x02 || packet[9] === 0x03))
      packet.writeUInt16LE(Math.min(MTU, packet.readUInt16LE(10)), 10);
    write(packet);
  };
  return Object.assign(controller, { write: limited });
}

/** H4 without a check or a copy: nothing may cost less. */
function socketLine(socket: Socket): Line {
  let rest: Buffer = Buffer.alloc(0);
  return {
    send: (packet) => socket.write(packet),
    start: (packet) => {
      socket.on('data', (chunk) => {
        const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        let at = 0;
        for (let length = h4Length(bytes, at); length > 0; length = h4Length(bytes, at)) {
          packet(bytes.subarray(at, at + length));
          at += length;
        }
        rest = bytes.subarray(at);
      });
    },
  };
}

/** 0 while the packet is not whole. */
function h4Length(bytes: Buffer, at: number): number {
  const isAcl = bytes[at] === ACL;
  const header = isAcl ? 5 : 3;
  if (at + header > bytes.length) return 0;
  const length = header + (isAcl ? bytes.readUInt16LE(at + 3) : (bytes[at + 2] as number));
  return at + length > bytes.length ? 0 : length;
}
