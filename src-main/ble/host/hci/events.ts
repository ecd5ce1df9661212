import { HCI_EVENT, HCI_LE_EVENT, hciErrorName } from '../../../../src-shared/assigned-numbers/hci.js';
import { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { addressFromBytes } from '../../../../src-shared/model/address.js';
import type { AdvertisingReport } from '../../api/scanner.js';
import { address, bytes, type Field, handle, named, rest, type Shape, u8, u16 } from './fields.js';

/** One HCI event and its parameters after the event code (and subevent code). */
export interface EventPacket<P extends Shape = Shape> {
  name: string;
  code: number;
  subevent: number | null;
  /** Section of Core 5.4 Vol 4 Part E. */
  section: string;
  params: P;
}

const event = <P extends Shape>(name: string, code: number, section: string, params: P): EventPacket<P> => ({
  name,
  code,
  subevent: null,
  section,
  params,
});
const leEvent = <P extends Shape>(name: string, subevent: number, section: string, params: P): EventPacket<P> => ({
  name,
  code: HCI_EVENT.leMeta,
  subevent,
  section,
  params,
});

const status: Field<number> = { read: u8.read, write: u8.write, show: (v) => (v === 0 ? 'success' : hciErrorName(v)) };
const opcode: Field<number> = { read: u16.read, write: u16.write, show: (v) => `0x${v.toString(16).padStart(4, '0')}` };
const addressType = named(u8, { 0: 'public', 1: 'random', 2: 'public identity', 3: 'random identity' });
const role = named(u8, { 0: 'central', 1: 'peripheral' });

const connectionComplete = { status, handle, role, peerAddressType: addressType, peerAddress: address };
const timing = { interval: u16, latency: u16, supervisionTimeout: u16 };

export const events = {
  disconnectionComplete: event('Disconnection Complete', HCI_EVENT.disconnectionComplete, '7.7.5', {
    status,
    handle,
    reason: status,
  }),
  encryptionChange: event('Encryption Change', HCI_EVENT.encryptionChange, '7.7.8', {
    status,
    handle,
    enabled: named(u8, { 0: 'off', 1: 'on', 2: 'on, BR/EDR' }),
  }),
  encryptionKeyRefreshComplete: event(
    'Encryption Key Refresh Complete',
    HCI_EVENT.encryptionKeyRefreshComplete,
    '7.7.39',
    { status, handle },
  ),
  readRemoteVersionInformationComplete: event(
    'Read Remote Version Information Complete',
    HCI_EVENT.readRemoteVersionInformationComplete,
    '7.7.12',
    { status, handle, version: u8, manufacturer: u16, subversion: u16 },
  ),
  commandComplete: event('Command Complete', HCI_EVENT.commandComplete, '7.7.14', {
    credits: u8,
    opcode,
    returned: rest,
  }),
  commandStatus: event('Command Status', HCI_EVENT.commandStatus, '7.7.15', { status, credits: u8, opcode }),
  hardwareError: event('Hardware Error', HCI_EVENT.hardwareError, '7.7.16', { hardwareCode: u8 }),
  numberOfCompletedPackets: event('Number Of Completed Packets', HCI_EVENT.numberOfCompletedPackets, '7.7.19', {
    count: u8,
    entries: rest,
  }),
  dataBufferOverflow: event('Data Buffer Overflow', HCI_EVENT.dataBufferOverflow, '7.7.26', { linkType: u8 }),
  leConnectionComplete: leEvent('LE Connection Complete', HCI_LE_EVENT.connectionComplete, '7.7.65.1', {
    ...connectionComplete,
    ...timing,
    clockAccuracy: u8,
  }),
  leAdvertisingReport: leEvent('LE Advertising Report', HCI_LE_EVENT.advertisingReport, '7.7.65.2', {
    count: u8,
    reports: rest,
  }),
  leConnectionUpdateComplete: leEvent(
    'LE Connection Update Complete',
    HCI_LE_EVENT.connectionUpdateComplete,
    '7.7.65.3',
    { status, handle, ...timing },
  ),
  leLongTermKeyRequest: leEvent('LE Long Term Key Request', HCI_LE_EVENT.longTermKeyRequest, '7.7.65.5', {
    handle,
    rand: bytes(8),
    ediv: u16,
  }),
  leRemoteConnectionParameterRequest: leEvent(
    'LE Remote Connection Parameter Request',
    HCI_LE_EVENT.remoteConnectionParameterRequest,
    '7.7.65.6',
    { handle, intervalMin: u16, intervalMax: u16, latency: u16, supervisionTimeout: u16 },
  ),
  leDataLengthChange: leEvent('LE Data Length Change', HCI_LE_EVENT.dataLengthChange, '7.7.65.7', {
    handle,
    txOctets: u16,
    txTime: u16,
    rxOctets: u16,
    rxTime: u16,
  }),
  lePhyUpdateComplete: leEvent('LE PHY Update Complete', HCI_LE_EVENT.phyUpdateComplete, '7.7.65.12', {
    status,
    handle,
    tx: u8,
    rx: u8,
  }),
  leEnhancedConnectionComplete: leEvent(
    'LE Enhanced Connection Complete',
    HCI_LE_EVENT.enhancedConnectionComplete,
    '7.7.65.10',
    {
      ...connectionComplete,
      localResolvableAddress: address,
      peerResolvableAddress: address,
      ...timing,
      clockAccuracy: u8,
    },
  ),
} as const;

const BY_CODE = new Map<number, EventPacket>(
  Object.values(events).map((e) => [e.subevent === null ? e.code : 0x100 | e.subevent, e]),
);

/** The declaration for an event code, or for a subevent when code is LE Meta. */
export function eventByCode(code: number, subevent: number): EventPacket | undefined {
  return BY_CODE.get(code === HCI_EVENT.leMeta ? 0x100 | subevent : code);
}

const RSSI_UNKNOWN = 127;
const PDU = ['ADV_IND', 'ADV_DIRECT_IND', 'ADV_SCAN_IND', 'ADV_NONCONN_IND', 'SCAN_RSP'] as const;

/**
 * The reports of one LE Advertising Report event, 7.7.65.2, after its subevent code. Throws PacketError on a malformed one.
 * Read by hand, as this is the busiest packet there is.
 */
export function decodeAdvertisingReports(data: Uint8Array, at: number): AdvertisingReport[] {
  const reports: AdvertisingReport[] = [];
  let offset = 1;
  for (let i = data[0] ?? 0; i > 0; i -= 1) {
    const length = data[offset + 8];
    if (length === undefined || offset + 9 + length >= data.length) {
      throw new PacketError('hci', 'report', offset, `the event ends at ${data.length}`);
    }
    const pdu = PDU[data[offset] as number];
    if (pdu === undefined) throw new PacketError('hci', 'eventType', offset, `${data[offset]} is unknown`);
    const end = offset + 9 + length;
    const rssi = ((data[end] as number) << 24) >> 24;
    reports.push({
      address: addressFromBytes(data, offset + 2),
      addressType: (data[offset + 1] as number) & 1 ? 'random' : 'public',
      pdu,
      data: data.slice(offset + 9, end),
      rssi: rssi === RSSI_UNKNOWN ? null : rssi,
      at,
    });
    offset = end + 1;
  }
  return reports;
}

/** Handle and count of each entry of Number Of Completed Packets, 7.7.19. */
export function decodeCompletedPackets(data: Uint8Array): [handle: number, count: number][] {
  const reader = new ByteReader(data, 'hci');
  const entries: [number, number][] = [];
  for (let i = reader.u8('count'); i > 0; i -= 1)
    entries.push([reader.u16('handle') & 0x0fff, reader.u16('completed')]);
  return entries;
}
