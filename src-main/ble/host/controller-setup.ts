import { companyName } from '../../../src-shared/assigned-numbers/companies.js';
import { BleError } from '../api/errors.js';
import type { Clock } from '../util/clock.js';
import { commands } from './hci/commands.js';
import type { Hci } from './hci/hci.js';

/** Disconnection Complete, Encryption Change, Read Remote Version, Hardware Error, Data Buffer Overflow, Encryption Key Refresh, LE Meta: Vol 4 Part E 7.3.1. */
const EVENT_MASK = (1n << 4n) | (1n << 7n) | (1n << 11n) | (1n << 15n) | (1n << 25n) | (1n << 47n) | (1n << 61n);
/** Connection Complete, Advertising Report, Connection Update Complete, Remote Connection Parameter Request: 7.8.1. */
const LE_EVENT_MASK = (1n << 0n) | (1n << 1n) | (1n << 2n) | (1n << 5n);

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
  publicAddress: string;
  aclLength: number;
  aclCount: number;
}

/** Resets the controller and learns what the host must know of it, Core Vol 6 Part D 2. */
export async function setUpController(hci: Hci): Promise<ControllerFacts> {
  await hci.send(commands.reset, {});
  const version = await optional(hci.send(commands.readLocalVersionInformation, {}));
  await hci.send(commands.setEventMask, { mask: EVENT_MASK });
  await hci.send(commands.leSetEventMask, { mask: LE_EVENT_MASK });
  const { address } = await hci.send(commands.readBdAddr, {});
  let { aclLength, aclCount } = await hci.send(commands.leReadBufferSize, {});
  if (aclLength === 0) ({ aclLength, aclCount } = await hci.send(commands.readBufferSize, {})); // shared with BR/EDR, 7.8.2
  hci.acl.configure(aclLength, aclCount);
  return {
    version: version ? `Bluetooth ${VERSIONS[version.hciVersion] ?? `version ${version.hciVersion}`}` : null,
    manufacturer: version ? companyName(version.manufacturer) : null,
    publicAddress: address,
    aclLength,
    aclCount,
  };
}

/** null where the controller does not know the command. */
async function optional<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof BleError && error.code === 'hci/unknown-hci-command') return null;
    throw error;
  }
}

/** Resolves with the promise or after ms, whichever is first; for leaving, when nobody may keep us waiting. */
export async function atMost(clock: Clock, ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: unknown;
  const limit = new Promise<void>((resolve) => {
    timer = clock.setTimeout(resolve, ms);
  });
  try {
    await Promise.race([promise, limit]);
  } finally {
    clock.clearTimeout(timer);
  }
}
