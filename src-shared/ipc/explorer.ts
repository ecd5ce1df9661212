import { z } from 'zod';
import type { GattTree } from '../model/gatt-tree.js';
import type { AttributeValue, HistoryEntry, LinkState } from '../model/link.js';
import { errorInfoSchema } from './result.js';

const bytes: z.ZodType<Uint8Array, Uint8Array> = z.instanceof(Uint8Array);
const link = z.number().int();
const handle = z.number().int().min(1).max(0xffff);
const addressType = z.enum(['public', 'random']);
const phyName = z.enum(['1M', '2M', 'coded']);
const phy = z.object({ tx: phyName, rx: phyName });

export const linkStateSchema = z.object({
  id: link,
  address: z.string(),
  addressType,
  addressKind: z.enum(['public', 'static', 'resolvable', 'non-resolvable', 'reserved', 'identifier']),
  name: z.string().nullable(),
  virtual: z.boolean(),
  state: z.enum(['connecting', 'discovering', 'connected', 'lost', 'failed', 'disconnected']),
  error: errorInfoSchema.nullable(),
  since: z.number(),
  mtu: z.number().int(),
  rssi: z.number().nullable(),
  parameters: z
    .object({ intervalUs: z.number(), latency: z.number().int(), supervisionTimeoutMs: z.number() })
    .nullable(),
  phy: phy.nullable(),
  dataLength: z.object({ txOctets: z.number().int(), rxOctets: z.number().int() }).nullable(),
  security: z.object({
    encrypted: z.boolean(),
    authenticated: z.boolean(),
    bonded: z.boolean(),
    keySize: z.number().int(),
    secureConnections: z.boolean(),
  }),
  treeRevision: z.number().int(),
  discovery: z
    .object({ services: z.number().int(), explored: z.number().int(), characteristics: z.number().int() })
    .nullable(),
  servicesChanged: z.object({ startHandle: z.number().int(), endHandle: z.number().int() }).nullable(),
  operations: z.array(
    z.object({
      id: z.number().int(),
      title: z.string(),
      handle: z.number().int().nullable(),
      state: z.enum(['waiting', 'running']),
      since: z.number(),
      progress: z.object({ done: z.number().int(), total: z.number().int() }).optional(),
    }),
  ),
  subscriptions: z.array(
    z.object({ handle: z.number().int(), bits: z.number().int(), pending: z.boolean().optional() }),
  ),
}) satisfies z.ZodType<LinkState>;

export const gattTreeSchema = z.object({
  services: z.array(
    z.object({
      uuid: z.string(),
      primary: z.boolean(),
      startHandle: z.number().int(),
      endHandle: z.number().int(),
      includes: z.array(
        z.object({
          handle: z.number().int(),
          uuid: z.string(),
          startHandle: z.number().int(),
          endHandle: z.number().int(),
        }),
      ),
      characteristics: z.array(
        z.object({
          uuid: z.string(),
          properties: z.number().int(),
          declarationHandle: z.number().int(),
          valueHandle: z.number().int(),
          endHandle: z.number().int(),
          descriptors: z.array(z.object({ uuid: z.string(), handle: z.number().int() })),
        }),
      ),
    }),
  ),
}) satisfies z.ZodType<GattTree>;

const valueKind = z.enum(['read', 'written', 'notification', 'indication']);

export const attributeValueSchema = z.object({
  handle: z.number().int(),
  data: bytes,
  at: z.number(),
  kind: valueKind,
  count: z.number().int(),
  rate: z.number(),
  error: errorInfoSchema.nullable(),
}) satisfies z.ZodType<AttributeValue>;

export const historyEntrySchema = z.object({
  at: z.number(),
  kind: valueKind,
  data: bytes,
}) satisfies z.ZodType<HistoryEntry>;

/** Values of one handle, oldest first. */
const historySchema = z.object({
  link,
  handle: z.number().int(),
  entries: z.array(historyEntrySchema),
  /** Values that made room for newer ones. */
  dropped: z.number().int(),
});

const onLink = z.object({ link }).strict();

/** Operations are put into the link's queue and answer when they are done; cancelling one rejects it with 'aborted'. */
export const explorerRequests = {
  /** Every open link; each tree and all values are sent once more, for a window that was reloaded. */
  'explorer.links': { input: z.undefined(), output: z.array(linkStateSchema) },
  /** Opens a link, or tries a known one again. Answers at once with the state 'connecting'; how it goes is told by events. */
  'explorer.connect': {
    input: z.object({ address: z.string().max(64), addressType, name: z.string().max(248).nullable() }).strict(),
    output: linkStateSchema,
  },
  /** Ends the link, or the attempt; its tab, tree and history stay. */
  'explorer.disconnect': { input: onLink, output: z.undefined() },
  /** Ends the link and forgets it. */
  'explorer.close': { input: onLink, output: z.undefined() },
  'explorer.discover': { input: onLink, output: z.undefined() },
  'explorer.exchangeMtu': {
    input: z.object({ link, mtu: z.number().int().min(23).max(517) }).strict(),
    output: z.number().int(),
  },
  'explorer.updateParameters': {
    input: z
      .object({
        link,
        minIntervalUs: z.number(),
        maxIntervalUs: z.number(),
        latency: z.number().int(),
        supervisionTimeoutMs: z.number(),
      })
      .strict(),
    output: z.undefined(),
  },
  /** Answers with the PHY in use then, in which the peer has a word too. */
  'explorer.setPhy': { input: z.object({ link, phy }).strict(), output: phy },
  'explorer.read': { input: z.object({ link, handle }).strict(), output: bytes },
  'explorer.write': {
    input: z.object({ link, handle, data: bytes, mode: z.enum(['request', 'command', 'reliable']) }).strict(),
    output: z.undefined(),
  },
  /** Value handle; both false ends it. */
  'explorer.subscribe': {
    input: z.object({ link, handle, notify: z.boolean(), indicate: z.boolean() }).strict(),
    output: z.undefined(),
  },
  /** Reads everything readable; answers with how many were read and how many refused. */
  'explorer.readAll': { input: onLink, output: z.object({ read: z.number().int(), failed: z.number().int() }) },
  'explorer.subscribeAll': {
    input: z.object({ link, on: z.boolean() }).strict(),
    output: z.object({ done: z.number().int(), failed: z.number().int() }),
  },
  'explorer.cancelOperation': {
    input: z.object({ link, operation: z.number().int() }).strict(),
    output: z.undefined(),
  },
  /** From now on 'explorer.history' tells of this value; null = of none. Answers with its history so far. */
  'explorer.watch': { input: z.object({ link, handle: handle.nullable() }).strict(), output: historySchema.nullable() },
  /** Writes the values of one handle as CSV to a file the user chooses; path null = cancelled. */
  'explorer.saveHistory': {
    input: z
      .object({
        link,
        handle,
        /** Nothing that came later than this; null = everything. */
        until: z.number().nullable(),
        /** Format to decode by, as the window shows it. */
        format: z.object({ presentation: bytes.nullable(), user: z.string().max(4_096).optional() }).strict(),
      })
      .strict(),
    output: z.object({ path: z.string().nullable(), rows: z.number().int() }),
  },
};

export const explorerEvents = {
  'explorer.state': linkStateSchema,
  'explorer.closed': z.object({ link }),
  'explorer.tree': z.object({
    link,
    revision: z.number().int(),
    tree: gattTreeSchema,
    /** Handles that are another attribute's now, or nobody's: values and history known of them are no more. */
    forgotten: z.array(z.number().int()).optional(),
  }),
  /** At most 10 times a second a link: the newest value of each attribute that changed. */
  'explorer.values': z.object({ link, values: z.array(attributeValueSchema) }),
  /** At most 10 times a second, of the watched value: what is new. */
  'explorer.history': historySchema,
};
