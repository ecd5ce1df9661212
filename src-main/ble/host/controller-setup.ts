import { companyName } from '../../../src-shared/assigned-numbers/companies.js';
import type { Capabilities } from '../api/capabilities.js';
import { hasCode } from '../api/errors.js';
import { commands } from './hci/commands.js';
import type { Hci } from './hci/hci.js';

/** Disconnection Complete, Encryption Change, Read Remote Version, Hardware Error, Data Buffer Overflow, Encryption Key Refresh, LE Meta: Vol 4 Part E 7.3.1. */
const EVENT_MASK = (1n << 4n) | (1n << 7n) | (1n << 11n) | (1n << 15n) | (1n << 25n) | (1n << 47n) | (1n << 61n);
/**
 * Connection Complete, Advertising Report, Connection Update Complete, Long Term Key Request, Remote Connection Parameter Request,
 * Data Length Change, PHY Update Complete: 7.8.1.
 */
const LE_EVENT_MASK = (1n << 0n) | (1n << 1n) | (1n << 2n) | (1n << 4n) | (1n << 5n) | (1n << 6n) | (1n << 11n);

/** The longest data PDU and its time on the 1M PHY, Vol 6 Part B 4.5.10. */
const LONGEST_PDU = { txOctets: 251, txTime: 2_120 };

/** What a controller that does not say its address has: none. */
const NO_ADDRESS = '00:00:00:00:00:00';

/** Core_HCI version numbers of the Assigned Numbers. */
const VERSIONS = [
  '1.0b',
  '1.1',
  '1.2',
  '2.0',
  '2.1',
  '3.0',
  '4.0',
  '4.1',
  '4.2',
  '5.0',
  '5.1',
  '5.2',
  '5.3',
  '5.4',
  '6.0',
  '6.1',
];

export interface ControllerFacts {
  version: string | null;
  manufacturer: string | null;
  /** '00:00:00:00:00:00' where it has none. */
  publicAddress: string;
  aclLength: number;
  aclCount: number;
  capabilities: Capabilities;
}

/** Resets the controller and learns what the host must know of it, Core Vol 6 Part D 2. */
export async function setUpController(hci: Hci): Promise<ControllerFacts> {
  await hci.send(commands.reset, {});
  const version = await optional(hci.send(commands.readLocalVersionInformation, {}));
  const supported = await optional(hci.send(commands.readLocalSupportedCommands, {}));
  await optional(hci.send(commands.setEventMask, { mask: EVENT_MASK }));
  await optional(hci.send(commands.leSetEventMask, { mask: LE_EVENT_MASK }));
  const own = await optional(hci.send(commands.readBdAddr, {}));
  let { aclLength, aclCount } = await hci.send(commands.leReadBufferSize, {});
  if (aclLength === 0) ({ aclLength, aclCount } = await hci.send(commands.readBufferSize, {})); // shared with BR/EDR, 7.8.2
  hci.acl.configure(aclLength, aclCount);
  // Every link then begins with the longest PDUs both controllers can do.
  await optional(hci.send(commands.leWriteSuggestedDefaultDataLength, LONGEST_PDU));
  return {
    version: version ? `Bluetooth ${VERSIONS[version.hciVersion] ?? `version ${version.hciVersion}`}` : null,
    manufacturer: version ? companyName(version.manufacturer) : null,
    publicAddress: own?.address ?? NO_ADDRESS,
    aclLength,
    aclCount,
    capabilities: capabilitiesOf(supported?.commands ?? null),
  };
}

/** Bits of Supported_Commands, 8 x octet + bit: Vol 4 Part E 6.27. */
const BIT = {
  disconnect: 5,
  readRssi: 125,
  leSetRandomAddress: 204,
  leSetAdvertisingParameters: 205,
  leSetAdvertisingData: 207,
  leSetScanResponseData: 208,
  leSetAdvertisingEnable: 209,
  leSetScanParameters: 210,
  leSetScanEnable: 211,
  leCreateConnection: 212,
  leCreateConnectionCancel: 213,
  leConnectionUpdate: 218,
  leEnableEncryption: 224,
  leLongTermKeyRequestReply: 225,
  leSetPhy: 286,
};

/** What the commands a controller knows allow; all of it for one that does not tell them. */
export function capabilitiesOf(supported: Uint8Array | null): Capabilities {
  const has = (...names: (keyof typeof BIT)[]) =>
    supported === null || names.every((name) => (((supported[BIT[name] >> 3] ?? 0) >> (BIT[name] & 7)) & 1) === 1);
  const scan = has('leSetScanParameters', 'leSetScanEnable');
  const connect = has('leCreateConnection', 'leCreateConnectionCancel', 'disconnect');
  const advertise = has(
    'leSetAdvertisingParameters',
    'leSetAdvertisingData',
    'leSetScanResponseData',
    'leSetAdvertisingEnable',
  );
  return {
    passiveScan: scan,
    activeScan: scan,
    scanTiming: scan,
    connect,
    advertise,
    rawAdvertising: advertise,
    connectionParameters: has('leConnectionUpdate'),
    phy: has('leSetPhy'),
    readRssi: has('readRssi'),
    addressMode: has('leSetRandomAddress'),
    realAddresses: true,
    pairing: has('leEnableEncryption', 'leLongTermKeyRequestReply'),
    l2cap: true,
  };
}

/** null where the controller does not know the command. */
async function optional<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (hasCode(error, 'unsupported')) return null;
    throw error;
  }
}
