import { AD_TYPE } from '../../../src-shared/assigned-numbers/ad-types.js';
import { ByteWriter } from '../../../src-shared/bytes/byte-writer.js';
import { Uuid } from '../../../src-shared/model/uuid.js';
import type { NobleAdvertisement } from './noble-like.js';

/** Longest structure: its length byte counts the type too. */
const MAX_DATA = 254;

/**
 * AD structures that say what the operating system told. It gives fields instead of the bytes on air,
 * and of both packets together, so this is what they mean, not how they were sent.
 */
export function advertisementBytes(advertisement: NobleAdvertisement): Uint8Array {
  const writer = new ByteWriter(64);
  const add = (type: number, data: Uint8Array) => {
    if (data.length <= MAX_DATA)
      writer
        .u8(data.length + 1)
        .u8(type)
        .bytes(data);
  };
  for (const [width, type] of [
    [16, AD_TYPE.completeServices16],
    [32, AD_TYPE.completeServices32],
    [128, AD_TYPE.completeServices128],
  ] as const) {
    const uuids = (advertisement.serviceUuids ?? []).map(Uuid.from).filter((uuid) => uuid.width === width);
    if (uuids.length > 0) add(type, join(uuids.map((uuid) => uuid.toBytes())));
  }
  const { localName, txPowerLevel, manufacturerData, serviceData = [] } = advertisement;
  if (localName !== undefined) add(AD_TYPE.completeName, new TextEncoder().encode(localName));
  if (txPowerLevel !== undefined) add(AD_TYPE.txPower, Uint8Array.of(txPowerLevel & 0xff));
  if (manufacturerData) add(AD_TYPE.manufacturerData, manufacturerData);
  for (const { uuid, data } of serviceData) {
    const service = Uuid.from(uuid);
    const type = { 16: AD_TYPE.serviceData16, 32: AD_TYPE.serviceData32, 128: AD_TYPE.serviceData128 }[service.width];
    add(type, join([service.toBytes(), data]));
  }
  return writer.finish();
}

function join(parts: Uint8Array[]): Uint8Array {
  const writer = new ByteWriter(64);
  for (const part of parts) writer.bytes(part);
  return writer.finish();
}
