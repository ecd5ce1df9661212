import type { Connection } from '../../../api/connection.js';
import { TraceLog } from '../../../api/trace-log.js';
import { ManualClock } from '../../../testing/manual-clock.js';
import { endController, withDeadline } from '../../../util/deadline.js';
import { AclChannel } from '../../hci/acl-channel.js';
import { ChannelListeners } from '../channel-listeners.js';
import { ChannelManager } from '../channel-manager.js';
import { CID } from '../fixed-channels.js';
import { L2cap } from '../l2cap.js';
import { type Command, encodeCommand } from '../pdus.js';
import { Signalling } from '../signalling.js';

const HANDLE = 1;
const ACL_HEADER = 5;

/** The channels of one link between a peer and a controller that are the test: what is sent is counted or kept, and nothing answers. */
export class BareChannels {
  readonly clock = new ManualClock();
  readonly acl: AclChannel;
  readonly manager: ChannelManager;
  readonly listeners = new ChannelListeners(endController().signal);
  /** Aborts when the link ends. */
  readonly down = endController();
  readonly l2cap: L2cap;
  /** Channel identifiers of the frames sent, as far as they are kept, and how many there were. */
  readonly sent: number[] = [];
  count = 0;

  constructor(buffers: number, keeps = 1_000) {
    this.acl = new AclChannel((packet) => {
      this.count += 1;
      const isStart = (((packet[2] as number) >> 4) & 3) !== 1;
      if (isStart && this.sent.length < keeps)
        this.sent.push((packet[ACL_HEADER + 2] as number) | ((packet[ACL_HEADER + 3] as number) << 8));
    });
    this.acl.configure(251, buffers);
    this.acl.open(HANDLE);
    const { clock, acl, down } = this;
    const l2cap = new L2cap((frame) => acl.send(HANDLE, frame));
    const signalling = new Signalling({
      clock,
      role: 'central',
      send: (frame) => l2cap.send(CID.signalling, frame),
      onParameterRequest: () => true,
      onCommand: () => undefined,
      onSendFailed: (error) => {
        throw error;
      },
    });
    l2cap.onChannel(CID.signalling, (frame) => signalling.receive(frame));
    const security = { encrypted: false, authenticated: false, bonded: false, keySize: 0, secureConnections: false };
    const connection = { ...security, device: { address: 'c2:00:00:00:00:01' }, signal: down.signal };
    this.l2cap = l2cap;
    this.manager = new ChannelManager({
      clock,
      trace: new TraceLog({ adapter: 'test', clock, capacity: 64 }),
      handle: HANDLE,
      connection: connection as unknown as Connection,
      l2cap,
      signalling,
      acl,
      listeners: this.listeners,
      operate: (operation, limits, defaultMs, work, layer) =>
        withDeadline({ clock, layer, operation, limits, defaultMs, ends: [down.signal] }, work),
      autoPair: false,
    });
  }

  /** A frame of the peer. */
  receive(cid: number, payload: Uint8Array): void {
    this.l2cap.receive(true, frameOf(cid, payload));
  }

  tell(command: Command, identifier = 1): void {
    this.receive(CID.signalling, encodeCommand(identifier, command));
  }

  /** The controller has room for so many packets more. */
  completed(count: number): void {
    this.acl.onCompleted(HANDLE, count);
  }

  /** Frames of another protocol, which wait in the queue. */
  queue(cid: number, count: number): void {
    for (let i = 0; i < count; i += 1) void this.l2cap.send(cid, new Uint8Array(10));
  }
}

function frameOf(cid: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(4 + payload.length);
  frame.set([payload.length & 0xff, payload.length >> 8, cid & 0xff, cid >> 8]);
  frame.set(payload, 4);
  return frame;
}
