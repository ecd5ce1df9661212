import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import { addressType, DISALLOWED, firstError, INVALID, inRange, ownType, UNSUPPORTED } from './check.js';
import { type Command, complete } from './command.js';

/** Legacy scanning, Core 5.4 Vol 4 Part E 7.8.10 and 7.8.11. */
export const SCANNING_COMMANDS: readonly Command[] = [
  // 7.8.10; filter policies 2 and 3 are the extended ones, which are not supported.
  complete(HCI_COMMAND.leSetScanParameters, 210, 7, 0, (core, p) => {
    const type = p.u8('LE_Scan_Type');
    const interval = p.u16('LE_Scan_Interval');
    const window = p.u16('LE_Scan_Window');
    const own = p.u8('Own_Address_Type');
    const policy = p.u8('Scanning_Filter_Policy');
    if (core.scanner.on) return DISALLOWED;
    const wrong = firstError(
      inRange(type, 0, 1),
      inRange(interval, 0x0004, 0x4000),
      inRange(window, 0x0004, interval),
      inRange(policy, 0, 3),
      policy > 1 ? UNSUPPORTED : 0,
      addressType(own),
    );
    if (wrong) return wrong;
    core.scanner.parameters = {
      active: type === 1,
      interval,
      window,
      ownType: ownType(own),
      acceptListOnly: policy === 1,
    };
    return 0;
  }),

  // 7.8.11
  complete(HCI_COMMAND.leSetScanEnable, 211, 2, 0, (core, p) => {
    const enable = p.u8('LE_Scan_Enable');
    const filterDuplicates = p.u8('Filter_Duplicates');
    if (enable > 1 || (enable === 1 && filterDuplicates > 1)) return INVALID;
    if (enable === 1) return core.scanner.start(filterDuplicates === 1);
    core.scanner.stop();
    return 0;
  }),
];
