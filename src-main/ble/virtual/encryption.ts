import { timingSafeEqual } from 'node:crypto';
import { HCI_ERROR, HCI_EVENT, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { encryptionChange, encryptionKeyRefreshComplete, longTermKeyRequest } from './events.js';
import type { LinkEnd } from './link.js';
import type { Scheduled } from './scheduler.js';

/** Rand and EDIV: which key the central's host wants, 8 bytes and 16 bits. */
export interface KeyName {
  readonly rand: Uint8Array;
  readonly ediv: number;
}

/**
 * Encryption of one end of a link, Core 5.4 Vol 6 Part B 5.1.3: the central starts it or, on an encrypted link, pauses
 * it to start it with another key; the peripheral's host is asked for its key. Nobody can listen in on this air, so no
 * session key is made and nothing is enciphered: what a host can see is whether both ends have the same long term key,
 * and that nothing else is sent meanwhile.
 */
export class Encryption {
  #on = false;
  #refreshes = 0;
  /** A start or refresh has begun at this end and not ended. */
  #busy = false;
  /** The peripheral's host owes an answer. */
  #asked = false;
  /** The own host's key, while it is needed. */
  #key: Uint8Array | null = null;
  #timer: Scheduled | null = null;

  constructor(private readonly end: LinkEnd) {}

  get on(): boolean {
    return this.#on;
  }

  /** Times the key of an encrypted link has been changed. */
  get refreshes(): number {
    return this.#refreshes;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** LE Long Term Key Request is open. */
  get asked(): boolean {
    return this.#asked;
  }

  /** At the central: the host wants the link encrypted with this key, which is this object's from now on. */
  start(name: KeyName, key: Uint8Array): void {
    const peer = this.#peer;
    this.#begin();
    this.#key = key;
    if (!this.#on) {
      this.#request(name);
      return;
    }
    // 5.1.3.2: LL_PAUSE_ENC_REQ there, LL_PAUSE_ENC_RSP back, and another one there with LL_ENC_REQ behind it.
    this.end.transmit(() => {
      peer.#begin();
      peer.end.transmit(() => this.#request(name));
    });
  }

  /** At the peripheral: the host has the key, which is this object's from now on. */
  reply(key: Uint8Array): void {
    this.#asked = false;
    this.#key = key;
    // LL_START_ENC_REQ
    this.end.transmit(() => this.#peer.#confirm());
  }

  /** At the peripheral: there is no such key. A link that was encrypted does not go on without (5.1.3.1). */
  refuse(): void {
    const reason = HCI_ERROR['pin-or-key-missing'];
    this.#asked = false;
    if (this.#on) {
      this.end.terminate(reason, reason);
      return;
    }
    // LL_REJECT_EXT_IND
    this.end.transmit(() => this.#peer.#rejected(reason));
    this.#finish();
  }

  /** The link has ended. */
  stop(): void {
    this.#asked = false;
    this.#key?.fill(0);
    this.#key = null;
    this.#stopTimer();
  }

  get #peer(): Encryption {
    return this.end.other.encryption;
  }

  /** From now on this end sends nothing but what belongs to the procedure. */
  #begin(): void {
    this.#busy = true;
    this.end.pause();
  }

  /** LL_ENC_REQ */
  #request(name: KeyName): void {
    this.end.transmit(() => this.#peer.#requested(name));
  }

  /** A host that does not listen for the question has no key (5.1.3.1). */
  #requested(name: KeyName): void {
    const { core, handle } = this.end;
    this.#begin();
    // LL_ENC_RSP
    this.end.transmit(() => this.#peer.#await());
    if (!core.masks.allowsLe(HCI_LE_EVENT.longTermKeyRequest)) {
      this.refuse();
      return;
    }
    this.#asked = true;
    core.leEvent(HCI_LE_EVENT.longTermKeyRequest, longTermKeyRequest(handle, name.rand, name.ediv));
  }

  /** At the central: LL_START_ENC_RSP is the first packet sent encrypted, so its receiver finds out about the key. */
  #confirm(): void {
    const key = this.#key ?? new Uint8Array(0);
    this.#key = null;
    this.#await();
    this.end.transmit(() => {
      this.#peer.#verify(key);
      key.fill(0);
    });
  }

  /** At the peripheral: with another key the message integrity check of that packet fails. */
  #verify(key: Uint8Array): void {
    const own = this.#key ?? new Uint8Array(0);
    if (own.length !== key.length || !timingSafeEqual(own, key)) {
      const reason = HCI_ERROR['connection-terminated-due-to-mic-failure'];
      this.end.other.close(reason);
      this.end.close(reason);
      return;
    }
    // The peripheral's LL_START_ENC_RSP goes before any data that has waited.
    this.end.transmit(() => this.#peer.#encrypted());
    this.#encrypted();
  }

  #encrypted(): void {
    const { core, handle, inbox } = this.end;
    // What came in the clear is the host's before it hears that the link is encrypted.
    inbox.flush();
    if (this.#on) {
      this.#refreshes += 1;
      core.event(HCI_EVENT.encryptionKeyRefreshComplete, encryptionKeyRefreshComplete(0, handle));
    } else {
      this.#on = true;
      core.event(HCI_EVENT.encryptionChange, encryptionChange(0, handle, true));
    }
    this.#finish();
  }

  /** At the central. */
  #rejected(reason: number): void {
    const { core, handle } = this.end;
    core.event(HCI_EVENT.encryptionChange, encryptionChange(reason, handle, false));
    this.#finish();
  }

  #finish(): void {
    this.stop();
    this.#busy = false;
    this.end.resume();
  }

  /** At the central. Only a host can keep it waiting: controllers answer at once. */
  #await(): void {
    this.#stopTimer();
    this.#timer = this.end.awaitPeer();
  }

  #stopTimer(): void {
    this.end.link.air.scheduler.cancel(this.#timer);
    this.#timer = null;
  }
}
