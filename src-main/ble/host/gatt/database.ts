import { GATT_TYPE } from '../../../../src-shared/assigned-numbers/att.js';
import { ByteWriter } from '../../../../src-shared/bytes/byte-writer.js';
import { Uuid } from '../../../../src-shared/model/uuid.js';
import { BleError, invalidArgument } from '../../api/errors.js';
import type { Attribute, Characteristic, Service } from '../../api/gatt-server.js';
import { cmac } from '../../crypto/cmac.js';

/** One row of the attribute table, Core Vol 3 Part F 3.2. */
export type Entry = { handle: number; type: Uuid } & Content;

type Content =
  | { kind: 'declaration'; value: Uint8Array }
  | { kind: 'value'; attribute: Attribute; characteristic: Characteristic | null }
  | { kind: 'configuration'; characteristic: Characteristic };

export interface ServiceRange {
  service: Service;
  start: number;
  end: number;
}

const uuidBytes = (uuid: Uuid) => uuid.toBytes(uuid.width === 16 ? 16 : 128);
const LAST_HANDLE = 0xffff;

/** The attribute table of a server: services laid out on handles, in the order they were registered. */
export class Database {
  /** By handle; index 0 is unused. */
  readonly entries: readonly Entry[];
  readonly ranges: readonly ServiceRange[];
  readonly #valueHandles = new Map<Attribute, number>();
  #hash: Uint8Array | null = null;

  /** Throws 'invalid-argument' when an included service is missing or the table does not fit 65,535 handles. */
  constructor(services: readonly Service[]) {
    const entries: Entry[] = [];
    const ranges: ServiceRange[] = [];
    const starts = layOut(services);
    for (const service of services) {
      const start = entries.length + 1;
      this.#addService(entries, service, starts);
      ranges.push({ service, start, end: entries.length });
    }
    this.entries = entries;
    this.ranges = ranges;
  }

  entry(handle: number): Entry | undefined {
    return this.entries[handle - 1];
  }

  valueHandle(attribute: Attribute): number | undefined {
    return this.#valueHandles.get(attribute);
  }

  /** Of an entry that begins a service: where it ends. */
  groupEnd(handle: number): number {
    return this.ranges.find((range) => range.start === handle)?.end ?? handle;
  }

  /** Vol 3 Part G 7.3: AES-CMAC with a zero key over what defines the structure, least significant byte first. */
  get hash(): Uint8Array {
    this.#hash ??= this.#makeHash();
    return this.#hash;
  }

  #addService(entries: Entry[], service: Service, starts: Map<Service, [number, number]>): void {
    const add = (type: number | Uuid, content: Content) => {
      entries.push({ handle: entries.length + 1, type: Uuid.from(type), ...content });
    };
    const declare = (type: number, value: Uint8Array) => add(type, { kind: 'declaration', value });
    declare(service.primary ? GATT_TYPE.primaryService : GATT_TYPE.secondaryService, uuidBytes(service.uuid));
    for (const included of service.includes) {
      const range = starts.get(included);
      if (!range)
        throw invalidArgument('registerServices', `${service} includes ${included}, which is not registered with it`);
      const writer = new ByteWriter().u16(range[0]).u16(range[1]);
      if (included.uuid.width === 16) writer.bytes(uuidBytes(included.uuid));
      declare(GATT_TYPE.include, writer.finish());
    }
    for (const characteristic of service.characteristics) {
      const valueHandle = entries.length + 2;
      const { properties, uuid, description, format } = characteristic;
      declare(
        GATT_TYPE.characteristic,
        new ByteWriter().u8(properties).u16(valueHandle).bytes(uuidBytes(uuid)).finish(),
      );
      add(uuid, { kind: 'value', attribute: characteristic, characteristic });
      this.#valueHandles.set(characteristic, valueHandle);
      if (characteristic.updates) add(GATT_TYPE.clientConfiguration, { kind: 'configuration', characteristic });
      if (description !== null) declare(GATT_TYPE.userDescription, new TextEncoder().encode(description));
      if (format) {
        const { exponent = 0, namespace = 1, description: meaning = 0 } = format;
        declare(
          GATT_TYPE.presentationFormat,
          new ByteWriter().u8(format.format).i8(exponent).u16(format.unit).u8(namespace).u16(meaning).finish(),
        );
      }
      for (const descriptor of characteristic.descriptors) {
        this.#valueHandles.set(descriptor, entries.length + 1);
        add(descriptor.uuid, { kind: 'value', attribute: descriptor, characteristic: null });
      }
    }
  }

  #makeHash(): Uint8Array {
    const writer = new ByteWriter(256);
    for (const { handle, type, ...entry } of this.entries) {
      const number = type.short ?? 0;
      if (!HASHED.has(number)) continue;
      writer.u16(handle).u16(number);
      if (HASHED_WITH_VALUE.has(number) && entry.kind === 'declaration') writer.bytes(entry.value);
    }
    return cmac(new Uint8Array(16), writer.finish()).reverse();
  }
}

const HASHED_WITH_VALUE = new Set<number>([0x2800, 0x2801, 0x2802, 0x2803, 0x2900]);
const HASHED = new Set<number>([...HASHED_WITH_VALUE, 0x2901, 0x2902, 0x2903, 0x2904, 0x2905]);

/** Handles each service will have, so that one may include another that comes after it. */
function layOut(services: readonly Service[]): Map<Service, [number, number]> {
  const ranges = new Map<Service, [number, number]>();
  let next = 1;
  for (const service of services) {
    if (ranges.has(service))
      throw new BleError('invalid-argument', {
        layer: 'gatt',
        operation: 'registerServices',
        message: `registerServices: ${service} is given twice`,
      });
    const rows = service.characteristics.reduce(
      (sum, c) =>
        sum + 2 + (c.updates ? 1 : 0) + (c.description === null ? 0 : 1) + (c.format ? 1 : 0) + c.descriptors.length,
      1 + service.includes.length,
    );
    ranges.set(service, [next, next + rows - 1]);
    next += rows;
  }
  if (next - 1 > LAST_HANDLE)
    throw invalidArgument('registerServices', `${next - 1} attributes do not fit 65535 handles`);
  return ranges;
}
