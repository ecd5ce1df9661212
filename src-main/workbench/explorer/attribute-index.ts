import { PROPERTY } from '../../../src-shared/assigned-numbers/att.js';
import { characteristicName } from '../../../src-shared/assigned-numbers/characteristics.js';
import { descriptorName } from '../../../src-shared/assigned-numbers/descriptors.js';
import { hexNumber } from '../../../src-shared/bytes/hex.js';
import type { GattTree, GattTreeCharacteristic } from '../../../src-shared/model/gatt-tree.js';

const CLIENT_CONFIGURATION = '2902';
const UPDATES = PROPERTY.notify | PROPERTY.indicate;

export interface IndexedAttribute {
  handle: number;
  uuid: string;
  /** Itself, or the one a descriptor belongs to. */
  characteristic: GattTreeCharacteristic;
  isDescriptor: boolean;
  /** In words, 'Battery Level', or the handle when the UUID has no known name. */
  name: string;
}

/** A database by handle. */
export class AttributeIndex {
  readonly #attributes = new Map<number, IndexedAttribute>();

  constructor(readonly tree: GattTree) {
    for (const { characteristics } of tree.services) {
      const seen = new Map<string, number>();
      for (const characteristic of characteristics) {
        const { uuid, valueHandle: handle } = characteristic;
        const number = (seen.get(uuid) ?? 0) + 1;
        seen.set(uuid, number);
        const isOneOfMany = characteristics.some((other) => other !== characteristic && other.uuid === uuid);
        const known = characteristicName(uuid);
        const name = known === null ? hexNumber(handle, 4) : isOneOfMany ? `${known} #${number}` : known;
        this.#attributes.set(handle, { handle, uuid, characteristic, isDescriptor: false, name });
        for (const descriptor of characteristic.descriptors) {
          const ownName = descriptorName(descriptor.uuid) ?? hexNumber(descriptor.handle, 4);
          this.#attributes.set(descriptor.handle, {
            ...descriptor,
            characteristic,
            isDescriptor: true,
            name: `${ownName} of ${name}`,
          });
        }
      }
    }
  }

  get(handle: number): IndexedAttribute | null {
    return this.#attributes.get(handle) ?? null;
  }

  /** Every value that offers read, and every descriptor, in the order of the database. */
  readable(): IndexedAttribute[] {
    return [...this.#attributes.values()].filter(
      ({ isDescriptor, characteristic }) => isDescriptor || (characteristic.properties & PROPERTY.read) !== 0,
    );
  }

  /** Every value that can be subscribed to. */
  updating(): IndexedAttribute[] {
    return [...this.#attributes.values()].filter(
      ({ isDescriptor, characteristic }) => !isDescriptor && (characteristic.properties & UPDATES) !== 0,
    );
  }

  /** Handle of the client configuration of a value, or null. */
  configurationOf(valueHandle: number): number | null {
    const descriptors = this.#attributes.get(valueHandle)?.characteristic.descriptors ?? [];
    return descriptors.find(({ uuid }) => uuid === CLIENT_CONFIGURATION)?.handle ?? null;
  }

  isConfiguration(handle: number): boolean {
    const attribute = this.#attributes.get(handle);
    return attribute?.isDescriptor === true && attribute.uuid === CLIENT_CONFIGURATION;
  }

  /** Is what was known of this handle in an earlier database still about the same thing? */
  isSame(handle: number, earlier: AttributeIndex): boolean {
    const now = this.get(handle);
    const before = earlier.get(handle);
    if (!now || !before) return false;
    return (
      now.uuid === before.uuid &&
      now.isDescriptor === before.isDescriptor &&
      now.characteristic.uuid === before.characteristic.uuid
    );
  }
}
