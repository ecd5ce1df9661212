import { z } from 'zod';
import { pairingChoicesSchema, pairingPolicySchema } from './pairing.js';
import { scanSettingsSchema } from './scanner.js';

export const themeSchema = z.enum(['system', 'light', 'dark']);

export const savedFilterSchema = z.object({ name: z.string().min(1).max(60), text: z.string().max(2_000) });

/** UUIDs whose choices are remembered; the ones chosen longest ago go first. */
export const MOST_VALUE_CHOICES = 500;

/** How the user looks at the values of one UUID; absent = as the app finds best. */
export const valueChoiceSchema = z
  .object({
    view: z.enum(['fields', 'integers', 'floats', 'text', 'bits']),
    editView: z.enum(['hex', 'text', 'number']),
    /** Name of the field that is plotted. */
    plotted: z.string().max(256),
    /** Format in the user's own words. */
    format: z.string().max(4_096),
  })
  .partial()
  .strict();

/** Everything the app remembers between runs, in the profile folder. */
export const settingsSchema = z.object({
  theme: themeSchema,
  /** Spec of the adapter to open at start. */
  adapter: z.string().max(512),
  /** Specs the user added by address. */
  addedAdapters: z.array(z.string().min(1).max(512)).max(32),
  /** Static random address that this profile's peers know it by, on every adapter; null = not made yet. */
  ownAddress: z.string().max(17).nullable(),
  inspectorOpen: z.boolean(),
  /** Width in CSS pixels; null = as designed for the window's width. */
  inspectorWidth: z.number().min(280).max(900).nullable(),
  scan: scanSettingsSchema,
  scanOnStart: z.boolean(),
  filter: z.string().max(2_000),
  savedFilters: z.array(savedFilterSchema).max(64),
  /** Column ids shown; null = as fits the window. */
  columns: z.array(z.string().max(32)).max(24).nullable(),
  sort: z.object({ column: z.string().max(32), descending: z.boolean() }),
  /** '<address>/<type>' of starred devices. */
  favourites: z.array(z.string().max(64)).max(1_000),
  /** By UUID. */
  valueChoices: z
    .record(z.string().max(36), valueChoiceSchema)
    .refine((choices) => Object.keys(choices).length <= MOST_VALUE_CHOICES, 'too many UUIDs'),
  pairing: pairingChoicesSchema,
  pairingPolicy: pairingPolicySchema,
  /** Notes the user has dismissed. */
  dismissed: z.array(z.string().max(64)).max(64),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Theme = z.infer<typeof themeSchema>;
export type ValueChoice = z.infer<typeof valueChoiceSchema>;
export type SavedFilter = z.infer<typeof savedFilterSchema>;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  adapter: 'virtual:',
  addedAdapters: [],
  ownAddress: null,
  inspectorOpen: true,
  inspectorWidth: null,
  scan: { active: true, intervalMs: 100, windowMs: 100, durationMs: 0 },
  scanOnStart: true,
  filter: '',
  savedFilters: [],
  columns: null,
  sort: { column: 'rssi', descending: true },
  favourites: [],
  valueChoices: {},
  pairing: { io: 'keyboard-display', bond: true, secureConnections: true, mitm: true },
  pairingPolicy: { minKeySize: 16, secureConnectionsOnly: false, rejectDowngrade: true, debugKeys: false },
  dismissed: [],
};

export const appInfoSchema = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  node: z.string(),
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
  profile: z.string(),
});

export type AppInfo = z.infer<typeof appInfoSchema>;

export const appRequests = {
  'app.info': { input: z.undefined(), output: appInfoSchema },
  'app.settings': { input: z.undefined(), output: settingsSchema },
  /** Changes the given fields, saves, and answers with all of them. */
  'app.updateSettings': { input: settingsSchema.partial().strict(), output: settingsSchema },
  'app.copyText': { input: z.object({ text: z.string().max(1 << 20) }).strict(), output: z.undefined() },
  'app.window': {
    input: z.object({ action: z.enum(['minimize', 'maximize', 'close']) }).strict(),
    output: z.undefined(),
  },
  /** An error the window met, for the log in the profile folder. */
  'app.reportError': {
    input: z.object({ message: z.string().max(2_000), stack: z.string().max(10_000).optional() }).strict(),
    output: z.undefined(),
  },
};

export const appEvents = {
  'app.windowState': z.object({ maximized: z.boolean(), fullscreen: z.boolean(), focused: z.boolean() }),
  /** A command of the registry, chosen in the application menu. */
  'app.command': z.object({ id: z.string() }),
  /** Something the user should know that no call of theirs caused. */
  'app.notice': z.object({
    level: z.enum(['info', 'ok', 'warning', 'error']),
    title: z.string(),
    text: z.string().optional(),
  }),
};
