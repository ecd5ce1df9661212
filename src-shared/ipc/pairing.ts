import { z } from 'zod';
import { IO_CAPABILITIES } from '../model/association.js';
import type {
  BondRow,
  KeyProtectionState,
  PairingAnswer,
  PairingAttemptState,
  PairingChoices,
  PairingFeatures,
  PairingPeer,
  PairingPolicy,
  PairingPrompt,
  PairingResult,
  PairingState,
  RevealedBond,
} from '../model/pairing.js';
import type { PairingStep } from '../model/pairing-step.js';
import { errorInfoSchema } from './result.js';

const io = z.enum(
  IO_CAPABILITIES as readonly [(typeof IO_CAPABILITIES)[number], ...(typeof IO_CAPABILITIES)[number][]],
);
const method = z.enum(['just-works', 'passkey', 'numeric-comparison', 'oob']);
const addressType = z.enum(['public', 'random']);
const addressKind = z.enum(['public', 'static', 'resolvable', 'non-resolvable', 'reserved']);
const bondKey = z.enum(['ltk', 'ltkLocal', 'irk', 'csrk', 'csrkLocal']);
const sixDigits = z.string().regex(/^\d{6}$/);
const bond = { adapterId: z.string().min(1).max(128), id: z.string().min(1).max(128) };
const bondRef = z.object(bond).strict();
const address = z.string().max(64);
const passphrase = z.string().max(1_024);

export const pairingChoicesSchema = z
  .object({ io, bond: z.boolean(), secureConnections: z.boolean(), mitm: z.boolean() })
  .strict() satisfies z.ZodType<PairingChoices>;

export const pairingPolicySchema = z
  .object({
    minKeySize: z.number().int().min(7).max(16),
    secureConnectionsOnly: z.boolean(),
    rejectDowngrade: z.boolean(),
    debugKeys: z.boolean(),
  })
  .strict() satisfies z.ZodType<PairingPolicy>;

const peerSchema = z.object({
  address: z.string(),
  type: addressType,
  name: z.string().nullable(),
  virtual: z.boolean(),
}) satisfies z.ZodType<PairingPeer>;

const featuresSchema = z.object({
  io,
  oob: z.boolean(),
  bond: z.boolean(),
  secureConnections: z.boolean(),
  mitm: z.boolean(),
  maxKeySize: z.number().int(),
}) satisfies z.ZodType<PairingFeatures>;

const resultSchema = z.object({
  method,
  secureConnections: z.boolean(),
  authenticated: z.boolean(),
  bonded: z.boolean(),
  keySize: z.number().int(),
  resumed: z.boolean(),
}) satisfies z.ZodType<PairingResult>;

const stepSchema = z.object({
  at: z.number(),
  direction: z.enum(['tx', 'rx', 'none']),
  kind: z.enum(['pdu', 'method', 'user', 'encryption', 'key', 'result']),
  name: z.string(),
  text: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
}) satisfies z.ZodType<PairingStep>;

export const pairingAttemptSchema = z.object({
  id: z.number().int(),
  link: z.number().int().nullable(),
  peer: peerSchema,
  role: z.enum(['central', 'peripheral']),
  startedBy: z.enum(['local', 'peer']),
  state: z.enum(['running', 'paired', 'failed', 'cancelled']),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  ours: featuresSchema.nullable(),
  theirs: featuresSchema.nullable(),
  steps: z.array(stepSchema),
  result: resultSchema.nullable(),
  error: errorInfoSchema.nullable(),
  bond: bondRef.nullable(),
}) satisfies z.ZodType<PairingAttemptState>;

const prompt = {
  id: z.number().int(),
  attempt: z.number().int(),
  peer: peerSchema,
  startedAt: z.number(),
  expiresAt: z.number(),
};

export const pairingPromptSchema = z.discriminatedUnion('kind', [
  z.object({ ...prompt, kind: z.literal('display-passkey'), passkey: sixDigits }),
  z.object({ ...prompt, kind: z.literal('enter-passkey') }),
  z.object({ ...prompt, kind: z.literal('compare-numbers'), value: sixDigits }),
  z.object({
    ...prompt,
    kind: z.literal('confirm'),
    weakensBond: z.boolean(),
    secureConnections: z.boolean(),
    bond: z.boolean(),
  }),
]) satisfies z.ZodType<PairingPrompt>;

const answerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('passkey'), passkey: sixDigits.nullable() }).strict(),
  z.object({ kind: z.literal('yes-no'), yes: z.boolean() }).strict(),
]) satisfies z.ZodType<PairingAnswer>;

export const bondRowSchema = z.object({
  ...bond,
  address: z.string(),
  addressType,
  addressKind,
  pairedAs: z.string().nullable(),
  name: z.string().nullable(),
  virtual: z.boolean(),
  method: method.nullable(),
  secureConnections: z.boolean(),
  authenticated: z.boolean(),
  keySize: z.number().int(),
  keys: z.array(bondKey),
  created: z.number(),
  lastUsed: z.number(),
  isCurrent: z.boolean(),
  isInUse: z.boolean(),
  isLostByPeer: z.boolean(),
}) satisfies z.ZodType<BondRow>;

const revealedSchema = z.object({
  ...bond,
  keys: z.array(z.object({ key: bondKey, hex: z.string() })),
  ediv: z.number().int().nullable(),
  rand: z.string().nullable(),
  signCounters: z.object({ local: z.number(), remote: z.number() }).nullable(),
}) satisfies z.ZodType<RevealedBond>;

const protectionSchema = z.object({
  protection: z.enum(['keyring', 'passphrase', 'locked', 'memory']),
  backend: z.string().nullable(),
  why: z.string().nullable(),
  problem: z.string().nullable(),
  needsPassphrase: z.boolean(),
  keyring: z.string().nullable(),
}) satisfies z.ZodType<KeyProtectionState>;

const simulatedIo = z.enum(['display-only', 'display-yes-no']);

export const pairingStateSchema = z.object({
  choices: pairingChoicesSchema,
  policy: pairingPolicySchema,
  protection: protectionSchema,
  adapter: z.object({ id: z.string(), canPair: z.boolean(), why: z.string().nullable() }).nullable(),
  attempts: z.array(pairingAttemptSchema),
  prompts: z.array(pairingPromptSchema),
  screens: z.array(
    z.object({ address: z.string(), name: z.string(), kind: z.enum(['passkey', 'comparison']), digits: sixDigits }),
  ),
  simulated: z.array(
    z.object({ address: z.string(), name: z.string(), io: simulatedIo.nullable(), bonds: z.number().int() }),
  ),
}) satisfies z.ZodType<PairingState>;

export const pairingRequests = {
  /** What the panel shows; the bonds are sent once more too, for a window that was reloaded. */
  'pairing.state': { input: z.undefined(), output: pairingStateSchema },
  /** Kept as settings, and in force for the next pairing. */
  'pairing.setChoices': { input: pairingChoicesSchema, output: z.undefined() },
  'pairing.setPolicy': { input: pairingPolicySchema, output: z.undefined() },
  /** Begins to pair with the device of a link of the explorer, by the choices of now. Answers at once; how it goes is told by events. */
  'pairing.pair': { input: z.object({ link: z.number().int() }).strict(), output: pairingAttemptSchema },
  /** Ends a pairing, Pairing Failed to the peer. One that is over already is no mistake. */
  'pairing.cancel': { input: z.object({ attempt: z.number().int() }).strict(), output: z.undefined() },
  /** Takes an ended attempt off the list. */
  'pairing.dismiss': { input: z.object({ attempt: z.number().int() }).strict(), output: z.undefined() },
  'pairing.answer': {
    input: z.object({ prompt: z.number().int(), answer: answerSchema }).strict(),
    output: z.undefined(),
  },
  /** Forgets the bond with the device of a link that lost its key, connects anew and pairs. Answers when it has begun to connect. */
  'pairing.pairAgain': { input: z.object({ link: z.number().int() }).strict(), output: z.undefined() },
  'pairing.removeBond': { input: bondRef, output: z.undefined() },
  /** The keys themselves: only for a user who asked. null: there is no such bond. */
  'pairing.reveal': { input: bondRef, output: revealedSchema.nullable() },
  /** Every key in plain JSON to a file the user chooses, after a warning; `bonds` null = all. path null = cancelled. */
  'pairing.export': {
    input: z.object({ bonds: z.array(bondRef).max(1_024).nullable() }).strict(),
    output: z.object({ path: z.string().nullable(), bonds: z.number().int() }),
  },
  /** From a file the user chooses; path null = cancelled. */
  'pairing.import': {
    input: z.object({ overwrite: z.boolean(), allowWeaker: z.boolean() }).strict(),
    output: z.object({
      path: z.string().nullable(),
      added: z.number().int(),
      replaced: z.number().int(),
      unchanged: z.number().int(),
      refused: z.array(z.object({ what: z.string(), why: z.string() })),
    }),
  },
  /** Opens a key file that a passphrase protects. */
  'pairing.unlock': { input: z.object({ passphrase }).strict(), output: z.undefined() },
  'pairing.setPassphrase': { input: z.object({ passphrase }).strict(), output: z.undefined() },
  'pairing.changePassphrase': {
    input: z.object({ current: passphrase, next: passphrase }).strict(),
    output: z.undefined(),
  },
  'pairing.moveToKeyring': { input: z.undefined(), output: z.undefined() },
  /** Looks anew for the keyring and the file. */
  'pairing.retryKeys': { input: z.undefined(), output: z.undefined() },
  /** For keys that are locked for good: sets their files aside and begins anew. */
  'pairing.startOver': { input: z.undefined(), output: z.undefined() },
  'pairing.dismissProblem': { input: z.undefined(), output: z.undefined() },
  /** The user presses a button of a simulated device whose display asks. */
  'pairing.answerScreen': { input: z.object({ address, same: z.boolean() }).strict(), output: z.undefined() },
  /** How a simulated device pairs from now on. */
  'pairing.setSimulated': { input: z.object({ address, io: simulatedIo }).strict(), output: z.undefined() },
  /** A simulated device forgets its bonds, as one that was reset does. */
  'pairing.forgetAtSimulated': { input: z.object({ address }).strict(), output: z.undefined() },
};

export const pairingEvents = {
  /** Everything but the bonds, at most 20 times a second. */
  'pairing.state': pairingStateSchema,
  /** All bonds, whenever something about one changed. */
  'pairing.bonds': z.array(bondRowSchema),
};
