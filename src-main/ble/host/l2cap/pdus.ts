import {
  L2CAP,
  L2CAP_RECONFIGURE,
  L2CAP_REJECT,
  l2capResultName,
} from '../../../../src-shared/assigned-numbers/l2cap.js';
import { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { hexNumber } from '../../../../src-shared/bytes/hex.js';
import { type Field, named, rest, type Shape, u16, type Values } from '../hci/fields.js';

const cid: Field<number> = { ...u16, show: (v) => hexNumber(v, 4) };
const spsm = cid;
const result: Field<number> = { ...u16, show: l2capResultName };

/** All that is left: channel identifiers. How many there may be is for whoever reads them. */
const cids: Field<readonly number[]> = {
  read: (r, n) => {
    const list: number[] = [];
    while (r.remaining > 0) list.push(r.u16(n));
    return list;
  },
  write: (w, v) => {
    for (const one of v) w.u16(one);
  },
  show: (v) => v.map((one) => hexNumber(one, 4)).join(' '),
};

const names = (table: Record<string, number>) =>
  Object.fromEntries(Object.entries(table).map(([name, code]) => [code, name]));

interface Declaration<S extends Shape = Shape> {
  code: number;
  name: string;
  shape: S;
}

const declare = <S extends Shape>(code: number, name: string, shape: S): Declaration<S> => ({ code, name, shape });

/** A channel by the identifiers of both its ends: first the receiver's of this command. */
const bothEnds = { destinationCid: cid, sourceCid: cid };

/** Signalling commands of LE links with their fields in their order on air, Core 5.4 Vol 3 Part A 4. */
export const COMMANDS = {
  /** 4.1. What the data is depends on the reason: see rejectData(). */
  'command-reject': declare(L2CAP.commandReject, 'Command Reject', {
    reason: named(u16, names(L2CAP_REJECT)),
    data: rest,
  }),
  /** 4.6, 4.7 */
  'disconnection-request': declare(L2CAP.disconnectionRequest, 'Disconnection Request', bothEnds),
  'disconnection-response': declare(L2CAP.disconnectionResponse, 'Disconnection Response', bothEnds),
  /** 4.20, 4.21 */
  'parameter-update-request': declare(L2CAP.parameterUpdateRequest, 'Connection Parameter Update Request', {
    intervalMin: u16,
    intervalMax: u16,
    latency: u16,
    supervisionTimeout: u16,
  }),
  'parameter-update-response': declare(L2CAP.parameterUpdateResponse, 'Connection Parameter Update Response', {
    result: named(u16, { 0: 'accepted', 1: 'rejected' }),
  }),
  /** 4.22, 4.23 */
  'le-connection-request': declare(L2CAP.leConnectionRequest, 'LE Credit Based Connection Request', {
    spsm,
    sourceCid: cid,
    mtu: u16,
    mps: u16,
    credits: u16,
  }),
  'le-connection-response': declare(L2CAP.leConnectionResponse, 'LE Credit Based Connection Response', {
    destinationCid: cid,
    mtu: u16,
    mps: u16,
    credits: u16,
    result,
  }),
  /** 4.24. The channel by the sender's own end. */
  'flow-control-credit': declare(L2CAP.flowControlCredit, 'Flow Control Credit', { cid, credits: u16 }),
  /** 4.25, 4.26 */
  'credit-based-connection-request': declare(L2CAP.creditBasedConnectionRequest, 'Credit Based Connection Request', {
    spsm,
    mtu: u16,
    mps: u16,
    credits: u16,
    sourceCids: cids,
  }),
  'credit-based-connection-response': declare(L2CAP.creditBasedConnectionResponse, 'Credit Based Connection Response', {
    mtu: u16,
    mps: u16,
    credits: u16,
    result,
    destinationCids: cids,
  }),
  /** 4.27, 4.28. The channels by the requester's own ends. */
  'reconfigure-request': declare(L2CAP.reconfigureRequest, 'Credit Based Reconfigure Request', {
    mtu: u16,
    mps: u16,
    cids,
  }),
  'reconfigure-response': declare(L2CAP.reconfigureResponse, 'Credit Based Reconfigure Response', {
    result: named(u16, names(L2CAP_RECONFIGURE)),
  }),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type Commands = { [K in CommandName]: { readonly command: K } & Values<(typeof COMMANDS)[K]['shape']> };
/** A signalling command with the values of its fields. */
export type Command = Commands[CommandName];

const BY_CODE = new Map<number, CommandName>(
  (Object.keys(COMMANDS) as CommandName[]).map((name) => [COMMANDS[name].code, name]),
);

export function commandByCode(code: number): CommandName | null {
  return BY_CODE.get(code) ?? null;
}

/** The whole C-frame: code, identifier, length, fields. */
export function encodeCommand(identifier: number, command: Command): Uint8Array {
  const { code, shape }: Declaration = COMMANDS[command.command];
  const values = command as unknown as Record<string, unknown>;
  const writer = new ByteWriter(22).u8(code).u8(identifier).u16(0);
  for (const [name, field] of Object.entries(shape)) field.write(writer, values[name]);
  const frame = writer.finish();
  frame[2] = (frame.length - 4) & 0xff;
  frame[3] = (frame.length - 4) >> 8;
  return frame;
}

/** What stands behind the length. Throws PacketError for a length that is not the command's own. */
export function decodeCommand(name: CommandName, data: Uint8Array): Command {
  const reader = new ByteReader(data, 'l2cap');
  const values: Record<string, unknown> = { command: name };
  const { shape }: Declaration = COMMANDS[name];
  for (const [field, { read }] of Object.entries(shape)) values[field] = read(reader, field);
  reader.end();
  return values as unknown as Command;
}

/** Name and fields for people. */
export function describeCommand(command: Command): {
  name: string;
  fields: Record<string, string | number | boolean>;
} {
  const { name, shape }: Declaration = COMMANDS[command.command];
  const values = command as unknown as Record<string, unknown>;
  const fields: Record<string, string | number | boolean> = {};
  for (const [field, { show }] of Object.entries(shape)) fields[field] = show(values[field]);
  return { name, fields };
}

/** Command Reject, 4.1: with the MTU that was exceeded, or with the channel that does not exist. */
export function reject(reason: 'command-not-understood'): Commands['command-reject'];
export function reject(reason: 'signalling-mtu-exceeded', mtu: number): Commands['command-reject'];
export function reject(reason: 'invalid-cid', local: number, remote: number): Commands['command-reject'];
export function reject(reason: keyof typeof L2CAP_REJECT, ...values: number[]): Commands['command-reject'] {
  const data = new ByteWriter(2 * values.length);
  for (const value of values) data.u16(value);
  return { command: 'command-reject', reason: L2CAP_REJECT[reason], data: data.finish() };
}
