/** What is changed and kept: the link's parameters, values to write, histories in files, views over restarts, the queue. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.js';
import { ExplorerPage } from './support/explorer-page.js';
import { answerSaveDialog, savesAsked } from './support/file-dialogs.js';
import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';

const HR = 'HR Sensor (sim)';
const PAD = 'Scratchpad (sim)';
const SLOW = 'Slow (sim)';

test('facts of the link open their editors: MTU, connection parameters, PHY', async ({ running, window }) => {
  const explorer = new ExplorerPage(window);
  await explorer.connectFromScanner(HR);
  const header = explorer.header(HR);
  await expect(header.getByText('Data length')).toBeVisible();

  await header.getByRole('button', { name: /^MTU/ }).click();
  const mtu = window.getByRole('dialog', { name: 'Exchange MTU' });
  const wanted = mtu.getByRole('textbox', { name: 'MTU to ask for' });
  await wanted.fill('600');
  await expect(mtu.getByText('23 to 517 bytes')).toBeVisible();
  await expect(mtu.getByRole('button', { name: 'Exchange' })).toBeDisabled();
  await wanted.fill('185');
  await wanted.press('Enter');
  // It was exchanged when the link came up, and that is once in a connection.
  await expect(mtu.getByText('Agreed: 517, not 185')).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(mtu).toBeHidden();

  await header.getByRole('button', { name: /^Interval/ }).click();
  const parameters = window.getByRole('dialog', { name: 'Update connection parameters' });
  await parameters.getByRole('textbox', { name: 'Shortest interval' }).fill('100');
  await expect(parameters.getByRole('button', { name: 'Update' })).toBeDisabled();
  await parameters.getByRole('textbox', { name: 'Longest interval' }).fill('100');
  await expectAccessible(running, 'the editor of connection parameters');
  await parameters.getByRole('button', { name: 'Update' }).click();
  await expect(parameters.getByText('In use: 100 ms')).toBeVisible();
  // The button that did it still has the focus, so that Escape is heard.
  await window.keyboard.press('Escape');
  await expect(header.getByRole('button', { name: /^Interval\s*100 ms/ })).toBeVisible();

  await header.getByRole('button', { name: /^PHY\s*1M/ }).click();
  const phy = window.getByRole('dialog', { name: 'Set PHY' });
  await phy.getByRole('radio', { name: '2M' }).click();
  await phy.getByRole('button', { name: 'Ask' }).click();
  await expect(phy.getByText('In use: 2M')).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(header.getByRole('button', { name: /^PHY\s*2M/ })).toBeVisible();
});

test('a value is typed in any view and pasted in many forms; the buttons say what goes on air', async ({
  app,
  window,
}) => {
  const explorer = new ExplorerPage(window);
  await explorer.connectFromScanner(PAD);
  await explorer.rowWith(PAD, /read,?\s*write/).click();
  const inspector = explorer.inspector;
  const paste = async (text: string) => {
    await app.evaluate(({ clipboard }, wanted) => clipboard.writeText(wanted), text);
    await explorer.hexToWrite.click();
    await window.keyboard.press('Control+A');
    await window.keyboard.press('Control+V');
  };
  for (const text of ['0x01 0x02 0x03', '01-02-03', '{ 0x01, 0x02, 0x03 }', '010203']) {
    await paste(text);
    await expect(inspector.getByRole('button', { name: 'Write request 3 bytes' })).toBeEnabled();
  }
  await paste('hello, no bytes');
  await expect(inspector.getByRole('alert').filter({ hasText: 'Not pasted' })).toBeVisible();
  await paste('48 69');
  await explorer.writeAs('UTF-8');
  await expect(inspector.getByRole('textbox', { name: 'Value to write, as text' })).toHaveValue('Hi');
  await inspector.getByRole('textbox', { name: 'Value to write, as text' }).fill('Hej');
  await explorer.writeAs('Number');
  await explorer.writeAs('Hex');
  await expect(explorer.hexToWrite).toContainText(/48\s*65\s*6a/);
  await inspector.getByRole('button', { name: 'Write command' }).click();
  await expect(inspector.getByText(/^3 bytes written/)).toBeVisible();
  await inspector.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(explorer.rowWith(PAD, /read,?\s*write/)).toContainText('"Hej"');
});

test('the history of a value is saved as CSV through the save dialog, paused or not', async ({ app, window }) => {
  const folder = await mkdtemp(join(tmpdir(), 'workbench-csv-'));
  try {
    const explorer = new ExplorerPage(window);
    await explorer.connectFromScanner(HR);
    await explorer.select(HR, 'Heart Rate Measurement');
    await explorer.inspector.getByRole('button', { name: 'Notify' }).click();
    await expect.poll(() => explorer.history().getByRole('row').count(), { timeout: 15_000 }).toBeGreaterThan(3);
    const path = join(folder, 'heart.csv');
    await answerSaveDialog(app, path);
    await explorer.inspector.getByRole('button', { name: 'Pause plot and list' }).click();
    await explorer.inspector.getByRole('button', { name: 'Save as CSV…' }).click();
    await expect(window.getByRole('status').filter({ hasText: /^\d+ values saved/ })).toContainText(path);
    expect(await savesAsked(app)).toEqual([
      expect.objectContaining({
        title: expect.stringMatching(/^Save \d+ values of Heart Rate Measurement$/),
        defaultPath: expect.stringMatching(/^heart-rate-measurement-0x[0-9a-f]{4}-.*\.csv$/),
      }),
    ]);
    const [head, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\r\n');
    expect(head).toBe('time,kind,hex,value');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(line).toMatch(/^\d{4}-[-\dT:.]+Z,notification,[0-9a-f]{8,},"?\d+ bpm/);

    await answerSaveDialog(app, null);
    await explorer.inspector.getByRole('button', { name: 'Save as CSV…' }).click();
    await expect.poll(async () => (await savesAsked(app)).length).toBe(1);
    await answerSaveDialog(app, join(folder, 'missing', 'heart.csv'));
    await explorer.inspector.getByRole('button', { name: 'Save as CSV…' }).click();
    await expect(window.getByRole('alert').filter({ hasText: 'Nothing was saved' })).toContainText(
      'could not be written',
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the view of a value, its plotted field and its described format are there again after a restart', async ({
  launch,
}) => {
  const open = async (window: Page) => {
    const explorer = new ExplorerPage(window);
    await new ScannerPage(window).expectAllSimulated();
    await explorer.connectFromScanner(PAD);
    await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
    await expect(window.getByText(/^\d+ values read$/)).toBeVisible();
    return explorer;
  };
  const first = await launch();
  const before = await open(first.window);
  await before.rowWith(PAD, 'Scratchpad, up to').click();
  await before.view('Fields');
  await before.inspector.getByRole('button', { name: 'Describe its format…' }).click();
  await before.inspector.getByRole('textbox', { name: 'Format of this value' }).fill('first:uint8, rest:hex');
  await before.inspector.getByRole('button', { name: 'Use', exact: true }).click();
  await expect(before.rowWith(PAD, 'Scratchpad, up to')).toContainText(/first \d+/);
  await before.writeAs('UTF-8');
  await before.select(PAD, 'Battery Level');
  await before.view('Bits');
  await first.close();

  const second = await launch({ profile: first.profile });
  const after = await open(second.window);
  await expect(after.rowWith(PAD, 'Scratchpad, up to')).toContainText(/first \d+/);
  await after.rowWith(PAD, 'Scratchpad, up to').click();
  await expect(after.inspector.getByLabel('Decoded fields')).toContainText('first');
  await expect(after.inspector.getByRole('textbox', { name: 'Value to write, as text' })).toBeVisible();
  await after.select(PAD, 'Battery Level');
  await expect(after.inspector.getByRole('radio', { name: 'Bits' })).toBeChecked();
});

test('operations of a link wait for one another, and each can be cancelled', async ({ running, window }) => {
  const explorer = new ExplorerPage(window);
  await explorer.connectFromScanner(SLOW);
  await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
  await explorer.select(SLOW, 'Battery Level');
  await explorer.inspector.getByRole('button', { name: 'Read', exact: true }).click();
  await explorer.select(SLOW, 'Model Number');
  await explorer.inspector.getByRole('button', { name: 'Read', exact: true }).click();
  // At work it cannot be pressed again, and keeps the focus.
  const read = explorer.inspector.getByRole('button', { name: 'Read', exact: true });
  await expect(read).toBeDisabled();
  await expect(read).toBeFocused();
  await expect(window.getByRole('progressbar', { name: /^Read all/ })).toBeVisible();
  await expect(window.getByText(/^\d+ of \d+$/)).toBeVisible();
  await window.getByRole('button', { name: '2 waiting' }).click();
  const queue = window.getByRole('dialog', { name: /waiting/ });
  await expect(queue.getByRole('listitem')).toHaveCount(3);
  await expectAccessible(running, 'the queue of a link');
  await queue.getByRole('button', { name: 'Cancel Read Model Number String' }).click();
  await expect(queue.getByRole('listitem')).toHaveCount(2);
  await queue.getByRole('button', { name: /^Cancel Read all/ }).click();
  await window.keyboard.press('Escape');
  // What was cancelled on the air still holds it; then the one that waited goes.
  await expect(explorer.row(SLOW, 'Battery Level')).toContainText('%', { timeout: 30_000 });
  await expect(explorer.row(SLOW, 'Model Number')).not.toContainText('Slow');
});
