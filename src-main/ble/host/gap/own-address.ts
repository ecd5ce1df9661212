import { randomBytes } from 'node:crypto';
import { toHex } from '../../../../src-shared/bytes/hex.js';
import { type Address, addressKind, parseAddress } from '../../../../src-shared/model/address.js';
import type { AddressMode } from '../../api/adapter.js';
import { BleError, invalidArgument } from '../../api/errors.js';
import { ah } from '../../crypto/ah.js';
import type { Clock } from '../../util/clock.js';
import { commands } from '../hci/commands.js';
import type { Hci } from '../hci/hci.js';

/** TGAP(private_addr_int), Core Vol 3 Part C Appendix A. */
const PRIVATE_ADDRESS_MS = 15 * 60_000;

const withTop = (bytes: Uint8Array, top: number): string => {
  const copy = bytes.slice();
  copy[0] = ((copy[0] as number) & 0x3f) | (top << 6);
  return toHex(copy, ':');
};

/** Makes and sets the address this adapter shows, Core Vol 6 Part B 1.3 and Vol 3 Part C 10.7 and 10.8. */
export class OwnAddress {
  #mode: AddressMode = 'public';
  #random: string | null = null;
  /** The random address the controller has now. */
  #set: string | null = null;
  #madeAt = 0;
  readonly #irk = new Uint8Array(randomBytes(16));

  constructor(
    private readonly hci: Hci,
    private readonly clock: Clock,
    readonly publicAddress: string,
    private staticAddress: string | null,
  ) {
    if (staticAddress !== null) {
      this.staticAddress = parseAddress(staticAddress);
      if (addressKind({ address: this.staticAddress, type: 'random' }) !== 'static') {
        throw invalidArgument(
          'openAdapter',
          `${staticAddress} is not a static random address: its two top bits must be set, as in c0:… to ff:…`,
        );
      }
      this.mode = 'static';
    } else if (/^(00:){5}00$/.test(publicAddress)) {
      this.mode = 'static'; // a controller without an address of its own
    }
  }

  get mode(): AddressMode {
    return this.#mode;
  }

  set mode(mode: AddressMode) {
    this.#mode = mode;
    this.#random = mode === 'public' ? null : this.#make();
  }

  get current(): Address {
    return this.#random === null
      ? { address: this.publicAddress, type: 'public' }
      : { address: this.#random, type: 'random' };
  }

  /** Sees to it that the controller has the address to show; returns Own_Address_Type for the command that follows. */
  async prepare(): Promise<0 | 1> {
    if (this.#mode === 'public') return 0;
    const isPrivate = this.#mode === 'resolvable' || this.#mode === 'non-resolvable';
    if (isPrivate && this.clock.now() - this.#madeAt >= PRIVATE_ADDRESS_MS) this.#random = this.#make();
    const wanted = this.#random as string;
    if (wanted === this.#set) return 1;
    try {
      await this.hci.send(commands.leSetRandomAddress, { address: wanted });
      this.#set = wanted;
    } catch (error) {
      // While it scans or advertises a controller keeps its address (Vol 4 Part E 7.8.4): the old one serves until then.
      if (!(error instanceof BleError && error.code === 'hci/command-disallowed') || this.#set === null) throw error;
      this.#random = this.#set;
    }
    return 1;
  }

  /** After a controller reset it has no random address. */
  forget(): void {
    this.#set = null;
  }

  #make(): string {
    this.#madeAt = this.clock.now();
    if (this.#mode === 'static') {
      this.staticAddress ??= withTop(randomBytes(6), 0b11);
      return this.staticAddress;
    }
    if (this.#mode === 'non-resolvable') return withTop(randomBytes(6), 0b00);
    const prand = new Uint8Array(randomBytes(3));
    prand[0] = ((prand[0] as number) & 0x3f) | 0x40;
    return toHex(new Uint8Array([...prand, ...ah(this.#irk, prand)]), ':');
  }
}
