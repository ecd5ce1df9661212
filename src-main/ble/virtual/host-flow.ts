/** Controller-to-host flow control of ACL data, Vol 4 Part E 4.2 and 7.3.38-7.3.40. Off until the host asks for it. */
export class HostFlow {
  enabled = false;
  /** Longest ACL data the host takes, once it has said so. */
  length = Number.POSITIVE_INFINITY;
  #total = Number.POSITIVE_INFINITY;
  #used = 0;

  get free(): boolean {
    return !this.enabled || this.#used < this.#total;
  }

  setBuffers(length: number, count: number): void {
    this.length = length;
    this.#total = count;
  }

  /** Uses one of the host's buffers; true when they are counted. */
  take(): boolean {
    if (this.enabled) this.#used += 1;
    return this.enabled;
  }

  returned(count: number): void {
    this.#used = Math.max(0, this.#used - count);
  }
}
