import { HCI_COMMAND, HCI_ERROR, HCI_EVENT, HCI_LE_EVENT } from '../../../../src-shared/assigned-numbers/hci.js';
import type { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import type { ControllerCore } from '../core.js';
import { remoteFeatures, remoteVersion } from '../events.js';
import { LE_FEATURES, VERSION } from '../identity.js';
import { type LinkEnd, ROLE } from '../link.js';
import {
  addressType,
  checkConnectionParameters,
  DISALLOWED,
  firstError,
  INVALID,
  inRange,
  isTrue,
  ownType,
  readAddress,
  readConnectionParameters,
  UNKNOWN_LINK,
} from './check.js';
import { type Command, complete, type Reply, status } from './command.js';

/** Reasons a host may give, 7.1.6. */
const DISCONNECT_REASONS = new Set<number>([
  HCI_ERROR['authentication-failure'],
  HCI_ERROR['remote-user-terminated-connection'],
  HCI_ERROR['remote-device-terminated-due-to-low-resources'],
  HCI_ERROR['remote-device-terminated-due-to-power-off'],
  HCI_ERROR['unsupported-remote-feature'],
  HCI_ERROR['pairing-with-unit-key-not-supported'],
  HCI_ERROR['unacceptable-connection-parameters'],
]);

/** Making, changing and ending connections, Core 5.4 Vol 4 Part E 7.1 and 7.8. */
export const CONNECTION_COMMANDS: readonly Command[] = [
  // 7.1.6
  status(HCI_COMMAND.disconnect, 5, 3, (core, p) => {
    const end = core.links.get(p.u16('Connection_Handle'));
    const reason = p.u8('Reason');
    if (!end) return UNKNOWN_LINK;
    if (!DISCONNECT_REASONS.has(reason)) return INVALID;
    if (end.terminating) return DISALLOWED;
    return { status: 0, after: () => end.terminate(reason) };
  }),

  // 7.1.23
  status(HCI_COMMAND.readRemoteVersionInformation, 23, 2, (core, p) =>
    procedure(core, p, (end) => {
      const { core: company, company: maker, revision } = VERSION;
      const event = remoteVersion(end.handle, company, maker, revision);
      core.event(HCI_EVENT.readRemoteVersionInformationComplete, event);
    }),
  ),

  // 7.8.12
  status(HCI_COMMAND.leCreateConnection, 212, 25, createConnection),

  // 7.8.13
  complete(HCI_COMMAND.leCreateConnectionCancel, 213, 0, 0, (core) => {
    const { request } = core.initiator;
    if (!request) return DISALLOWED;
    core.initiator.stop();
    const facts = { handle: 0, role: ROLE.central, peer: request.peer, interval: 0, latency: 0, timeout: 0 };
    return { status: 0, after: () => core.connectionEvent({ status: UNKNOWN_LINK, ...facts }) };
  }),

  // 7.8.18
  status(HCI_COMMAND.leConnectionUpdate, 218, 14, (core, p) => {
    const end = core.links.get(p.u16('Connection_Handle'));
    const wanted = readConnectionParameters(p);
    if (!end) return UNKNOWN_LINK;
    const wrong = checkConnectionParameters(wanted);
    if (wrong) return wrong;
    if (end.updating || end.terminating) return DISALLOWED;
    end.updating = true;
    const { link } = end;
    if (end.role === ROLE.peripheral) return { status: 0, after: () => link.request(end, wanted) };
    link.collide();
    return { status: 0, after: () => link.update(end, wanted) };
  }),

  // 7.8.19: the channels a central uses on its links; 37 bits, at least one of them 1.
  complete(HCI_COMMAND.leSetHostChannelClassification, 219, 5, 0, (core, p) => {
    const map = p.rest();
    const top = map[4] ?? 0;
    if (top > 0x1f || map.every((byte) => byte === 0)) return INVALID;
    core.channelClassification = map;
    for (const { link, role } of core.links.values()) if (role === ROLE.central) link.channelMap = map;
    return 0;
  }),

  // 7.8.20
  complete(HCI_COMMAND.leReadChannelMap, 220, 2, 7, (core, p) => {
    const handle = p.u16('Connection_Handle');
    const end = core.links.get(handle);
    const map = end?.link.channelMap ?? new Uint8Array(5);
    return new ByteWriter()
      .u8(end ? 0 : UNKNOWN_LINK)
      .u16(handle)
      .bytes(map)
      .finish();
  }),

  // 7.8.21
  status(HCI_COMMAND.leReadRemoteFeatures, 221, 2, (core, p) =>
    procedure(core, p, ({ handle }) => {
      core.leEvent(HCI_LE_EVENT.readRemoteFeaturesComplete, remoteFeatures(handle, LE_FEATURES));
    }),
  ),

  // 7.8.31
  complete(HCI_COMMAND.leRemoteConnectionParameterRequestReply, 268, 14, 2, (core, p) => {
    const handle = p.u16('Connection_Handle');
    const wanted = readConnectionParameters(p);
    return answerRequest(core, handle, checkConnectionParameters(wanted), (end) => end.link.update(end, wanted));
  }),

  // 7.8.32
  complete(HCI_COMMAND.leRemoteConnectionParameterRequestNegativeReply, 269, 3, 2, (core, p) => {
    const handle = p.u16('Connection_Handle');
    const reason = p.u8('Reason');
    return answerRequest(core, handle, isTrue(reason !== 0), (end) => end.link.refuse(end, reason));
  }),
];

function createConnection(core: ControllerCore, p: ByteReader): Reply {
  const scanInterval = p.u16('LE_Scan_Interval');
  const scanWindow = p.u16('LE_Scan_Window');
  const policy = p.u8('Initiator_Filter_Policy');
  const peer = readAddress(p);
  const ownKind = p.u8('Own_Address_Type');
  const wanted = readConnectionParameters(p);
  if (core.initiator.on) return DISALLOWED;
  const wrong = firstError(
    inRange(scanInterval, 0x0004, 0x4000),
    inRange(scanWindow, 0x0004, scanInterval),
    inRange(policy, 0, 1),
    // With the accept list the peer's address is not looked at.
    policy === 0 ? addressType(peer.type) : 0,
    addressType(ownKind),
    checkConnectionParameters(wanted),
  );
  if (wrong) return wrong;
  const own = core.privacy.own(ownType(ownKind), policy === 0 ? peer.address : null);
  if (!own) return INVALID;
  if (policy === 0 && core.isConnectedTo(peer.address)) return HCI_ERROR['connection-already-exists'];
  if (core.links.size >= core.settings.maxLinks) return HCI_ERROR['connection-limit-exceeded'];
  const { max: interval, latency, timeout } = wanted;
  const target = policy === 0 ? peer.address : null;
  const request = {
    scanInterval,
    scanWindow,
    peer: target,
    own,
    ownType: ownType(ownKind),
    interval,
    latency,
    timeout,
  };
  return { status: 0, after: () => core.initiator.start(request) };
}

/** A question to the peer that every controller answers. */
function procedure(core: ControllerCore, p: ByteReader, answered: (end: LinkEnd) => void): Reply {
  const end = core.links.get(p.u16('Connection_Handle'));
  return end ? { status: 0, after: () => end.ask(() => answered(end)) } : UNKNOWN_LINK;
}

/** The host's answer to a LE Remote Connection Parameter Request event. */
function answerRequest(core: ControllerCore, handle: number, wrong: number, act: (end: LinkEnd) => void): Uint8Array {
  const end = core.links.get(handle);
  const asked = end?.role === ROLE.central && end.link.waitsForHost;
  const result = end ? (asked ? wrong : DISALLOWED) : UNKNOWN_LINK;
  if (end && result === 0) act(end);
  return new ByteWriter().u8(result).u16(handle).finish();
}
