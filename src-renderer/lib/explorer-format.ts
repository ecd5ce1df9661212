import { PROPERTY } from '../../src-shared/assigned-numbers/att.js';
import type { LinkState } from '../../src-shared/model/link.js';
import type { Attribute } from './explorer-tree.js';

const PROPERTY_WORDS: readonly (readonly [bit: number, short: string, long: string, full?: string])[] = [
  [PROPERTY.broadcast, 'broadcast', 'Broadcast: may be sent in advertising'],
  [PROPERTY.read, 'read', 'Read'],
  [PROPERTY.write, 'write', 'Write with response'],
  [PROPERTY.writeNoResponse, 'command', 'Write without response: a write command', 'write without response'],
  [PROPERTY.notify, 'notify', 'Notify: sent without confirmation'],
  [PROPERTY.indicate, 'indicate', 'Indicate: each one is confirmed'],
  [PROPERTY.signedWrite, 'signed', 'Authenticated signed write', 'signed write'],
  [PROPERTY.extended, 'extended', 'Extended properties: see the descriptor', 'extended properties'],
];

/** Of a subscription that is not in force now. */
export const COMES_BACK = 'The subscription comes back after reconnecting';

export interface PropertyWord {
  short: string;
  /** By its whole name. */
  full: string;
  /** With what it means. */
  long: string;
  /** Of notify and indicate: switched on by us; or it will be, when the link is there again. */
  on: 'yes' | 'pending' | null;
}

/** What a characteristic offers, in words. `subscribed`: bit 1 notify, bit 2 indicate; `pending`: not in force now. */
export function propertyWords(properties: number, subscribed = 0, pending = false): PropertyWord[] {
  return PROPERTY_WORDS.filter(([bit]) => (properties & bit) !== 0).map(([bit, short, long, full = short]) => {
    const on =
      (bit === PROPERTY.notify && (subscribed & 1) !== 0) || (bit === PROPERTY.indicate && (subscribed & 2) !== 0);
    if (!on) return { short, full, long, on: null };
    return pending
      ? { short, full, long: `${long}. ${COMES_BACK}`, on: 'pending' }
      : { short, full, long: `${long}, subscribed`, on: 'yes' };
  });
}

/** Descriptors that are written: Core Vol 3 Part G 3.3.3 and, for what is no one's we know, perhaps. */
const WRITABLE_DESCRIPTORS: ReadonlySet<string> = new Set(['2902', '2903', '290a', '290d', '290e']);
const READ_ONLY_DESCRIPTORS: ReadonlySet<string> = new Set([
  '2900',
  '2904',
  '2905',
  '2906',
  '2907',
  '2908',
  '2909',
  '290b',
  '290c',
]);

export type DescriptorAccess = 'write' | 'read-only' | 'unknown';

export function descriptorAccess(uuid: string): DescriptorAccess {
  if (WRITABLE_DESCRIPTORS.has(uuid)) return 'write';
  return READ_ONLY_DESCRIPTORS.has(uuid) ? 'read-only' : 'unknown';
}

export const propertiesOf = (attribute: Attribute) =>
  attribute.kind === 'characteristic' ? (attribute.characteristic?.properties ?? 0) : 0;

/** Descriptors are read without being asked whether they can. */
export const isReadable = (attribute: Attribute) =>
  attribute.kind === 'descriptor' || (propertiesOf(attribute) & PROPERTY.read) !== 0;

export const canNotify = (attribute: Attribute) =>
  (propertiesOf(attribute) & (PROPERTY.notify | PROPERTY.indicate)) !== 0;

export const isWritable = (attribute: Attribute) =>
  attribute.kind === 'descriptor'
    ? descriptorAccess(attribute.uuid) !== 'read-only'
    : (propertiesOf(attribute) & (PROPERTY.write | PROPERTY.writeNoResponse)) !== 0;

/** Bit 1 notify, bit 2 indicate. */
export const subscriptionOf = (state: LinkState, handle: number) =>
  state.subscriptions.find((entry) => entry.handle === handle)?.bits ?? 0;

/** Subscribed to before, and not in force on the connection of now, or there is none. */
export const isPending = (state: LinkState, handle: number) =>
  state.subscriptions.find((entry) => entry.handle === handle)?.pending === true;

/** '30 ms', '7.5 ms', '1.25 s'. */
export function formatMicros(us: number): string {
  const ms = us / 1_000;
  return ms < 1_000 ? `${Number(ms.toFixed(2))} ms` : `${Number((ms / 1_000).toFixed(3))} s`;
}

/** '2M', or '2M out, 1M in'. */
export const phyText = ({ tx, rx }: NonNullable<LinkState['phy']>) => (tx === rx ? tx : `${tx} out, ${rx} in`);

/** '4 s', '720 ms'. */
export const formatMillis = (ms: number) => formatMicros(ms * 1_000);

export interface SecurityWords {
  text: string;
  long: string;
  level: 'none' | 'encrypted' | 'authenticated';
}

/** Security in words. What protects against somebody in the middle (MITM) is said, whichever way it is. */
export function securityWords(security: LinkState['security']): SecurityWords {
  const { encrypted, authenticated, bonded, keySize, secureConnections } = security;
  if (!encrypted) return { text: 'Not encrypted', long: 'Not encrypted: anyone near can read along', level: 'none' };
  const facts = [
    secureConnections ? 'LE Secure Connections' : 'LE legacy pairing',
    `key of ${keySize * 8} bits`,
    bonded ? 'bonded' : 'not bonded',
  ].join(', ');
  return authenticated
    ? {
        text: 'Encrypted, MITM protection',
        long: `Encrypted with an authenticated key: ${facts}`,
        level: 'authenticated',
      }
    : {
        text: 'Encrypted, no MITM protection',
        long: `Encrypted with an unauthenticated key: ${facts}`,
        level: 'encrypted',
      };
}

export const linkName = (state: Pick<LinkState, 'name' | 'address'>) => state.name ?? state.address;

const STATE_WORDS: Record<LinkState['state'], string> = {
  connecting: 'connecting',
  discovering: 'discovering',
  connected: 'connected',
  lost: 'link lost',
  failed: 'not connected',
  disconnected: 'disconnected',
};

export const stateWords = (state: LinkState['state']) => STATE_WORDS[state];

/** Whether operations can be put into the queue. */
export const isOpen = (state: LinkState['state']) => state === 'connected' || state === 'discovering';
