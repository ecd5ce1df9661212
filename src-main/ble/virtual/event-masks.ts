/** What the host wants to hear. Defaults: Vol 4 Part E 7.3.1, 7.3.69, 7.8.1. */
export class EventMasks {
  #main = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0x1f, 0x00, 0x00);
  #page2: Uint8Array = new Uint8Array(8);
  #le = Uint8Array.of(0x1f, 0, 0, 0, 0, 0, 0, 0);

  setMain(mask: Uint8Array): void {
    this.#main = Uint8Array.from(mask);
  }

  setPage2(mask: Uint8Array): void {
    this.#page2 = Uint8Array.from(mask);
  }

  setLe(mask: Uint8Array): void {
    this.#le = Uint8Array.from(mask);
  }

  /** Events 0x01-0x40 have bit code-1 of the first page, 0x41-0x80 bit code-0x40 of the second. */
  allows(code: number): boolean {
    return code <= 0x40 ? bit(this.#main, code - 1) : bit(this.#page2, code - 0x40);
  }

  /** A subevent passes when both its own bit and that of LE Meta are set. */
  allowsLe(subevent: number): boolean {
    return bit(this.#main, 61) && bit(this.#le, subevent - 1);
  }
}

function bit(mask: Uint8Array, n: number): boolean {
  return (((mask[n >> 3] ?? 0) >> (n & 7)) & 1) === 1;
}
