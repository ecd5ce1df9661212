import { HCI_COMMAND, HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import type { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import type { ControllerCore } from '../core.js';
import { DISALLOWED, INVALID, readAddress } from './check.js';
import { type Command, complete } from './command.js';

const ANONYMOUS = 0xff;

/** The filter accept list, Core 5.4 Vol 4 Part E 7.8.14-7.8.17. It must not change while a filter policy uses it. */
export const ACCEPT_LIST_COMMANDS: readonly Command[] = [
  // 7.8.14
  complete(HCI_COMMAND.leReadFilterAcceptListSize, 214, 0, 1, (core) => Uint8Array.of(0, core.acceptList.capacity)),

  // 7.8.15
  complete(HCI_COMMAND.leClearFilterAcceptList, 215, 0, 0, (core) => {
    if (inUse(core)) return DISALLOWED;
    core.acceptList.clear();
    return 0;
  }),

  // 7.8.16: a device that is there already is not added again.
  complete(HCI_COMMAND.leAddDeviceToFilterAcceptList, 216, 7, 0, (core, p) => {
    const key = readEntry(p);
    if (inUse(core)) return DISALLOWED;
    if (key === null) return INVALID;
    if (core.acceptList.full && !core.acceptList.hasKey(key)) return HCI_ERROR['memory-capacity-exceeded'];
    core.acceptList.add(key);
    return 0;
  }),

  // 7.8.17
  complete(HCI_COMMAND.leRemoveDeviceFromFilterAcceptList, 217, 7, 0, (core, p) => {
    const key = readEntry(p);
    if (inUse(core)) return DISALLOWED;
    if (key === null) return INVALID;
    core.acceptList.remove(key);
    return 0;
  }),
];

/** Anonymous advertisers are one entry, whatever the address says. */
function readEntry(p: ByteReader): string | null {
  const { type, address } = readAddress(p);
  if (type === ANONYMOUS) return 'anonymous';
  return type <= 1 ? address.key : null;
}

function inUse({ advertiser, scanner, initiator }: ControllerCore): boolean {
  return advertiser.usesAcceptList || scanner.usesAcceptList || initiator.usesAcceptList;
}
