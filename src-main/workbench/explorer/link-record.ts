import type { AddressType } from '../../../src-shared/model/address.js';
import type { GattTree } from '../../../src-shared/model/gatt-tree.js';
import type { ValueKind } from '../../../src-shared/model/link.js';
import { AttributeIndex } from './attribute-index.js';
import { ValueStore } from './value-store.js';

const DEVICE_NAME = '2a00';
const MAX_FORGOTTEN = 0xffff;

/** What the explorer keeps of a device over all its connections, for as long as its tab is open. */
export class LinkRecord {
  readonly values = new ValueStore();
  /** By value handle, what the user has subscribed to: bit 1 notify, bit 2 indicate. */
  readonly subscriptions = new Map<number, number>();
  name: string | null;
  #index: AttributeIndex | null = null;
  #revision = 0;
  #forgotten: number[] = [];

  constructor(
    readonly id: number,
    readonly address: string,
    readonly addressType: AddressType,
    name: string | null,
  ) {
    this.name = name;
  }

  get index(): AttributeIndex | null {
    return this.#index;
  }

  /** Rises with every discovery; 0 = none yet. */
  get revision(): number {
    return this.#revision;
  }

  /** In words what a handle is, for titles. */
  nameOf(handle: number): string {
    return this.#index?.get(handle)?.name ?? `0x${handle.toString(16).padStart(4, '0')}`;
  }

  record(handle: number, kind: ValueKind, data: Uint8Array, at: number): void {
    this.values.record(handle, kind, data, at);
    const attribute = this.#index?.get(handle);
    if (kind === 'read' && this.name === null && attribute?.uuid === DEVICE_NAME && data.length > 0)
      this.name = new TextDecoder().decode(data);
  }

  /** A discovery is done: what was known under handles that are something else now is let go. */
  discovered(tree: GattTree): void {
    const before = this.#index;
    const index = new AttributeIndex(tree);
    this.#index = index;
    this.#revision += 1;
    if (!before) return;
    const handles = new Set([...this.values.handles, ...this.subscriptions.keys()]);
    const others = [...handles].filter((handle) => !index.isSame(handle, before));
    for (const handle of others) {
      this.values.forget(handle);
      this.subscriptions.delete(handle);
    }
    this.#forgotten = [...new Set([...this.#forgotten, ...others])].slice(-MAX_FORGOTTEN);
  }

  /** Handles let go since the call before. */
  takeForgotten(): number[] {
    return this.#forgotten.splice(0);
  }
}
