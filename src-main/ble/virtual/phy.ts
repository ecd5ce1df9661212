import { HCI_ERROR, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { phyUpdateComplete } from './events.js';
import type { LinkEnd } from './link.js';

/** As HCI counts them: LE 1M and LE 2M. LE Coded (3) is not supported. */
export type Phy = 1 | 2;

/** Bits of a TX_PHYS or RX_PHYS parameter. */
const LE_1M = 0b01;
const LE_2M = 0b10;
export const SUPPORTED_PHYS = LE_1M | LE_2M;

/** Bit fields of the PHYs wanted in each direction. */
export interface PhyPreference {
  readonly tx: number;
  readonly rx: number;
}

export const ANY_PHY: PhyPreference = { tx: SUPPORTED_PHYS, rx: SUPPORTED_PHYS };

/**
 * The PHYs of one end of a link and the PHY Update procedure, Core 5.4 Vol 6 Part B 5.1.10: either end asks, the
 * central decides, both change at the same moment.
 */
export class PhyUpdate {
  #tx: Phy = 1;
  #rx: Phy = 1;
  #preferred: PhyPreference;
  /** Who wanted the procedure this end has started and that has not ended. */
  #open: 'host' | 'controller' | null = null;
  /** A decision is on its way, or the central's question is being answered. */
  #busy = false;
  /** The host's wish waits for what is under way. */
  #waiting = false;

  constructor(private readonly end: LinkEnd) {
    this.#preferred = end.core.defaultPhy;
  }

  get tx(): Phy {
    return this.#tx;
  }

  get rx(): Phy {
    return this.#rx;
  }

  /** The host has asked and not been answered. */
  get updating(): boolean {
    return this.#open === 'host' || this.#waiting;
  }

  /** The link is new, on LE 1M. When the host's default does not have that, the controller asks for a change itself. */
  begin(): void {
    const { tx, rx } = this.#preferred;
    if (!(tx & rx & LE_1M)) this.#start('controller');
  }

  /** LE Set PHY. Always asks the peer, and always ends with LE PHY Update Complete. */
  set(preferred: PhyPreference): void {
    this.#preferred = preferred;
    this.#waiting = true;
    this.#next();
  }

  /** A procedure at a time. */
  #next(): void {
    if (!this.#waiting || this.#open || this.#busy) return;
    this.#waiting = false;
    this.#start('host');
  }

  #start(by: 'host' | 'controller'): void {
    this.#open = by;
    const request = this.#preferred;
    this.end.carry(() => this.#peer.#asked(request));
  }

  get #peer(): PhyUpdate {
    return this.end.other.phy;
  }

  /** LL_PHY_REQ. When both ends have asked, the central's question stands (5.3). */
  #asked(request: PhyPreference): void {
    const peer = this.#peer;
    if (this.end === this.end.link.peripheral) {
      this.#busy = true;
      const response = this.#preferred;
      this.end.carry(() => peer.#decide(request, response));
    } else if (this.#open) {
      this.end.carry(() => peer.#done(HCI_ERROR['ll-procedure-collision'], false));
    } else {
      this.#decide(this.#preferred, request);
    }
  }

  /** At the central: LL_PHY_UPDATE_IND. */
  #decide(central: PhyPreference, peripheral: PhyPreference): void {
    const peer = this.#peer;
    this.#busy = true;
    const down = fastest(central.tx & peripheral.rx, this.#tx);
    const up = fastest(peripheral.tx & central.rx, this.#rx);
    this.end.carry(() => {
      this.#change(down, up);
      peer.#change(up, down);
    });
  }

  #change(tx: Phy, rx: Phy): void {
    const changed = tx !== this.#tx || rx !== this.#rx;
    this.#tx = tx;
    this.#rx = rx;
    this.#busy = false;
    this.#done(0, changed);
  }

  /** 7.7.65.12: the host is told of a change, and of the end of what it has asked for. */
  #done(status: number, changed: boolean): void {
    const { core, handle } = this.end;
    const asked = this.#open === 'host';
    this.#open = null;
    if (asked || changed) {
      core.leEvent(HCI_LE_EVENT.phyUpdateComplete, phyUpdateComplete(status, handle, this.#tx, this.#rx));
    }
    this.#next();
  }
}

/** Without a PHY that both ends want, a direction stays as it is. */
function fastest(common: number, current: Phy): Phy {
  if (common & LE_2M) return 2;
  return common & LE_1M ? 1 : current;
}
