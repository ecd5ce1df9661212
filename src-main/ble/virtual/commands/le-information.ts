import { HCI_COMMAND, HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { airAddress } from '../air-address.js';
import { LE_FEATURES, LE_STATES } from '../identity.js';
import { type Command, complete } from './command.js';

/** LE set-up, Core 5.4 Vol 4 Part E 7.8.1-7.8.4 and 7.8.27. */
export const LE_INFORMATION_COMMANDS: readonly Command[] = [
  // 7.8.1
  complete(HCI_COMMAND.leSetEventMask, 200, 8, 0, (core, p) => {
    core.masks.setLe(p.rest());
    return 0;
  }),

  // 7.8.2
  complete(HCI_COMMAND.leReadBufferSize, 201, 0, 3, ({ settings: { acl } }) =>
    new ByteWriter().u8(0).u16(acl.length).u8(acl.count).finish(),
  ),

  // 7.8.3
  complete(HCI_COMMAND.leReadLocalSupportedFeatures, 202, 0, 8, () => Uint8Array.of(0, ...LE_FEATURES)),

  // 7.8.4: not while the address is in use.
  complete(HCI_COMMAND.leSetRandomAddress, 204, 6, 0, (core, p) => {
    if (core.advertiser.on || core.scanner.on || core.initiator.on) return HCI_ERROR['command-disallowed'];
    core.randomAddress = airAddress(1, p.rest());
    return 0;
  }),

  // 7.8.27
  complete(HCI_COMMAND.leReadSupportedStates, 227, 0, 8, () => Uint8Array.of(0, ...LE_STATES)),
];
