import { SDU_HEADER } from './k-frame.js';

/*
 * One credit based channel, Core 5.4 Vol 3 Part A 10, as a pure function of what it was and what happened. Bytes are not its business:
 * it counts them, and its effects say what becomes of them.
 */

/** What a peer can do that ends its channel. */
export type Violation =
  | 'no-credit'
  | 'pdu-too-long'
  | 'pdu-too-short'
  | 'sdu-too-long'
  | 'sdu-overrun'
  | 'credit-overflow'
  | 'duplicate-cid';

export interface ChannelState {
  /** draining: leaving, once what was accepted is sent. closing: the peer has been asked to agree to the end. */
  readonly at: 'open' | 'draining' | 'closing' | 'closed';
  readonly ourMtu: number;
  readonly ourMps: number;
  readonly peerMtu: number;
  readonly peerMps: number;
  /** Credits the peer has when nothing is unread. */
  readonly window: number;
  /** Frames we may send. */
  readonly txCredits: number;
  /** Frames the peer may send. */
  readonly rxCredits: number;
  /** Length of the SDU that is coming in, and what of it has come; -1 between SDUs. */
  readonly sdu: number;
  readonly have: number;
  /** What whole SDUs cost that the program has not taken. */
  readonly unread: number;
}

export type ChannelInput =
  /** A K-frame: bytes of information, and what its first two say, where it has so many. */
  | { is: 'frame'; length: number; head: number }
  | { is: 'credits'; count: number }
  /** The program has taken an SDU of this length. */
  | { is: 'read'; length: number }
  /** A frame of ours has been made, for the controller. */
  | { is: 'frame-made' }
  /** The peer has given its end of this channel to another one, too. */
  | { is: 'disowned' }
  /** The program wants to leave; whether SDUs wait to be sent. */
  | { is: 'leave'; pending: boolean }
  | { is: 'drained' }
  /** What waits to be sent need not be any more. */
  | { is: 'give-up' }
  | { is: 'peer-leaves' }
  /** The peer has agreed to the end, or did not answer in time. */
  | { is: 'left' }
  | { is: 'lost' }
  | { is: 'reconfigured'; mtu: number; mps: number };

export type ChannelEffect =
  /** Make room for an SDU. */
  | { do: 'begin'; length: number }
  /** The frame's bytes from here on belong to the SDU. */
  | { do: 'append'; from: number }
  /** The SDU is whole. */
  | { do: 'deliver' }
  | { do: 'grant'; credits: number }
  /** There are credits again. */
  | { do: 'wake' }
  /** The channel is over for its program: by its own wish, by the peer's, or by what the peer did. */
  | { do: 'end'; by: 'local' | 'peer'; violation: Violation | null }
  | { do: 'request-disconnect' }
  /** The channel's identifier is free. */
  | { do: 'free' };

export interface ChannelStep {
  readonly state: ChannelState;
  readonly effects: readonly ChannelEffect[];
}

const MOST_CREDITS = 0xffff;
/** What an SDU costs at the least, however short: the memory around it. */
const LEAST_COST = 64;
/** What may lie unread, at the least; or four SDUs where that is more. */
const WINDOW_BYTES = 49_152;
const WINDOW_SDUS = 4;

const NONE: readonly ChannelEffect[] = [];
const WAKE: readonly ChannelEffect[] = [{ do: 'wake' }];
const APPEND: ChannelEffect = { do: 'append', from: 0 };
const APPEND_FIRST: ChannelEffect = { do: 'append', from: SDU_HEADER };
const DELIVER: ChannelEffect = { do: 'deliver' };
const MIDDLE: readonly ChannelEffect[] = [APPEND];
const LAST: readonly ChannelEffect[] = [APPEND, DELIVER];

const cost = (length: number) => Math.max(length, LEAST_COST);
/** A credit lets this much come in at the most. */
const creditCost = (ourMps: number) => cost(ourMps);

export function openingWindow(ourMtu: number, ourMps: number): number {
  const framesOfSdus = WINDOW_SDUS * Math.ceil((ourMtu + SDU_HEADER) / ourMps);
  return Math.min(MOST_CREDITS, Math.max(framesOfSdus, Math.ceil(WINDOW_BYTES / creditCost(ourMps))));
}

export type ChannelTerms = Pick<ChannelState, 'ourMtu' | 'ourMps' | 'peerMtu' | 'peerMps' | 'window' | 'txCredits'>;

/** A channel that both sides have agreed on; the peer has been given the window. */
export function openChannel(terms: ChannelTerms): ChannelState {
  return { at: 'open', ...terms, rxCredits: terms.window, sdu: -1, have: 0, unread: 0 };
}

/** Bytes of an SDU that go into its next frame; the first carries the SDU's length besides. */
export function segment(mps: number, sduLength: number, sent: number): number {
  return Math.min(sduLength - sent, sent === 0 ? mps - SDU_HEADER : mps);
}

const isUp = ({ at }: ChannelState) => at === 'open' || at === 'draining';

export function stepChannel(state: ChannelState, input: ChannelInput): ChannelStep {
  switch (input.is) {
    case 'frame':
      return isUp(state) ? onFrame(state, input.length, input.head) : { state, effects: NONE };
    case 'read':
      return onRead(state, input.length);
    case 'frame-made':
      return { state: { ...state, txCredits: state.txCredits - 1 }, effects: NONE };
    case 'credits':
      return isUp(state) ? onCredits(state, input.count) : { state, effects: NONE };
    case 'disowned':
      return isUp(state) ? violated(state, 'duplicate-cid') : { state, effects: NONE };
    case 'reconfigured':
      return { state: { ...state, peerMtu: input.mtu, peerMps: input.mps }, effects: NONE };
    default:
      return onEnding(state, input);
  }
}

/** The checks in their order; whatever fails ends this channel, and only this one. */
function onFrame(state: ChannelState, length: number, head: number): ChannelStep {
  if (state.rxCredits === 0) return violated(state, 'no-credit');
  // What is in front of an SDU's data does not count: L2CAP/LE/CFC/BV-32-C. What we send is shorter by that, as some peers count it.
  if (length > state.ourMps + (state.sdu < 0 ? SDU_HEADER : 0)) return violated(state, 'pdu-too-long');
  const rxCredits = state.rxCredits - 1;
  if (state.sdu >= 0) {
    const have = state.have + length;
    if (have > state.sdu) return violated(state, 'sdu-overrun');
    if (have < state.sdu) return replenished({ ...state, rxCredits, have }, MIDDLE);
    return replenished(delivered({ ...state, rxCredits }), LAST);
  }
  if (length < SDU_HEADER) return violated(state, 'pdu-too-short');
  if (head > state.ourMtu) return violated(state, 'sdu-too-long');
  const have = length - SDU_HEADER;
  if (have > head) return violated(state, 'sdu-overrun');
  const begun = { ...state, rxCredits, sdu: head, have };
  const begin: ChannelEffect = { do: 'begin', length: head };
  if (have < head) return replenished(begun, [begin, APPEND_FIRST]);
  return replenished(delivered(begun), [begin, APPEND_FIRST, DELIVER]);
}

function delivered(state: ChannelState): ChannelState {
  return { ...state, sdu: -1, have: 0, unread: state.unread + cost(state.sdu) };
}

function onRead(state: ChannelState, length: number): ChannelStep {
  const read = { ...state, unread: state.unread - cost(length) };
  return isUp(state) ? replenished(read, NONE) : { state: read, effects: NONE };
}

/**
 * Gives credits for what the program has made room for: half a window at once, or as many as there are when the peer has none left.
 * In the middle of an SDU it always gets one, as else nobody could go on.
 */
function replenished(state: ChannelState, effects: readonly ChannelEffect[]): ChannelStep {
  const { window, rxCredits, unread, have } = state;
  const room = window - Math.ceil((unread + have) / creditCost(state.ourMps));
  const missing = Math.max(room - rxCredits, rxCredits === 0 && state.sdu >= 0 ? 1 : 0);
  if (missing <= 0 || (rxCredits > 0 && missing * 2 < window)) return { state, effects };
  return {
    state: { ...state, rxCredits: rxCredits + missing },
    effects: [...effects, { do: 'grant', credits: missing }],
  };
}

/** Core Vol 3 Part A 4.24: more than 65,535 together end the channel; none at all mean nothing. */
function onCredits(state: ChannelState, count: number): ChannelStep {
  const txCredits = state.txCredits + count;
  if (txCredits > MOST_CREDITS) return violated(state, 'credit-overflow');
  return { state: { ...state, txCredits }, effects: count > 0 && state.txCredits === 0 ? WAKE : NONE };
}

function violated(state: ChannelState, violation: Violation): ChannelStep {
  return {
    state: { ...state, at: 'closing' },
    effects: [{ do: 'end', by: 'peer', violation }, { do: 'request-disconnect' }],
  };
}

const LEAVING: readonly ChannelEffect[] = [{ do: 'end', by: 'local', violation: null }, { do: 'request-disconnect' }];
const LEFT_BY_PEER: readonly ChannelEffect[] = [{ do: 'end', by: 'peer', violation: null }, { do: 'free' }];
const FREE: readonly ChannelEffect[] = [{ do: 'free' }];

function onEnding(
  state: ChannelState,
  input: Extract<ChannelInput, { is: 'leave' | 'drained' | 'give-up' | 'peer-leaves' | 'left' | 'lost' }>,
): ChannelStep {
  const stay = { state, effects: NONE };
  const closing = { state: { ...state, at: 'closing' }, effects: LEAVING } as const;
  switch (input.is) {
    case 'leave':
      if (state.at !== 'open') return stay;
      return input.pending ? { state: { ...state, at: 'draining' }, effects: NONE } : closing;
    case 'drained':
    case 'give-up':
      return state.at === 'draining' ? closing : stay;
    case 'left':
      return state.at === 'closing' ? { state: { ...state, at: 'closed' }, effects: FREE } : stay;
    case 'peer-leaves':
      if (state.at === 'closed') return stay;
      return { state: { ...state, at: 'closed' }, effects: isUp(state) ? LEFT_BY_PEER : FREE };
    case 'lost':
      return state.at === 'closed' ? stay : { state: { ...state, at: 'closed' }, effects: FREE };
  }
}
