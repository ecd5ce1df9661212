import { HCI_EVENT, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { ByteWriter } from '../../../src-shared/bytes/byte-writer.js';
import type { AirAddress } from './air-address.js';

/** Whole H4 event packets, Core 5.4 Vol 4 Part E 7.7. */

const EVENT_PACKET = 0x04;
const ACL_PACKET = 0x02;
/** Commands a host may have outstanding; it gets this one back with every Command Complete and Command Status. */
const COMMAND_CREDITS = 1;
const NO_ADDRESS = new Uint8Array(6);

export interface ConnectionFacts {
  status: number;
  handle: number;
  role: 0 | 1;
  peer: AirAddress | null;
  /** The peer's address is the identity behind a private one. */
  isIdentity?: boolean;
  /** Private addresses that the link was made with. */
  peerRpa?: AirAddress | null;
  localRpa?: AirAddress | null;
  interval: number;
  latency: number;
  timeout: number;
}

function event(code: number, parameters: Uint8Array): Uint8Array {
  const packet = new Uint8Array(3 + parameters.length);
  packet[0] = EVENT_PACKET;
  packet[1] = code;
  packet[2] = parameters.length;
  packet.set(parameters, 3);
  return packet;
}

function leEvent(subevent: number, build: (w: ByteWriter) => ByteWriter): Uint8Array {
  return event(HCI_EVENT.leMeta, build(new ByteWriter(40).u8(subevent)).finish());
}

/** 7.7.14. */
export function commandComplete(opcode: number, returns: Uint8Array): Uint8Array {
  return event(HCI_EVENT.commandComplete, new ByteWriter().u8(COMMAND_CREDITS).u16(opcode).bytes(returns).finish());
}

/** 7.7.15. */
export function commandStatus(opcode: number, status: number): Uint8Array {
  return event(HCI_EVENT.commandStatus, new ByteWriter().u8(status).u8(COMMAND_CREDITS).u16(opcode).finish());
}

/** 7.7.5. */
export function disconnectionComplete(handle: number, reason: number): Uint8Array {
  return event(HCI_EVENT.disconnectionComplete, new ByteWriter().u8(0).u16(handle).u8(reason).finish());
}

/** 7.7.8 [v1]; LE encrypts with AES-CCM, which is 0x01. */
export function encryptionChange(status: number, handle: number, on: boolean): Uint8Array {
  const w = new ByteWriter().u8(status).u16(handle);
  return event(HCI_EVENT.encryptionChange, w.u8(on ? 0x01 : 0x00).finish());
}

/** 7.7.39. */
export function encryptionKeyRefreshComplete(status: number, handle: number): Uint8Array {
  return event(HCI_EVENT.encryptionKeyRefreshComplete, new ByteWriter().u8(status).u16(handle).finish());
}

/** 7.7.12. */
export function remoteVersion(handle: number, version: number, company: number, subversion: number): Uint8Array {
  const w = new ByteWriter().u8(0).u16(handle).u8(version).u16(company).u16(subversion);
  return event(HCI_EVENT.readRemoteVersionInformationComplete, w.finish());
}

/** 7.7.19. */
export function numberOfCompletedPackets(counts: ReadonlyMap<number, number>): Uint8Array {
  const w = new ByteWriter().u8(counts.size);
  for (const [handle, count] of counts) w.u16(handle).u16(count);
  return event(HCI_EVENT.numberOfCompletedPackets, w.finish());
}

/** 7.7.26, link type ACL. */
export function dataBufferOverflow(): Uint8Array {
  return event(HCI_EVENT.dataBufferOverflow, Uint8Array.of(0x01));
}

/** 7.7.65.1. */
export function connectionComplete(facts: ConnectionFacts): Uint8Array {
  return leEvent(HCI_LE_EVENT.connectionComplete, (w) => timing(endpoints(w, facts), facts));
}

/** 7.7.65.10: local, then peer private address; zero where there is none. */
export function enhancedConnectionComplete(facts: ConnectionFacts): Uint8Array {
  return leEvent(HCI_LE_EVENT.enhancedConnectionComplete, (w) =>
    timing(
      endpoints(w, facts, facts.isIdentity ? 2 : 0)
        .bytes(facts.localRpa?.bytes ?? NO_ADDRESS)
        .bytes(facts.peerRpa?.bytes ?? NO_ADDRESS),
      facts,
    ),
  );
}

/** `more`: 2 in events that tell identities from other addresses. */
function endpoints(w: ByteWriter, { status, handle, role, peer }: ConnectionFacts, more = 0): ByteWriter {
  return w
    .u8(status)
    .u16(handle)
    .u8(role)
    .u8((peer?.type ?? 0) + more)
    .bytes(peer?.bytes ?? NO_ADDRESS);
}

/** Central_Clock_Accuracy is 50 ppm, and 0 where it is not valid: at the central. */
function timing(w: ByteWriter, { status, role, interval, latency, timeout }: ConnectionFacts): ByteWriter {
  return w
    .u16(interval)
    .u16(latency)
    .u16(timeout)
    .u8(status === 0 && role === 1 ? 0x05 : 0x00);
}

/** 7.7.65.2, one report an event. Built by hand: this is the packet there are most of. */
export function advertisingReport(
  pdu: number,
  from: AirAddress,
  data: Uint8Array,
  rssi: number,
  isIdentity = false,
): Uint8Array {
  const packet = new Uint8Array(15 + data.length);
  packet[0] = EVENT_PACKET;
  packet[1] = HCI_EVENT.leMeta;
  packet[2] = 12 + data.length;
  packet[3] = HCI_LE_EVENT.advertisingReport;
  packet[4] = 1;
  packet[5] = pdu;
  packet[6] = isIdentity ? from.type + 2 : from.type;
  packet.set(from.bytes, 7);
  packet[13] = data.length;
  packet.set(data, 14);
  packet[14 + data.length] = rssi & 0xff;
  return packet;
}

/** 7.7.65.3. */
export function connectionUpdateComplete(
  status: number,
  handle: number,
  { interval, latency, timeout }: { interval: number; latency: number; timeout: number },
): Uint8Array {
  return leEvent(HCI_LE_EVENT.connectionUpdateComplete, (w) =>
    w.u8(status).u16(handle).u16(interval).u16(latency).u16(timeout),
  );
}

/** 7.7.65.4. */
export function remoteFeatures(handle: number, features: Uint8Array): Uint8Array {
  return leEvent(HCI_LE_EVENT.readRemoteFeaturesComplete, (w) => w.u8(0).u16(handle).bytes(features));
}

/** 7.7.65.5. */
export function longTermKeyRequest(handle: number, rand: Uint8Array, ediv: number): Uint8Array {
  return leEvent(HCI_LE_EVENT.longTermKeyRequest, (w) => w.u16(handle).bytes(rand).u16(ediv));
}

/** 7.7.65.6. */
export function remoteParameterRequest(
  handle: number,
  { min, max, latency, timeout }: { min: number; max: number; latency: number; timeout: number },
): Uint8Array {
  return leEvent(HCI_LE_EVENT.remoteConnectionParameterRequest, (w) =>
    w.u16(handle).u16(min).u16(max).u16(latency).u16(timeout),
  );
}

/** 7.7.65.7. Octets of payload, and µs. */
export function dataLengthChange(
  handle: number,
  tx: { octets: number; time: number },
  rx: { octets: number; time: number },
): Uint8Array {
  return leEvent(HCI_LE_EVENT.dataLengthChange, (w) =>
    w.u16(handle).u16(tx.octets).u16(tx.time).u16(rx.octets).u16(rx.time),
  );
}

/** 7.7.65.8. `point`: X and Y, least significant byte first. */
export function readLocalP256PublicKeyComplete(status: number, point: Uint8Array): Uint8Array {
  return leEvent(HCI_LE_EVENT.readLocalP256PublicKeyComplete, (w) => w.u8(status).bytes(point));
}

/** 7.7.65.9. */
export function generateDhKeyComplete(status: number, key: Uint8Array): Uint8Array {
  return leEvent(HCI_LE_EVENT.generateDhKeyComplete, (w) => w.u8(status).bytes(key));
}

/** 7.7.65.12. */
export function phyUpdateComplete(status: number, handle: number, tx: number, rx: number): Uint8Array {
  return leEvent(HCI_LE_EVENT.phyUpdateComplete, (w) => w.u8(status).u16(handle).u8(tx).u8(rx));
}

/** 5.4.2; broadcast flag 0. */
export function aclPacket(handle: number, boundary: number, data: Uint8Array): Uint8Array {
  const packet = new Uint8Array(5 + data.length);
  packet[0] = ACL_PACKET;
  packet[1] = handle & 0xff;
  packet[2] = (handle >> 8) | (boundary << 4);
  packet[3] = data.length & 0xff;
  packet[4] = data.length >> 8;
  packet.set(data, 5);
  return packet;
}
