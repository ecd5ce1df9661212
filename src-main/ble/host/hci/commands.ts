import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { address, bool, bytes, handle, i8, named, padded, type Shape, u8, u16, u64 } from './fields.js';

/** One HCI command: its parameters, and what its Command Complete returns after the status (null: it answers with Command Status). */
export interface Command<P extends Shape = Shape, R extends Shape | null = Shape | null> {
  name: string;
  opcode: number;
  /** Section of Core 5.4 Vol 4 Part E. */
  section: string;
  params: P;
  returns: R;
}

const command = <P extends Shape, R extends Shape | null>(
  name: string,
  opcode: number,
  section: string,
  params: P,
  returns: R,
): Command<P, R> => ({
  name,
  opcode,
  section,
  params,
  returns,
});

const none = {};
const addressType = named(u8, { 0: 'public', 1: 'random', 2: 'public identity', 3: 'random identity' });
const filterPolicy = named(u8, { 0: 'all', 1: 'accept list' });
const connectionTiming = {
  intervalMin: u16,
  intervalMax: u16,
  latency: u16,
  supervisionTimeout: u16,
  ceLengthMin: u16,
  ceLengthMax: u16,
};

export const commands = {
  reset: command('Reset', HCI_COMMAND.reset, '7.3.2', none, none),
  setEventMask: command('Set Event Mask', HCI_COMMAND.setEventMask, '7.3.1', { mask: u64 }, none),
  readLocalVersionInformation: command(
    'Read Local Version Information',
    HCI_COMMAND.readLocalVersionInformation,
    '7.4.1',
    none,
    {
      hciVersion: u8,
      hciRevision: u16,
      lmpVersion: u8,
      manufacturer: u16,
      lmpSubversion: u16,
    },
  ),
  readLocalSupportedCommands: command(
    'Read Local Supported Commands',
    HCI_COMMAND.readLocalSupportedCommands,
    '7.4.2',
    none,
    { commands: bytes(64) },
  ),
  readLocalSupportedFeatures: command(
    'Read Local Supported Features',
    HCI_COMMAND.readLocalSupportedFeatures,
    '7.4.3',
    none,
    { features: u64 },
  ),
  readBufferSize: command('Read Buffer Size', HCI_COMMAND.readBufferSize, '7.4.5', none, {
    aclLength: u16,
    scoLength: u8,
    aclCount: u16,
    scoCount: u16,
  }),
  readBdAddr: command('Read BD_ADDR', HCI_COMMAND.readBdAddr, '7.4.6', none, { address }),
  readRssi: command('Read RSSI', HCI_COMMAND.readRssi, '7.5.4', { handle }, { handle, rssi: i8 }),
  disconnect: command('Disconnect', HCI_COMMAND.disconnect, '7.1.6', { handle, reason: u8 }, null),
  readRemoteVersionInformation: command(
    'Read Remote Version Information',
    HCI_COMMAND.readRemoteVersionInformation,
    '7.1.23',
    { handle },
    null,
  ),
  leSetEventMask: command('LE Set Event Mask', HCI_COMMAND.leSetEventMask, '7.8.1', { mask: u64 }, none),
  leReadBufferSize: command('LE Read Buffer Size', HCI_COMMAND.leReadBufferSize, '7.8.2', none, {
    aclLength: u16,
    aclCount: u8,
  }),
  leReadLocalSupportedFeatures: command(
    'LE Read Local Supported Features',
    HCI_COMMAND.leReadLocalSupportedFeatures,
    '7.8.3',
    none,
    { features: u64 },
  ),
  leSetRandomAddress: command('LE Set Random Address', HCI_COMMAND.leSetRandomAddress, '7.8.4', { address }, none),
  leSetAdvertisingParameters: command(
    'LE Set Advertising Parameters',
    HCI_COMMAND.leSetAdvertisingParameters,
    '7.8.5',
    {
      intervalMin: u16,
      intervalMax: u16,
      type: named(u8, {
        0: 'ADV_IND',
        1: 'ADV_DIRECT_IND high duty',
        2: 'ADV_SCAN_IND',
        3: 'ADV_NONCONN_IND',
        4: 'ADV_DIRECT_IND low duty',
      }),
      ownAddressType: addressType,
      peerAddressType: addressType,
      peerAddress: address,
      channelMap: u8,
      filterPolicy,
    },
    none,
  ),
  leSetAdvertisingData: command(
    'LE Set Advertising Data',
    HCI_COMMAND.leSetAdvertisingData,
    '7.8.7',
    { data: padded(31) },
    none,
  ),
  leSetScanResponseData: command(
    'LE Set Scan Response Data',
    HCI_COMMAND.leSetScanResponseData,
    '7.8.8',
    { data: padded(31) },
    none,
  ),
  leSetAdvertisingEnable: command(
    'LE Set Advertising Enable',
    HCI_COMMAND.leSetAdvertisingEnable,
    '7.8.9',
    { enable: bool },
    none,
  ),
  leSetScanParameters: command(
    'LE Set Scan Parameters',
    HCI_COMMAND.leSetScanParameters,
    '7.8.10',
    {
      type: named(u8, { 0: 'passive', 1: 'active' }),
      interval: u16,
      window: u16,
      ownAddressType: addressType,
      filterPolicy,
    },
    none,
  ),
  leSetScanEnable: command(
    'LE Set Scan Enable',
    HCI_COMMAND.leSetScanEnable,
    '7.8.11',
    { enable: bool, filterDuplicates: bool },
    none,
  ),
  leCreateConnection: command(
    'LE Create Connection',
    HCI_COMMAND.leCreateConnection,
    '7.8.12',
    {
      scanInterval: u16,
      scanWindow: u16,
      filterPolicy,
      peerAddressType: addressType,
      peerAddress: address,
      ownAddressType: addressType,
      ...connectionTiming,
    },
    null,
  ),
  leCreateConnectionCancel: command(
    'LE Create Connection Cancel',
    HCI_COMMAND.leCreateConnectionCancel,
    '7.8.13',
    none,
    none,
  ),
  leConnectionUpdate: command(
    'LE Connection Update',
    HCI_COMMAND.leConnectionUpdate,
    '7.8.18',
    { handle, ...connectionTiming },
    null,
  ),
  leEnableEncryption: command(
    'LE Enable Encryption',
    HCI_COMMAND.leEnableEncryption,
    '7.8.24',
    { handle, rand: bytes(8), ediv: u16, ltk: bytes(16) },
    null,
  ),
  leLongTermKeyRequestReply: command(
    'LE Long Term Key Request Reply',
    HCI_COMMAND.leLongTermKeyRequestReply,
    '7.8.25',
    { handle, ltk: bytes(16) },
    { handle },
  ),
  leLongTermKeyRequestNegativeReply: command(
    'LE Long Term Key Request Negative Reply',
    HCI_COMMAND.leLongTermKeyRequestNegativeReply,
    '7.8.26',
    { handle },
    { handle },
  ),
  leRand: command('LE Rand', HCI_COMMAND.leRand, '7.8.23', none, { random: bytes(8) }),
  leSetDataLength: command(
    'LE Set Data Length',
    HCI_COMMAND.leSetDataLength,
    '7.8.33',
    { handle, txOctets: u16, txTime: u16 },
    { handle },
  ),
  leWriteSuggestedDefaultDataLength: command(
    'LE Write Suggested Default Data Length',
    HCI_COMMAND.leWriteSuggestedDefaultDataLength,
    '7.8.35',
    { txOctets: u16, txTime: u16 },
    none,
  ),
  leReadPhy: command('LE Read PHY', HCI_COMMAND.leReadPhy, '7.8.47', { handle }, { handle, tx: u8, rx: u8 }),
  leSetPhy: command(
    'LE Set PHY',
    HCI_COMMAND.leSetPhy,
    '7.8.49',
    { handle, allPhys: u8, txPhys: u8, rxPhys: u8, options: u16 },
    null,
  ),
  leRemoteConnectionParameterRequestReply: command(
    'LE Remote Connection Parameter Request Reply',
    HCI_COMMAND.leRemoteConnectionParameterRequestReply,
    '7.8.31',
    { handle, ...connectionTiming },
    { handle },
  ),
  leRemoteConnectionParameterRequestNegativeReply: command(
    'LE Remote Connection Parameter Request Negative Reply',
    HCI_COMMAND.leRemoteConnectionParameterRequestNegativeReply,
    '7.8.32',
    { handle, reason: u8 },
    { handle },
  ),
} as const;

const BY_OPCODE = new Map<number, Command>(Object.values(commands).map((c) => [c.opcode, c]));

export function commandByOpcode(opcode: number): Command | undefined {
  return BY_OPCODE.get(opcode);
}
