/**
 * The other end of an LE legacy pairing (Just Works, one LTK from each side), as bare PDUs: ble-host always offers LE
 * Secure Connections, so it pairs the old way only with a peer that does not. Core Vol 3 Part H 2.3.5.5, 2.4.3 and 3.5.
 */
import { randomBytes } from 'node:crypto';
import { c1, s1 } from '../../../src-main/ble/crypto/legacy.js';
import type { RawPeer } from '../../../src-main/ble/testing/raw-peer.js';
import { HCI_COMMAND, HCI_EVENT, HCI_LE_EVENT } from '../../../src-shared/assigned-numbers/hci.js';
import { addressToBytes } from '../../../src-shared/model/address.js';

const SMP = 0x0006;
const PDU = {
  pairingRequest: 0x01,
  pairingResponse: 0x02,
  confirm: 0x03,
  random: 0x04,
  encryptionInformation: 0x06,
  centralIdentification: 0x07,
} as const;

/** A key that came with names, HCI byte order; `rand` 8 bytes. */
export interface NamedKey {
  ltk: Uint8Array;
  ediv: Uint8Array;
  rand: Uint8Array;
}

/** NoInputNoOutput, no OOB data, bonding without MITM protection or Secure Connections, 16 bytes, LTK both ways. */
const features = (opcode: number) => Uint8Array.of(opcode, 0x03, 0x00, 0x01, 0x10, 0x01, 0x01);
const JUST_WORKS = new Uint8Array(16);
const STK_NAME = { ediv: new Uint8Array(2), rand: new Uint8Array(8) };

const turned = (bytes: Uint8Array) => bytes.slice().reverse();

export interface LegacyLink {
  peer: RawPeer;
  handle: number;
  /** Public addresses. */
  initiator: string;
  responder: string;
}

/** Pairs as the initiator. Resolves with the responder's key. */
export async function initiateLegacy(link: LegacyLink): Promise<NamedKey> {
  const { peer, handle } = link;
  const request = features(PDU.pairingRequest);
  peer.send(handle, SMP, request);
  const response = await next(link, PDU.pairingResponse);
  const own = new Uint8Array(randomBytes(16));
  peer.send(handle, SMP, [PDU.confirm, ...confirmOf(link, own, request, response)]);
  const confirm = (await next(link, PDU.confirm)).slice(1);
  peer.send(handle, SMP, [PDU.random, ...own]);
  const theirs = (await next(link, PDU.random)).slice(1);
  same(confirmOf(link, theirs, request, response), confirm);
  await startEncryption(peer, handle, { ltk: stkOf(theirs, own), ...STK_NAME });
  const key = await takeKey(link);
  giveKey(link);
  return key;
}

/** Pairs as the responder. Resolves with the key it has given. */
export async function respondLegacy(link: LegacyLink): Promise<NamedKey> {
  const { peer, handle } = link;
  const request = await next(link, PDU.pairingRequest);
  const response = features(PDU.pairingResponse);
  peer.send(handle, SMP, response);
  const confirm = (await next(link, PDU.confirm)).slice(1);
  const own = new Uint8Array(randomBytes(16));
  peer.send(handle, SMP, [PDU.confirm, ...confirmOf(link, own, request, response)]);
  const theirs = (await next(link, PDU.random)).slice(1);
  same(confirmOf(link, theirs, request, response), confirm);
  peer.send(handle, SMP, [PDU.random, ...own]);
  await answerKeyRequest(peer, handle, { ltk: stkOf(own, theirs), ...STK_NAME });
  const key = giveKey(link);
  await takeKey(link);
  return key;
}

/** Resolves with the status of Encryption Change. */
export async function startEncryption(peer: RawPeer, handle: number, key: NamedKey): Promise<number> {
  await peer.ok(HCI_COMMAND.leEnableEncryption, [handle, 0, ...key.rand, ...key.ediv, ...key.ltk]);
  return (await peer.waitEvent(HCI_EVENT.encryptionChange))[3] ?? 0xff;
}

/** Waits for the question, wants it to be for this key, and gives it. */
export async function answerKeyRequest(peer: RawPeer, handle: number, key: NamedKey): Promise<void> {
  const event = await peer.waitLe(HCI_LE_EVENT.longTermKeyRequest);
  same(event.slice(6), Uint8Array.of(...key.rand, ...key.ediv));
  await peer.ok(HCI_COMMAND.leLongTermKeyRequestReply, [handle, 0, ...key.ltk]);
  await peer.waitEvent(HCI_EVENT.encryptionChange);
}

async function next({ peer, handle }: LegacyLink, opcode: number): Promise<Uint8Array> {
  const pdu = await peer.expect(handle, SMP);
  if (pdu[0] !== opcode) throw new Error(`the peer sent ${Buffer.from(pdu).toString('hex')} instead of ${opcode}`);
  return pdu;
}

function giveKey({ peer, handle }: LegacyLink): NamedKey {
  const key = {
    ltk: new Uint8Array(randomBytes(16)),
    ediv: new Uint8Array(randomBytes(2)),
    rand: new Uint8Array(randomBytes(8)),
  };
  peer.send(handle, SMP, [PDU.encryptionInformation, ...key.ltk]);
  peer.send(handle, SMP, [PDU.centralIdentification, ...key.ediv, ...key.rand]);
  return key;
}

async function takeKey(link: LegacyLink): Promise<NamedKey> {
  const ltk = (await next(link, PDU.encryptionInformation)).slice(1);
  const name = await next(link, PDU.centralIdentification);
  return { ltk, ediv: name.slice(1, 3), rand: name.slice(3) };
}

function confirmOf(link: LegacyLink, random: Uint8Array, request: Uint8Array, response: Uint8Array): Uint8Array {
  const address = (text: string) => turned(addressToBytes(text));
  const of = {
    initiatorType: 0,
    initiator: address(link.initiator),
    responderType: 0,
    responder: address(link.responder),
  } as const;
  return turned(c1(JUST_WORKS, turned(random), turned(request), turned(response), of));
}

function stkOf(responder: Uint8Array, initiator: Uint8Array): Uint8Array {
  return turned(s1(JUST_WORKS, turned(responder), turned(initiator)));
}

function same(a: Uint8Array, b: Uint8Array): void {
  if (!Buffer.from(a).equals(b))
    throw new Error(`${Buffer.from(a).toString('hex')} is not ${Buffer.from(b).toString('hex')}`);
}
