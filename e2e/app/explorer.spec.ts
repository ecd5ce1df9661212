import { expectAccessible } from './support/axe.js';
import { ExplorerPage } from './support/explorer-page.js';
import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';

test('the heart rate is connected to from the list, subscribed to, decoded, and plotted as it moves', async ({
  window,
}) => {
  const explorer = new ExplorerPage(window);
  const device = 'HR Sensor (sim)';
  await explorer.connectFromScanner(device);
  await expect(explorer.header(device).getByRole('button', { name: /MTU.*517/ })).toBeVisible();
  await explorer.select(device, 'Heart Rate Measurement');
  await explorer.inspector.getByRole('button', { name: 'Notify' }).click();
  await expect(explorer.row(device, 'Heart Rate Measurement')).toContainText(/\d+ bpm/);
  await expect(explorer.inspector.getByLabel('Decoded fields')).toContainText(/Heart rate\s*\d+ bpm/);
  await expect(explorer.inspector.getByRole('img', { name: /Heart rate/ })).toBeVisible();
  const history = explorer.inspector.getByRole('grid', { name: 'Values, newest first' });
  await expect.poll(() => history.getByRole('row').count(), { timeout: 15_000 }).toBeGreaterThan(3);

  await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
  await expect(explorer.row(device, 'Body Sensor Location')).toContainText('chest');
  await expect(explorer.row(device, 'Appearance')).toContainText('Heart');
  await expect(explorer.row(device, 'Battery Level')).toContainText(/\d+ %/);
});

test('reports of one UUID are told apart and read by handle', async ({ window }) => {
  const explorer = new ExplorerPage(window);
  const device = 'Keyboard (sim)';
  await explorer.connectFromScanner(device);
  const reports = explorer
    .tree(device)
    .getByRole('row')
    .filter({ hasText: /Report #\d/ });
  await expect(reports).toHaveCount(5);
  await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
  await expect(window.getByText(/\d+ values read/)).toBeVisible();
  const handles = await reports.evaluateAll((rows) =>
    rows.map((row) => /0x[0-9a-f]{4}/.exec(row.textContent ?? '')?.[0]),
  );
  expect(new Set(handles).size).toBe(5);
});

test('512 bytes are pasted, written and read back whole', async ({ app, window }) => {
  const explorer = new ExplorerPage(window);
  const device = 'Scratchpad (sim)';
  await explorer.connectFromScanner(device);
  const rows = explorer
    .tree(device)
    .getByRole('row')
    .filter({ hasText: /read\s*write/ });
  await rows.first().click();
  const bytes = Array.from({ length: 512 }, (_, i) => (i & 0xff).toString(16).padStart(2, '0')).join('');
  await explorer.hexToWrite.click();
  await app.evaluate(({ clipboard }, text) => clipboard.writeText(text), bytes);
  await window.keyboard.press('Control+V');
  const write = explorer.inspector.getByRole('button', { name: 'Write request 512 bytes' });
  await expect(write).toBeEnabled();
  await write.click();
  await explorer.inspector.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(explorer.inspector.getByText(/^512 bytes, /)).toBeVisible();
});

test('an ATT error says code, layer, handle and cause', async ({ window }) => {
  const explorer = new ExplorerPage(window);
  const device = 'Error Zoo (sim)';
  await explorer.connectFromScanner(device);
  await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
  await expect(window.getByText(/refused/).first()).toBeVisible();
  await explorer.row(device, '0x07 invalid offset').click();
  const alert = explorer.inspector.getByRole('alert');
  await expect(alert).toContainText('ATT 0x07 invalid offset');
  await expect(alert).toContainText('from the peer');
  await expect(alert).toContainText(/0x[0-9a-f]{4} was refused/);
});

test('two links at once, one ended in place with its values kept, and connected again', async ({ window }) => {
  const explorer = new ExplorerPage(window);
  await explorer.connectFromScanner('mpy-temp');
  await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
  await expect(explorer.row('mpy-temp', 'Temperature')).toContainText('°C');
  await explorer.connectFromScanner('HR Sensor (sim)');
  await expect(explorer.tabs.getByRole('tab')).toHaveCount(2);
  await expect(window.getByRole('contentinfo').getByText('2 links')).toBeVisible();
  await explorer.tabs.getByRole('tab', { name: /mpy-temp/ }).click();
  await explorer.header('mpy-temp').getByRole('button', { name: 'Disconnect' }).click();
  await expect(window.getByRole('contentinfo').getByText('1 link', { exact: true })).toBeVisible();
  await expect(explorer.row('mpy-temp', 'Temperature')).toContainText('°C');
  await window.getByRole('button', { name: 'Reconnect', exact: true }).first().click();
  await expect(window.getByRole('contentinfo').getByText('2 links')).toBeVisible({ timeout: 15_000 });
});

test('a typed address that nobody answers fails with its reason; a wrong one is refused at once', async ({
  window,
}) => {
  await window.keyboard.press('Control+2');
  const address = window.getByRole('textbox', { name: 'Address' });
  await address.fill('c2:00:00');
  await window.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await address.fill('c2:00:00:00:00:99');
  await window.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(window.getByText(/no answer within 10000 ms|did not answer/i).first()).toBeVisible({ timeout: 20_000 });
});

test('the explorer by keyboard only, and accessible in both themes', async ({ running, window }) => {
  const explorer = new ExplorerPage(window);
  const scanner = new ScannerPage(window);
  const device = 'HR Sensor (sim)';
  await scanner.expectAllSimulated();
  await scanner.addTerm('name~hr');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('c');
  await expect(explorer.row(device, 'Generic Access')).toBeVisible({ timeout: 15_000 });
  await explorer.tree(device).focus();
  for (let n = 0; n < 12; n += 1) {
    if ((await explorer.row(device, 'Body Sensor Location').getAttribute('aria-selected')) === 'true') break;
    await window.keyboard.press('ArrowDown');
  }
  await window.keyboard.press('r');
  await expect(explorer.row(device, 'Body Sensor Location')).toContainText('chest');
  await expectAccessible(running, 'the explorer with a value');
});
