import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerSaveDialog, savesAsked } from './support/file-dialogs.js';
import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';

let folder: string;
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbench-export-'));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** Answers the system's save dialog, which no test can press, and keeps what it was asked. */
interface Exported {
  filter: string;
  devices: {
    name: string;
    address: string;
    advData: string;
    respData: string | null;
    kinds: string[];
    virtual: boolean;
  }[];
}

test('CSV and JSON hold exactly the devices the filter leaves in the list', async ({ app, window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await scanner.addTerm('not connectable');
  await scanner.addTerm('name~sim');
  await scanner.expectNames(['Eddystone (sim)', 'iBeacon (sim)']);
  const shown = await Promise.all(
    (await scanner.names()).map(async (name) => [name, await (await scanner.cell(name, 'Address')).innerText()]),
  );

  const csvPath = join(folder, 'scan.csv');
  await answerSaveDialog(app, csvPath);
  await scanner.button('Export with this filter').click();
  await window.getByRole('menuitem', { name: 'Export as CSV…' }).click();
  await expect(window.getByRole('status').filter({ hasText: '2 rows exported' })).toContainText(csvPath);
  expect(await savesAsked(app)).toEqual([
    expect.objectContaining({ title: 'Export 2 devices', defaultPath: expect.stringMatching(/^scan-.*\.csv$/) }),
  ]);
  const csv = await readFile(csvPath, 'utf8');
  expect(csv.endsWith('\r\n')).toBe(true);
  const [head = '', ...lines] = csv.trimEnd().split('\r\n');
  const heads = head.split(',');
  // No cell of these devices needs quotes but the company's, whose name has a comma.
  const cells = lines.map((line) => line.replaceAll(/"[^"]*"/g, 'quoted').split(','));
  const column = (name: string) => cells.map((row) => row[heads.indexOf(name)]);
  expect(cells.map((row) => row.length)).toEqual([heads.length, heads.length]);
  expect([...Array(2).keys()].map((i) => [column('name')[i], column('address')[i]]).sort()).toEqual(shown.toSorted());
  expect(column('virtual')).toEqual(['true', 'true']);

  const jsonPath = join(folder, 'scan.json');
  await answerSaveDialog(app, jsonPath);
  await scanner.run('Export the list as JSON…');
  await expect(window.getByRole('status').filter({ hasText: jsonPath })).toBeVisible();
  const json = JSON.parse(await readFile(jsonPath, 'utf8')) as Exported;
  expect(json.filter).toBe('not connectable name~sim');
  expect(json.devices.map(({ name, address }) => [name, address]).sort()).toEqual(shown.toSorted());

  await scanner.select('iBeacon (sim)');
  const beacon = json.devices.find(({ kinds }) => kinds.includes('iBeacon'));
  expect(beacon?.advData).toBe((await scanner.bytesIn(scanner.section('Advertising data'))).replaceAll(' ', ''));
  expect(beacon?.respData).toBe((await scanner.bytesIn(scanner.section('Scan response'))).replaceAll(' ', ''));
});

test('a folder that cannot be written to is told, and a dialog that is left writes nothing', async ({
  app,
  window,
}) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await answerSaveDialog(app, join(folder, 'missing', 'scan.csv'));
  await scanner.run('Export the list as CSV…');
  const failure = window.getByRole('alert').filter({ hasText: 'Nothing was exported' });
  await expect(failure).toContainText('could not be written');
  await failure.getByRole('button', { name: 'Dismiss' }).click();

  await answerSaveDialog(app, null);
  await scanner.run('Export the list as CSV…');
  await expect.poll(async () => (await savesAsked(app)).length).toBe(1);
  await expect(window.getByText(/exported/)).toHaveCount(0);
  await expect(window.getByRole('alert')).toHaveCount(0);
});
