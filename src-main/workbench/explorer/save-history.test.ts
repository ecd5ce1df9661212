import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settle } from '../../ble/testing/manual-clock.js';
import type { ExportTarget } from '../export.js';
import { BATTERY, clock, connected, HEART_RATE, service, withExplorerBed } from '../testing/explorer-bed.js';
import { saveHistory } from './save-history.js';

withExplorerBed();

const PLAIN = { presentation: null };
let directory: string;
let asked: ExportTarget[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'workbench-history-'));
  asked = [];
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const save = (input: Partial<Parameters<typeof saveHistory>[0]>, path: string | null) =>
  saveHistory(
    { link: 1, handle: BATTERY, until: null, format: PLAIN, ...input },
    {
      history: (link, handle) => service.history(link, handle),
      now: () => clock.now(),
      choosePath: async (target) => {
        asked.push(target);
        return path;
      },
    },
  );

test('everything kept of a value is written, decoded, to the file that is chosen', async () => {
  const peer = await connected();
  peer.notify(BATTERY, Uint8Array.of(87), 1_000);
  peer.notify(BATTERY, Uint8Array.of(86), 2_000, 'indication');
  await settle();
  const path = join(directory, 'battery.csv');
  expect(await save({}, path)).toEqual({ path, rows: 2 });
  expect(asked).toMatchObject([
    { title: 'Save 2 values of Battery Level', suggestedName: expect.stringMatching(/^battery-level-0x000b-.*\.csv$/) },
  ]);
  expect((await readFile(path, 'utf8')).split('\r\n')).toEqual([
    'time,kind,hex,value',
    '1970-01-01T00:00:01.000Z,notification,57,87 %',
    '1970-01-01T00:00:02.000Z,indication,56,86 %',
    '',
  ]);
  expect(await save({ until: 1_500, format: { presentation: null, user: 'level:uint8' } }, path)).toMatchObject({
    rows: 1,
  });
  expect(await readFile(path, 'utf8')).toContain(',57,level 87');
});

test('cancelled, nothing is written; what cannot be written is an error; a value without a past is empty', async () => {
  await connected();
  expect(await save({}, null)).toEqual({ path: null, rows: 0 });
  await expect(save({}, join(directory, 'no', 'x.csv'))).rejects.toMatchObject({ code: 'export/not-written' });
  expect(await save({ handle: HEART_RATE }, join(directory, 'x.csv'))).toMatchObject({ rows: 0 });
});
