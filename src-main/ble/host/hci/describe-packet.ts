import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT, hciErrorName } from '../../../../src-shared/assigned-numbers/hci.js';
import { hexNumber, toHex } from '../../../../src-shared/bytes/hex.js';
import { PacketError } from '../../../../src-shared/bytes/packet-error.js';
import { H4 } from '../../transports/transport.js';
import { commandByOpcode } from './commands.js';
import { decodeAdvertisingReports, decodeCompletedPackets, eventByCode } from './events.js';
import { decode, show } from './fields.js';

export interface PacketDescription {
  name: string;
  fields: Record<string, string | number | boolean>;
  connection?: number;
}

/** Name and summary fields of a whole H4 packet. Never throws: what cannot be read is said in a field 'malformed'. */
export function describePacket(packet: Uint8Array): PacketDescription {
  try {
    if (packet[0] === H4.command) return describeCommand(packet);
    if (packet[0] === H4.event) return describeEvent(packet);
    if (packet[0] === H4.acl) return describeAcl(packet);
    return { name: `packet type ${packet[0] ?? 'none'}`, fields: { length: packet.length } };
  } catch (error) {
    if (!(error instanceof PacketError)) throw error;
    return { name: 'malformed packet', fields: { malformed: error.message } };
  }
}

function describeCommand(packet: Uint8Array): PacketDescription {
  const opcode = (packet[1] ?? 0) | ((packet[2] ?? 0) << 8);
  const declared = commandByOpcode(opcode);
  if (!declared) return { name: `Command ${hexNumber(opcode, 4)}`, fields: { parameters: toHex(packet.subarray(4)) } };
  return withConnection(declared.name, show(declared.params, decode(declared.params, packet.subarray(4))));
}

function describeEvent(packet: Uint8Array): PacketDescription {
  const code = packet[1] ?? 0;
  const params = packet.subarray(3);
  const subevent = params[0] ?? 0;
  const declared = eventByCode(code, subevent);
  if (!declared) {
    const name = code === HCI_EVENT.leMeta ? `LE Meta ${hexNumber(subevent, 2)}` : `Event ${hexNumber(code, 2)}`;
    return { name, fields: { parameters: toHex(params) } };
  }
  const body = declared.subevent === null ? params : params.subarray(1);
  if (code === HCI_EVENT.commandComplete) return describeCommandComplete(params);
  if (code === HCI_EVENT.commandStatus) {
    const { status, opcode } = { status: params[0] ?? 0, opcode: (params[2] ?? 0) | ((params[3] ?? 0) << 8) };
    return { name: `Command Status: ${commandName(opcode)}`, fields: { status: statusText(status) } };
  }
  if (code === HCI_EVENT.numberOfCompletedPackets) {
    const fields: Record<string, string | number> = {};
    for (const [handle, count] of decodeCompletedPackets(params)) fields[hexNumber(handle, 4)] = count;
    return { name: declared.name, fields };
  }
  if (declared.name === 'LE Advertising Report') {
    const [report] = decodeAdvertisingReports(body, 0);
    if (!report) return { name: declared.name, fields: { reports: 0 } };
    return {
      name: declared.name,
      fields: {
        pdu: report.pdu,
        address: report.address,
        addressType: report.addressType,
        rssi: report.rssi ?? 'unknown',
        data: toHex(report.data),
      },
    };
  }
  return withConnection(declared.name, show(declared.params, decode(declared.params, body)));
}

function describeCommandComplete(params: Uint8Array): PacketDescription {
  const opcode = (params[1] ?? 0) | ((params[2] ?? 0) << 8);
  const status = params[3] ?? 0;
  const fields: Record<string, string | number | boolean> = { status: statusText(status) };
  const returns = commandByOpcode(opcode)?.returns;
  if (status === 0 && returns) Object.assign(fields, show(returns, decode(returns, params.subarray(4))));
  return withConnection(`Command Complete: ${commandName(opcode)}`, fields);
}

function describeAcl(packet: Uint8Array): PacketDescription {
  const word = (packet[1] ?? 0) | ((packet[2] ?? 0) << 8);
  const flag = (word >> 12) & 3;
  const fields: Record<string, string | number> = {
    fragment: flag === 1 ? 'continuing' : 'start',
    length: packet.length - 5,
  };
  if (flag !== 1 && packet.length >= 9)
    fields.channel = hexNumber((packet[7] as number) | ((packet[8] as number) << 8), 4);
  return { name: 'ACL data', fields, connection: word & 0x0fff };
}

function withConnection(name: string, fields: PacketDescription['fields']): PacketDescription {
  const { handle } = fields;
  return typeof handle === 'string' ? { name, fields, connection: Number.parseInt(handle, 16) } : { name, fields };
}

function commandName(opcode: number): string {
  if (opcode === 0) return 'no command';
  return commandByOpcode(opcode)?.name ?? hexNumber(opcode, 4);
}

const statusText = (status: number) => (status === 0 ? 'success' : hciErrorName(status));

const SECRET_AREAS = new Map<number, [from: number, length: number]>([
  [HCI_COMMAND.leEncrypt, [4, 16]],
  [HCI_COMMAND.leEnableEncryption, [16, 16]],
  [HCI_COMMAND.leLongTermKeyRequestReply, [6, 16]],
  [HCI_COMMAND.leAddDeviceToResolvingList, [11, 32]],
]);

/** SMP commands whose first bytes after the code are a key, Core Vol 3 Part H 3.6: Encryption, Identity and Signing Information. */
const SECRET_SMP: ReadonlySet<number> = new Set([0x06, 0x08, 0x0a]);
const SMP_CHANNEL = 0x0006;
/** H4, handle, length, and the L2CAP header. */
const ACL_PAYLOAD = 9;

/** The packet as it may be kept: keys overwritten by zeros of the same length, so that it stays well-formed. */
export function withoutKeys(packet: Uint8Array): Uint8Array {
  if (packet[0] === H4.acl) return withoutSmpKeys(packet);
  if (packet[0] === H4.command) {
    const area = SECRET_AREAS.get((packet[1] ?? 0) | ((packet[2] ?? 0) << 8));
    return area ? packet.slice().fill(0, area[0], area[0] + area[1]) : packet;
  }
  const isDhKey = packet[1] === HCI_EVENT.leMeta && packet[3] === HCI_LE_EVENT.generateDhKeyComplete;
  return packet[0] === H4.event && isDhKey ? packet.slice().fill(0, 5) : packet;
}

/** A fragment that begins an SMP frame holds all of it: 27 bytes is the least that a controller takes, Vol 4 Part E 7.8.2. */
function withoutSmpKeys(packet: Uint8Array): Uint8Array {
  const channel = (packet[7] ?? 0) | ((packet[8] ?? 0) << 8);
  const isStart = (((packet[2] ?? 0) >> 4) & 3) !== 1;
  if (channel !== SMP_CHANNEL || !isStart || !SECRET_SMP.has(packet[ACL_PAYLOAD] ?? 0)) return packet;
  return packet.slice().fill(0, ACL_PAYLOAD + 1);
}
