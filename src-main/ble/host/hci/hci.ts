import { HCI_EVENT, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { BleError } from '../../../../src-shared/model/ble-error.js';
import type { AdvertisingReport } from '../../api/scanner.js';
import { H4, type HciTransport } from '../../transports/transport.js';
import type { Clock } from '../../util/clock.js';
import { Emitter, reportUncaught } from '../../util/emitter.js';
import { AclChannel } from './acl-channel.js';
import { CommandChannel, type Returned } from './command-channel.js';
import type { Command } from './commands.js';
import { decodeAdvertisingReports, events } from './events.js';
import { decode, type Shape, type Values } from './fields.js';

export interface ConnectionCompleteEvent {
  status: number;
  handle: number;
  role: number;
  peerAddressType: number;
  peerAddress: string;
  interval: number;
  latency: number;
  supervisionTimeout: number;
}

export interface HciEvents extends Record<string, unknown> {
  disconnected: Values<typeof events.disconnectionComplete.params>;
  connected: ConnectionCompleteEvent;
  connectionUpdated: Values<typeof events.leConnectionUpdateComplete.params>;
  connectionParameterRequest: Values<typeof events.leRemoteConnectionParameterRequest.params>;
  /** Encryption Change, or Encryption Key Refresh Complete: then the link stays encrypted, with another key. */
  encryptionChanged: { status: number; handle: number; enabled: boolean };
  longTermKeyRequest: Values<typeof events.leLongTermKeyRequest.params>;
  dataLengthChanged: Values<typeof events.leDataLengthChange.params>;
  phyUpdated: Values<typeof events.lePhyUpdateComplete.params>;
  hardwareError: number;
  /** The transport is gone: null after close(). */
  closed: BleError | null;
}

export interface HciOptions {
  transport: HciTransport;
  clock: Clock;
  /** Hears every packet, for the trace. */
  tap: (direction: 'tx' | 'rx', packet: Uint8Array) => void;
}

/** The host's end of HCI: commands with their answers, ACL data with flow control, events as they come. */
export class Hci {
  readonly #emitter = new Emitter<HciEvents>();
  readonly #commands: CommandChannel;
  readonly #transport: HciTransport;
  readonly #clock: Clock;
  readonly #tap: HciOptions['tap'];
  readonly acl: AclChannel;
  /** Called for every advertising report: one function rather than listeners, as this is the busiest path. */
  onReport: (report: AdvertisingReport) => void = () => undefined;
  /** Called for every ACL packet from the controller: handle, whether it starts a frame, the packet, where its data begins. */
  onAcl: (handle: number, isStart: boolean, packet: Uint8Array, from: number) => void = () => undefined;
  /** Packets that made no sense, and so were dropped. */
  malformed = 0;

  constructor({ transport, clock, tap }: HciOptions) {
    this.#transport = transport;
    this.#clock = clock;
    this.#tap = (direction, packet) => {
      try {
        tap(direction, packet);
      } catch (error) {
        reportUncaught(error); // whoever watches must not keep a packet from its way
      }
    };
    const write = (packet: Uint8Array) => {
      this.#tap('tx', packet);
      transport.send(packet);
    };
    this.#commands = new CommandChannel(clock, write);
    this.acl = new AclChannel(write);
    transport.start({
      packet: (packet) => this.#onPacket(packet),
      closed: (error) => {
        this.#commands.close(
          error ?? new BleError('adapter-closed', { layer: 'transport', operation: transport.label }),
        );
        this.#emitter.emit('closed', error);
      },
    });
  }

  send<P extends Shape, R extends Shape | null>(command: Command<P, R>, values: Values<P>): Promise<Returned<R>> {
    return this.#commands.send(command, values);
  }

  on<K extends keyof HciEvents>(event: K, listener: (value: HciEvents[K]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  /** Rejects all commands that wait, and starts again. */
  failCommands(error: BleError): void {
    this.#commands.fail(error);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #onPacket(packet: Uint8Array): void {
    this.#tap('rx', packet);
    try {
      if (packet[0] === H4.event) this.#onEvent(packet);
      else if (packet[0] === H4.acl) this.#onAclPacket(packet);
      else this.malformed += 1;
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.malformed += 1; // the packet itself is in the trace, with what is wrong with it
    }
  }

  #onAclPacket(packet: Uint8Array): void {
    if (packet.length < 5 || packet.length !== 5 + ((packet[3] as number) | ((packet[4] as number) << 8))) {
      this.malformed += 1;
      return;
    }
    const word = (packet[1] as number) | ((packet[2] as number) << 8);
    this.onAcl(word & 0x0fff, ((word >> 12) & 3) !== 1, packet, 5);
  }

  #onEvent(packet: Uint8Array): void {
    // By hand: of all events but advertising reports there are most of these.
    if (packet[1] === HCI_EVENT.numberOfCompletedPackets) return this.#onCompletedPackets(packet);
    const params = packet.subarray(3);
    switch (packet[1]) {
      case HCI_EVENT.leMeta:
        return this.#onLeEvent(params[0] ?? 0, params.subarray(1));
      case HCI_EVENT.commandComplete: {
        const { credits, opcode, returned } = decode(events.commandComplete.params, params);
        return this.#commands.onComplete(credits, opcode, returned);
      }
      case HCI_EVENT.commandStatus: {
        const { status, credits, opcode } = decode(events.commandStatus.params, params);
        return this.#commands.onStatus(status, credits, opcode);
      }
      case HCI_EVENT.disconnectionComplete:
        return this.#emitter.emit('disconnected', decode(events.disconnectionComplete.params, params));
      case HCI_EVENT.encryptionChange: {
        const { status, handle, enabled } = decode(events.encryptionChange.params, params);
        return this.#emitter.emit('encryptionChanged', { status, handle, enabled: enabled !== 0 });
      }
      case HCI_EVENT.encryptionKeyRefreshComplete: {
        const { status, handle } = decode(events.encryptionKeyRefreshComplete.params, params);
        return this.#emitter.emit('encryptionChanged', { status, handle, enabled: true });
      }
      case HCI_EVENT.hardwareError:
        return this.#emitter.emit('hardwareError', decode(events.hardwareError.params, params).hardwareCode);
      default: // not for us; it is in the trace
    }
  }

  /** 7.7.19: a count, then a handle and a number of packets each. */
  #onCompletedPackets(packet: Uint8Array): void {
    const end = 4 + 4 * (packet[3] ?? 0);
    if (packet.length < end) {
      this.malformed += 1;
      return;
    }
    for (let at = 4; at < end; at += 4) this.acl.onCompleted(u16(packet, at) & 0x0fff, u16(packet, at + 2));
  }

  #onLeEvent(subevent: number, params: Uint8Array): void {
    switch (subevent) {
      case HCI_LE_EVENT.advertisingReport:
        for (const report of decodeAdvertisingReports(params, this.#clock.now())) this.onReport(report);
        return;
      case HCI_LE_EVENT.connectionComplete:
        return this.#emitter.emit('connected', decode(events.leConnectionComplete.params, params));
      case HCI_LE_EVENT.enhancedConnectionComplete:
        return this.#emitter.emit('connected', decode(events.leEnhancedConnectionComplete.params, params));
      case HCI_LE_EVENT.connectionUpdateComplete:
        return this.#emitter.emit('connectionUpdated', decode(events.leConnectionUpdateComplete.params, params));
      case HCI_LE_EVENT.longTermKeyRequest:
        return this.#emitter.emit('longTermKeyRequest', decode(events.leLongTermKeyRequest.params, params));
      case HCI_LE_EVENT.dataLengthChange:
        return this.#emitter.emit('dataLengthChanged', decode(events.leDataLengthChange.params, params));
      case HCI_LE_EVENT.phyUpdateComplete:
        return this.#emitter.emit('phyUpdated', decode(events.lePhyUpdateComplete.params, params));
      case HCI_LE_EVENT.remoteConnectionParameterRequest:
        return this.#emitter.emit(
          'connectionParameterRequest',
          decode(events.leRemoteConnectionParameterRequest.params, params),
        );
      default: // not for us; it is in the trace
    }
  }
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}
