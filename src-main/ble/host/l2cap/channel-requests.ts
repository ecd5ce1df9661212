import {
  DYNAMIC_CID,
  type L2CAP_RECONFIGURE,
  type L2capResultName,
} from '../../../../src-shared/assigned-numbers/l2cap.js';
import type { LinkSecurity } from '../../api/connection.js';
import { type Demands, LEAST } from '../../api/l2cap-arguments.js';
import { lackOf } from '../../api/security-level.js';
import type { Commands } from './pdus.js';

/*
 * What is answered to a peer that asks for channels, or changes them: Core 5.4 Vol 3 Part A 4.22 to 4.28. Pure.
 */

/** Channels in one request of Enhanced Credit Based Flow Control Mode, 4.25. */
export const MOST_CHANNELS = 5;
const LARGEST_MPS = 65_533;

/** Both kinds of request. */
export interface ConnectionRequest {
  enhanced: boolean;
  spsm: number;
  mtu: number;
  mps: number;
  credits: number;
  sourceCids: readonly number[];
}

export interface RequestFacts {
  /** What the one who listens on this PSM demands; null: nobody does. */
  listener: Demands | null;
  link: LinkSecurity;
  /** Asks the program, where it wants to be asked. */
  isAuthorized(): boolean;
  /** The peer's identifiers that are in use. */
  isTaken(cid: number): boolean;
  /** Channels that we have room for. */
  room: number;
}

export interface Verdict {
  result: L2capResultName;
  /** Which of the source CIDs get a channel, in the order of the request. */
  accepted: readonly number[];
}

const isDynamic = (cid: number) => cid >= DYNAMIC_CID.first && cid <= DYNAMIC_CID.last;
const none = (result: L2capResultName): Verdict => ({ result, accepted: [] });

export function judgeRequest(request: ConnectionRequest, facts: RequestFacts): Verdict {
  const { listener, link, isTaken, room } = facts;
  const { enhanced, mtu, mps, credits, sourceCids } = request;
  if (!listener) return none('spsm-not-supported');
  const lack = lackOf(link, listener.security, listener.minKeySize);
  if (lack) return none(lack);
  if (!facts.isAuthorized()) return none('insufficient-authorization');
  const least = enhanced ? LEAST.enhanced : LEAST.basic;
  const isFormed = mtu >= least && mps >= least && mps <= LARGEST_MPS;
  if (!enhanced && !isFormed) return none('unacceptable-parameters');
  const isCounted = sourceCids.length >= 1 && sourceCids.length <= MOST_CHANNELS && credits > 0;
  if (enhanced && !(isFormed && isCounted)) return none('invalid-parameters'); // L2CAP/ECFC/BV-26-C
  const accepted: number[] = [];
  let result: L2capResultName = 'success';
  for (const cid of sourceCids) {
    const problem = problemOf(cid, accepted, isTaken, room);
    if (problem) result = problem;
    else accepted.push(cid);
  }
  return { result, accepted };
}

function problemOf(
  cid: number,
  accepted: readonly number[],
  isTaken: (cid: number) => boolean,
  room: number,
): L2capResultName | null {
  if (!isDynamic(cid)) return 'invalid-source-cid';
  if (isTaken(cid) || accepted.includes(cid)) return 'source-cid-already-allocated';
  return accepted.length >= room ? 'no-resources-available' : null;
}

/** Both kinds of answer, for one channel that we asked for. */
export type ConnectionAnswer = Omit<Commands['le-connection-response'], 'command'>;

export type AnswerVerdict =
  | 'open'
  | 'pending'
  | 'refused'
  /** asks-end: the peer is told that the channel cannot be. disowns: nor can the one that has its identifier already, 4.26. */
  | { invalid: string; also: 'nothing' | 'asks-end' | 'disowns' };

/** What an answer to a request of ours means. */
export function judgeAnswer(
  answer: ConnectionAnswer,
  enhanced: boolean,
  isTaken: (cid: number) => boolean,
): AnswerVerdict {
  const { destinationCid, mtu, mps, result } = answer;
  if (enhanced && result >= 0x000d && result <= 0x000f) return 'pending';
  if (result !== 0 && !(enhanced && destinationCid !== 0)) return 'refused';
  if (!isDynamic(destinationCid)) return { invalid: 'the peer gives an impossible channel', also: 'nothing' };
  if (isTaken(destinationCid)) return { invalid: 'the peer gives a channel that is in use', also: 'disowns' };
  const least = enhanced ? LEAST.enhanced : LEAST.basic;
  if (mtu < least || mps < least || mps > LARGEST_MPS)
    return { invalid: 'the peer gives an impossible MTU or MPS', also: 'asks-end' };
  return 'open';
}

interface Sizes {
  enhanced: boolean;
  peerMtu: number;
  peerMps: number;
}

/** 4.27: an MTU may only grow; an MPS may shrink for one channel at a time. `channels` by the peer's identifiers, null where there is none. */
export function judgeReconfigure(
  { mtu, mps, cids }: Commands['reconfigure-request'],
  channels: readonly (Sizes | null)[],
): keyof typeof L2CAP_RECONFIGURE {
  const known = channels.filter((channel): channel is Sizes => channel?.enhanced === true);
  if (known.length !== cids.length) return 'invalid-destination-cid';
  const isFormed = cids.length >= 1 && cids.length <= MOST_CHANNELS && new Set(cids).size === cids.length;
  if (!isFormed || mtu < LEAST.enhanced || mps < LEAST.enhanced || mps > LARGEST_MPS) return 'unacceptable-parameters';
  if (known.some(({ peerMtu }) => mtu < peerMtu)) return 'mtu-reduced';
  if (known.length > 1 && known.some(({ peerMps }) => mps < peerMps)) return 'mps-reduced';
  return 'success';
}
