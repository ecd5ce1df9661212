import { HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import type { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { LONGEST, type PduLimits } from '../data-length.js';
import { firstError, inRange, UNKNOWN_LINK } from './check.js';
import { type Command, complete } from './command.js';

/** How long data PDUs may be, Core 5.4 Vol 4 Part E 7.8.33-7.8.35 and 7.8.46. */
export const DATA_LENGTH_COMMANDS: readonly Command[] = [
  // 7.8.33
  complete(HCI_COMMAND.leSetDataLength, 270, 6, 2, (core, p) => {
    const handle = p.u16('Connection_Handle');
    const wanted = readLimits(p);
    const end = core.links.get(handle);
    const wrong = end ? checkLimits(wanted) : UNKNOWN_LINK;
    if (end && !wrong) end.dataLength.set(wanted);
    return new ByteWriter().u8(wrong).u16(handle).finish();
  }),

  // 7.8.34: what the host has written, whether or not the controller can do it.
  complete(HCI_COMMAND.leReadSuggestedDefaultDataLength, 271, 0, 4, ({ suggestedDataLength: { octets, time } }) =>
    new ByteWriter().u8(0).u16(octets).u16(time).finish(),
  ),

  // 7.8.35: for connections from now on.
  complete(HCI_COMMAND.leWriteSuggestedDefaultDataLength, 272, 4, 0, (core, p) => {
    const suggested = readLimits(p);
    const wrong = checkLimits(suggested);
    if (!wrong) core.suggestedDataLength = suggested;
    return wrong;
  }),

  // 7.8.46: to send, and to receive.
  complete(HCI_COMMAND.leReadMaximumDataLength, 283, 0, 8, () => {
    const { octets, time } = LONGEST;
    return new ByteWriter().u8(0).u16(octets).u16(time).u16(octets).u16(time).finish();
  }),
];

function readLimits(p: ByteReader): PduLimits {
  return { octets: p.u16('TX_Octets'), time: p.u16('TX_Time') };
}

/** 27-251 octets; 328 µs-17.04 ms, the longest packet on the Coded PHY, whether or not there is one. */
function checkLimits({ octets, time }: PduLimits): number {
  return firstError(inRange(octets, 0x001b, 0x00fb), inRange(time, 0x0148, 0x4290));
}
