import { createHash } from 'node:crypto';
import { equalBytes } from '../../../../../src-shared/bytes/hex.js';
import { PacketError } from '../../../../../src-shared/bytes/packet-error.js';
import { KeyPair } from '../../../crypto/p256.js';
import type { Materials } from '../pairing-types.js';
import { AUTH, decodePdu, encodePdu, type SmpPdu, type SmpPdus } from '../pdus.js';
import {
  comparisonValue,
  dhKeyCheck,
  type Ends,
  legacyConfirm,
  passkeyBytes,
  pointOf,
  secureConfirm,
  secureKeys,
  shortenKey,
  shortTermKey,
  swap,
} from '../toolbox.js';
import { CENTRAL, PERIPHERAL, type Role, type Side, type SmpWorld } from './smp-world.js';

const ENDS: Ends = { initiator: CENTRAL, responder: PERIPHERAL };
const FIRST_KEY = 0x06;
const LAST_KEY = 0x0a;

/** Everything random of one pairing, from a number: the same run again has the same values. */
export function materialsOf(salt: string): Materials {
  const bytes = (name: string, length: number) =>
    new Uint8Array(createHash('sha256').update(`${salt} ${name}`).digest()).slice(0, length);
  return {
    keyPair: KeyPair.of(bytes('private key', 32)),
    nonces: Array.from({ length: 20 }, (_, i) => bytes(`nonce ${i}`, 16)),
    passkey: new DataView(bytes('passkey', 4).buffer).getUint32(0) % 1_000_000,
    ltk: bytes('ltk', 16),
    rand: bytes('rand', 8),
    ediv: 1 + (bytes('ediv', 1)[0] ?? 0),
    csrk: bytes('csrk', 16),
  };
}

/** What passed at one side in the pairing under way, and what its people did. */
interface Attempt {
  materials: Materials;
  heard: SmpPdu[];
  sent: SmpPdu[];
  passkey: number | null;
  compared: { value: number; yes: boolean } | null;
  isEncrypted: boolean;
}

/**
 * Watches one side and works out anew, from what passed alone, whether its peer has proved itself: Core Vol 3 Part H 2.3.5.5 and
 * 2.3.5.6.5. `complaints` holds every key that was used without that.
 */
export class Witness {
  readonly complaints: string[] = [];
  /** Keys handed to the controller, each time. */
  keysUsed = 0;
  #attempt: Attempt | null = null;
  /** The frame being received: the responder's pairing begins in the middle of it. */
  #current: SmpPdu | null = null;
  #count = 0;

  constructor(
    private readonly world: SmpWorld,
    private readonly role: Role,
    salt: string,
  ) {
    const side = world.side(role);
    side.materials = () => {
      this.#count += 1;
      const materials = materialsOf(`${salt} ${role} ${this.#count}`);
      const heard = this.#current ? [this.#current] : [];
      this.#attempt = { materials, heard, sent: [], passkey: null, compared: null, isEncrypted: false };
      return materials;
    };
    this.#watchPeople(side);
    this.#watchFrames(side);
    this.#watchKeys(side);
  }

  #watchPeople(side: Side): void {
    const { displayPasskey, requestPasskey, compareNumbers } = side.people;
    side.people.displayPasskey = (passkey, signal) => {
      if (this.#attempt) this.#attempt.passkey = passkey;
      displayPasskey?.(passkey, signal);
    };
    side.people.requestPasskey = async (attempt, signal) => {
      const typed = (await requestPasskey?.(attempt, signal)) ?? null;
      if (this.#attempt && !signal.aborted) this.#attempt.passkey = typed;
      return typed;
    };
    side.people.compareNumbers = async (value, signal) => {
      const yes = (await compareNumbers?.(value, signal)) ?? false;
      if (this.#attempt && !signal.aborted) this.#attempt.compared = { value, yes };
      return yes;
    };
    const { onEncrypted } = side;
    side.onEncrypted = (link) => {
      if (link.authenticated && this.#attempt?.passkey === null && !this.#attempt.compared?.yes)
        this.complaints.push('authenticated, and nobody typed or compared anything');
      if (this.#attempt) this.#attempt.isEncrypted = true;
      onEncrypted(link);
    };
  }

  #watchFrames(side: Side): void {
    const { world, role } = this;
    const receive = side.smp.receive.bind(side.smp);
    side.smp.receive = (data) => {
      this.#current = readable(data);
      if (this.#current) this.#attempt?.heard.push(this.#current);
      receive(data);
      this.#current = null;
    };
    const carry = world.carry.bind(world);
    world.carry = (from, data) => {
      if (from === role) {
        const code = data[0] ?? 0;
        if (code >= FIRST_KEY && code <= LAST_KEY && !world.encryptedWith)
          this.complaints.push(`key ${code} was given over a plain link`);
        this.#attempt?.sent.push(decodePdu(data) as SmpPdu);
      }
      return carry(from, data);
    };
  }

  #watchKeys(side: Side): void {
    const { world } = this;
    const ltkFor = side.smp.ltkFor.bind(side.smp);
    side.smp.ltkFor = (rand, ediv) => {
      const key = ltkFor(rand, ediv);
      if (!key) return null;
      if (ediv !== 0 || rand.some((byte) => byte !== 0)) this.complaints.push('a key was given for another name');
      this.#check(key);
      return key;
    };
    const encrypt = world.encrypt.bind(world);
    world.encrypt = (key) => {
      if (this.role === 'central') this.#check(key.ltk);
      return encrypt(key);
    };
  }

  #check(key: Uint8Array): void {
    this.keysUsed += 1;
    const fault = this.#attempt ? this.#fault(this.#attempt, key) : 'no pairing is under way';
    if (fault) this.complaints.push(`${this.role} used a key: ${fault}`);
  }

  /** What is wrong with using this key now; null when nothing is. */
  #fault(attempt: Attempt, key: Uint8Array): string | null {
    const { sent, heard, isEncrypted } = attempt;
    if (isEncrypted) return 'the link was encrypted with it already';
    const isCentral = this.role === 'central';
    const request = first(isCentral ? sent : heard, 'pairing-request');
    const response = first(isCentral ? heard : sent, 'pairing-response');
    if (!request || !response) return 'nothing was agreed';
    if (sent.some(({ pdu }) => pdu === 'pairing-failed')) return 'it had refused the peer';
    if (heard.some(({ pdu }) => pdu === 'pairing-failed')) return 'the peer had given up';
    const isSecure = (request.authReq & response.authReq & AUTH.sc) !== 0;
    const keySize = Math.min(request.maxKeySize, response.maxKeySize);
    const made = isSecure ? this.#secure(attempt, request, response) : this.#legacy(attempt, request, response);
    if (typeof made === 'string') return made;
    return equalBytes(shortenKey(made, keySize), key) ? null : 'it is not the key of this pairing';
  }

  #legacy(
    { materials, heard, passkey }: Attempt,
    request: SmpPdus['pairing-request'],
    response: SmpPdus['pairing-response'],
  ): Uint8Array | string {
    const confirm = first(heard, 'pairing-confirm');
    const random = first(heard, 'pairing-random');
    if (!confirm || !random) return 'the peer has not confirmed';
    const tk = passkeyBytes(passkey ?? 0);
    const right = legacyConfirm(tk, random.value, encodePdu(request), encodePdu(response), ENDS);
    if (!equalBytes(right, confirm.value)) return 'the confirm value of the peer is wrong';
    const own = materials.nonces[0] as Uint8Array;
    return this.role === 'central' ? shortTermKey(tk, random.value, own) : shortTermKey(tk, own, random.value);
  }

  #secure(
    attempt: Attempt,
    request: SmpPdus['pairing-request'],
    response: SmpPdus['pairing-response'],
  ): Uint8Array | string {
    const { materials, heard, sent, passkey, compared } = attempt;
    const isCentral = this.role === 'central';
    const theirs = first(heard, 'pairing-public-key');
    const check = all(heard, 'pairing-dhkey-check').at(-1);
    const randoms = all(heard, 'pairing-random').map(({ value }) => value);
    const own = all(sent, 'pairing-random').at(-1)?.value;
    const last = randoms.at(-1);
    if (!theirs || !check || !own || !last) return 'the peer has not proved that it has the DHKey';
    const ownX = swap(materials.keyPair.publicKey.x);
    const confirms = all(heard, 'pairing-confirm').map(({ value }) => value);
    const rounds = passkey !== null ? 20 : isCentral ? 1 : 0; // else only the responder confirms
    if (confirms.length !== rounds || randoms.length !== Math.max(1, rounds))
      return `${randoms.length} rounds were run`;
    for (const [round, confirm] of confirms.entries()) {
      const z = passkey === null ? 0 : 0x80 | ((passkey >>> round) & 1);
      if (!equalBytes(secureConfirm(theirs.x, ownX, randoms[round] as Uint8Array, z), confirm))
        return `the confirm value of round ${round} is wrong`;
    }
    const nonces = isCentral ? { initiator: own, responder: last } : { initiator: last, responder: own };
    if (compared) {
      const [x1, x2] = isCentral ? [ownX, theirs.x] : [theirs.x, ownX];
      if (!compared.yes) return 'the numbers were found to differ';
      if (comparisonValue(x1, x2, nonces) !== compared.value) return 'another number was compared';
    }
    const { macKey, ltk } = secureKeys(materials.keyPair.dhKey(pointOf(theirs)), nonces, ENDS);
    const { io, oob, authReq } = isCentral ? response : request;
    const from = isCentral ? 'responder' : 'initiator';
    const right = dhKeyCheck(macKey, from, nonces, ENDS, passkeyBytes(passkey ?? 0), Uint8Array.of(io, oob, authReq));
    return equalBytes(right, check.value) ? ltk : 'the DHKey check of the peer is wrong';
  }
}

function all<K extends SmpPdu['pdu']>(pdus: readonly SmpPdu[], name: K): SmpPdus[K][] {
  return pdus.filter(({ pdu }) => pdu === name) as SmpPdus[K][];
}
const first = <K extends SmpPdu['pdu']>(pdus: readonly SmpPdu[], name: K) => all(pdus, name)[0];

function readable(data: Uint8Array): SmpPdu | null {
  try {
    const pdu = decodePdu(data);
    return pdu.pdu === 'unknown' ? null : pdu;
  } catch (error) {
    if (error instanceof PacketError) return null;
    throw error;
  }
}
