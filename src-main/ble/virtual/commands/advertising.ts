import { ADV_TYPE, HCI_COMMAND } from '../../../../src-shared/assigned-numbers/hci.js';
import type { ByteReader } from '../../../../src-shared/bytes/byte-reader.js';
import { addressType, DISALLOWED, firstError, INVALID, inRange, isTrue, ownType, readAddress } from './check.js';
import { type Command, complete } from './command.js';

const DATA_LENGTH = 31;

/** Legacy advertising, Core 5.4 Vol 4 Part E 7.8.5-7.8.9. */
export const ADVERTISING_COMMANDS: readonly Command[] = [
  // 7.8.5
  complete(HCI_COMMAND.leSetAdvertisingParameters, 205, 15, 0, (core, p) => {
    const intervalMin = p.u16('Advertising_Interval_Min');
    const intervalMax = p.u16('Advertising_Interval_Max');
    const type = p.u8('Advertising_Type');
    const own = p.u8('Own_Address_Type');
    const peer = readAddress(p);
    const channelMap = p.u8('Advertising_Channel_Map');
    const filterPolicy = p.u8('Advertising_Filter_Policy');
    if (core.advertiser.on) return DISALLOWED;
    // The interval does not matter for high duty cycle directed advertising.
    const timed = type !== ADV_TYPE.advDirectIndHigh;
    const wrong = firstError(
      inRange(type, 0, 4),
      timed ? inRange(intervalMin, 0x0020, 0x4000) : 0,
      timed ? inRange(intervalMax, intervalMin, 0x4000) : 0,
      isTrue((channelMap & 0x07) !== 0),
      inRange(filterPolicy, 0, 3),
      inRange(peer.type, 0, 1),
      addressType(own),
    );
    if (wrong) return wrong;
    core.advertiser.parameters = {
      intervalMin,
      intervalMax,
      type,
      ownType: ownType(own),
      peer: peer.address,
      channelMap,
      filterPolicy,
    };
    return 0;
  }),

  // 7.8.6
  complete(HCI_COMMAND.leReadAdvertisingPhysicalChannelTxPower, 206, 0, 1, (core) =>
    Uint8Array.of(0, core.settings.txPower & 0xff),
  ),

  // 7.8.7: taken into use at the next advertising event, also while advertising.
  complete(HCI_COMMAND.leSetAdvertisingData, 207, 1 + DATA_LENGTH, 0, (core, p) => {
    const data = significant(p);
    if (!data) return INVALID;
    core.advertiser.data = data;
    return 0;
  }),

  // 7.8.8
  complete(HCI_COMMAND.leSetScanResponseData, 208, 1 + DATA_LENGTH, 0, (core, p) => {
    const data = significant(p);
    if (!data) return INVALID;
    core.advertiser.scanResponse = data;
    return 0;
  }),

  // 7.8.9
  complete(HCI_COMMAND.leSetAdvertisingEnable, 209, 1, 0, (core, p) => {
    const enable = p.u8('Advertising_Enable');
    if (enable > 1) return INVALID;
    if (enable === 1) return core.advertiser.start();
    core.advertiser.stop();
    return 0;
  }),
];

function significant(p: ByteReader): Uint8Array | null {
  const length = p.u8('Data_Length');
  return length > DATA_LENGTH ? null : p.take(length, 'Data');
}
