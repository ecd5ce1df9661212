import { HCI_COMMAND, HCI_ERROR } from '../../../../src-shared/assigned-numbers/hci.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { LMP_FEATURES, VERSION } from '../identity.js';
import { type Command, complete } from './command.js';

/** Informational parameters and status, Core 5.4 Vol 4 Part E 7.4 and 7.5. */
export const INFORMATION_COMMANDS: readonly Command[] = [
  // 7.4.1
  complete(HCI_COMMAND.readLocalVersionInformation, 115, 0, 8, () =>
    new ByteWriter()
      .u8(0)
      .u8(VERSION.core)
      .u16(VERSION.revision)
      .u8(VERSION.core)
      .u16(VERSION.company)
      .u16(VERSION.revision)
      .finish(),
  ),

  // 7.4.3
  complete(HCI_COMMAND.readLocalSupportedFeatures, 117, 0, 8, () => Uint8Array.of(0, ...LMP_FEATURES)),

  // 7.4.5: the LE buffers are the only ones, and shared with nothing.
  complete(HCI_COMMAND.readBufferSize, 119, 0, 7, ({ settings: { acl } }) =>
    new ByteWriter().u8(0).u16(acl.length).u8(0).u16(acl.count).u16(0).finish(),
  ),

  // 7.4.6
  complete(HCI_COMMAND.readBdAddr, 121, 0, 6, (core) => Uint8Array.of(0, ...core.publicAddress.bytes)),

  // 7.5.4: how this end hears its peer.
  complete(HCI_COMMAND.readRssi, 125, 2, 3, (core, p) => {
    const handle = p.u16('Handle');
    const end = core.links.get(handle);
    const w = new ByteWriter();
    if (!end) return w.u8(HCI_ERROR['unknown-connection-identifier']).u16(handle).i8(0).finish();
    const rssi = end.link.silent ? NOT_AVAILABLE : end.other.core.nextRssi();
    return w.u8(0).u16(handle).i8(rssi).finish();
  }),
];

const NOT_AVAILABLE = 127;
