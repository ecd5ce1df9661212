import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import type { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { type PhyPreference, SUPPORTED_PHYS } from '../phy.js';
import { DISALLOWED, firstError, isTrue, UNKNOWN_LINK, UNSUPPORTED } from './check.js';
import { type Command, complete, status } from './command.js';

/** Bits of ALL_PHYS: no preference in this direction. */
const ANY_TX = 0b01;
const ANY_RX = 0b10;

/** LE 1M and LE 2M, Core 5.4 Vol 4 Part E 7.8.47-7.8.49. */
export const PHY_COMMANDS: readonly Command[] = [
  // 7.8.47
  complete(HCI_COMMAND.leReadPhy, 284, 2, 4, (core, p) => {
    const handle = p.u16('Connection_Handle');
    const end = core.links.get(handle);
    return new ByteWriter()
      .u8(end ? 0 : UNKNOWN_LINK)
      .u16(handle)
      .u8(end?.phy.tx ?? 0)
      .u8(end?.phy.rx ?? 0)
      .finish();
  }),

  // 7.8.48: for connections from now on.
  complete(HCI_COMMAND.leSetDefaultPhy, 285, 3, 0, (core, p) => {
    const preferred = readPreference(p);
    const wrong = checkPreference(preferred);
    if (!wrong) core.defaultPhy = preferred;
    return wrong;
  }),

  // 7.8.49: PHY_Options, which come last, are about the Coded PHY only.
  status(HCI_COMMAND.leSetPhy, 286, 7, (core, p) => {
    const end = core.links.get(p.u16('Connection_Handle'));
    const preferred = readPreference(p);
    if (!end) return UNKNOWN_LINK;
    const wrong = checkPreference(preferred);
    if (wrong) return wrong;
    if (end.phy.updating || end.terminating) return DISALLOWED;
    return { status: 0, after: () => end.phy.set(preferred) };
  }),
];

/** ALL_PHYS, TX_PHYS, RX_PHYS. Without a preference the bits of a direction are not looked at: every PHY will do. */
function readPreference(p: ByteReader): PhyPreference {
  const all = p.u8('ALL_PHYS');
  const tx = p.u8('TX_PHYS');
  const rx = p.u8('RX_PHYS');
  return { tx: all & ANY_TX ? SUPPORTED_PHYS : tx, rx: all & ANY_RX ? SUPPORTED_PHYS : rx };
}

function checkPreference({ tx, rx }: PhyPreference): number {
  return firstError(((tx | rx) & ~SUPPORTED_PHYS) === 0 ? 0 : UNSUPPORTED, isTrue(tx !== 0 && rx !== 0));
}
