import type { AirAddress } from './air-address.js';

/** The filter accept list, Vol 6 Part B 4.3.1. */
export class AcceptList {
  #keys = new Set<string>();

  constructor(readonly capacity: number) {}

  get full(): boolean {
    return this.#keys.size >= this.capacity;
  }

  has(address: AirAddress): boolean {
    return this.#keys.has(address.key);
  }

  hasKey(key: string): boolean {
    return this.#keys.has(key);
  }

  add(key: string): void {
    this.#keys.add(key);
  }

  remove(key: string): void {
    this.#keys.delete(key);
  }

  clear(): void {
    this.#keys.clear();
  }
}
