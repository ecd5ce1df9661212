import { HCI_COMMAND, HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import type { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import type { AirAddress } from '../air-address.js';
import type { ControllerCore } from '../core.js';
import { DISALLOWED, firstError, INVALID, inRange, readAddress, UNKNOWN_LINK } from './check.js';
import { type Command, complete, type Reply } from './command.js';

const KEY_LENGTH = 16;

/** The resolving list, Core 5.4 Vol 4 Part E 7.8.38-7.8.45 and 7.8.77. */
export const PRIVACY_COMMANDS: readonly Command[] = [
  // 7.8.38
  complete(HCI_COMMAND.leAddDeviceToResolvingList, 275, 39, 0, (core, p) => {
    const { type, address } = readAddress(p);
    const peerIrk = p.take(KEY_LENGTH, 'Peer_IRK');
    const localIrk = p.take(KEY_LENGTH, 'Local_IRK');
    const wrong = firstError(inUse(core), inRange(type, 0, 1));
    if (wrong) return wrong;
    if (core.privacy.full && !core.privacy.find(address)) return HCI_ERROR['memory-capacity-exceeded'];
    return core.privacy.add(address, peerIrk, localIrk) ? 0 : INVALID;
  }),

  // 7.8.39
  complete(HCI_COMMAND.leRemoveDeviceFromResolvingList, 276, 7, 0, (core, p) => {
    const { type, address } = readAddress(p);
    const wrong = firstError(inUse(core), inRange(type, 0, 1));
    if (wrong) return wrong;
    return core.privacy.remove(address) ? 0 : UNKNOWN_LINK;
  }),

  // 7.8.40
  complete(HCI_COMMAND.leClearResolvingList, 277, 0, 0, (core) => {
    const wrong = inUse(core);
    if (!wrong) core.privacy.clear();
    return wrong;
  }),

  // 7.8.41
  complete(HCI_COMMAND.leReadResolvingListSize, 278, 0, 1, (core) => Uint8Array.of(0, core.privacy.capacity)),

  // 7.8.42: the peer's private address as it was last heard.
  complete(HCI_COMMAND.leReadPeerResolvableAddress, 279, 7, 6, (core, p) => readPrivate(core, p, 'peer')),

  // 7.8.43
  complete(HCI_COMMAND.leReadLocalResolvableAddress, 280, 7, 6, (core, p) => readPrivate(core, p, 'local')),

  // 7.8.44
  complete(HCI_COMMAND.leSetAddressResolutionEnable, 281, 1, 0, (core, p) => {
    const enable = p.u8('Address_Resolution_Enable');
    if (isOnAir(core)) return DISALLOWED;
    if (enable > 1) return INVALID;
    core.privacy.enabled = enable === 1;
    return 0;
  }),

  // 7.8.45: one second to one hour.
  complete(HCI_COMMAND.leSetResolvablePrivateAddressTimeout, 282, 2, 0, (core, p) => {
    const timeout = p.u16('RPA_Timeout');
    const wrong = inRange(timeout, 0x0001, 0x0e10);
    if (!wrong) core.privacy.timeoutS = timeout;
    return wrong;
  }),

  // 7.8.77
  complete(HCI_COMMAND.leSetPrivacyMode, 314, 8, 0, (core, p) => {
    const { type, address } = readAddress(p);
    const mode = p.u8('Privacy_Mode');
    const wrong = firstError(inUse(core), inRange(type, 0, 1), inRange(mode, 0, 1));
    if (wrong) return wrong;
    const entry = core.privacy.find(address);
    if (!entry) return UNKNOWN_LINK;
    entry.mode = mode;
    return 0;
  }),
];

function isOnAir({ advertiser, scanner, initiator }: ControllerCore): boolean {
  return advertiser.on || scanner.on || initiator.on;
}

/** The list must not change while the radio goes by it. */
function inUse(core: ControllerCore): number {
  return core.privacy.enabled && isOnAir(core) ? DISALLOWED : 0;
}

function readPrivate(core: ControllerCore, p: ByteReader, whose: 'local' | 'peer'): Reply {
  const { address } = readAddress(p);
  const entry = core.privacy.find(address);
  const found: AirAddress | null | undefined = whose === 'local' ? entry?.local?.address : entry?.peer;
  return Uint8Array.of(entry ? 0 : UNKNOWN_LINK, ...(found?.bytes ?? new Uint8Array(6)));
}
