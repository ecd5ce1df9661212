import { expectAccessible } from './support/axe.js';
import { ExplorerPage } from './support/explorer-page.js';
import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';
import { takeScreenshots } from './support/screenshots.js';
import { setWindowSize } from './support/themes.js';

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
  // It moves: the plot's newest number is soon another one.
  const newest = () => explorer.inspector.getByRole('img', { name: /Heart rate/ }).getAttribute('aria-label');
  const before = await newest();
  await expect.poll(newest, { timeout: 15_000 }).not.toBe(before);

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
  await reports.nth(2).click();
  const handle = /0x[0-9a-f]{4}/.exec(await reports.nth(2).innerText())?.[0] ?? '';
  await explorer.inspector.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(explorer.inspector.getByRole('heading', { name: 'Report #3' })).toBeVisible();
  await expect(explorer.inspector.getByText(handle, { exact: false }).first()).toBeVisible();
  await expect(reports.nth(2)).toContainText(/0\.\d s$/);
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
    .filter({ hasText: /read,?\s*write/ });
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

test('the whole way by keyboard only: connect, subscribe, read, write, several links, end and close', async ({
  running,
  window,
}) => {
  const explorer = new ExplorerPage(window);
  const scanner = new ScannerPage(window);
  const keys = window.keyboard;
  const device = 'HR Sensor (sim)';
  await scanner.expectAllSimulated();
  await keys.press('/');
  await keys.type('name~hr');
  await keys.press('Enter');
  await keys.press('Escape');
  await keys.press('ArrowDown');
  await keys.press('c');
  await expect(explorer.row(device, 'Generic Access')).toBeVisible({ timeout: 15_000 });
  await expect(explorer.tree(device)).toBeFocused();
  const goTo = async (name: string) => {
    await keys.press('Home');
    for (let n = 0; n < 30; n += 1) {
      if ((await explorer.row(device, name).getAttribute('aria-selected')) === 'true') return;
      await keys.press('ArrowDown');
    }
    throw new Error(`${name} was not come to`);
  };
  await goTo('Body Sensor Location');
  await keys.press('r');
  await expect(explorer.row(device, 'Body Sensor Location')).toContainText('chest');
  await goTo('Heart Rate Measurement');
  await keys.press('n');
  await expect(explorer.row(device, 'Heart Rate Measurement')).toContainText(/\d+ bpm/);
  await keys.press('ArrowRight');
  await expect(explorer.row(device, 'Client Configuration')).toContainText('notifications on');
  await keys.press('ArrowLeft');
  await goTo('Heart Rate Control Point');
  await keys.press('w');
  await expect(explorer.hexToWrite).toBeFocused();
  await keys.type('01');
  await keys.press('Control+Enter');
  await expect(explorer.inspector.getByText(/^1 byte written/)).toBeVisible();
  await expect(explorer.hexToWrite).toBeFocused();
  await expectAccessible(running, 'the explorer with values and a write');
  await keys.press('F6');
  await expect(explorer.hexToWrite).not.toBeFocused();

  // Another device through the palette, by its address; back and forth; the end of one.
  await scanner.run('Connect to an address…');
  await expect(window.getByRole('textbox', { name: 'Address' })).toBeFocused();
  await keys.type('d3:53:50:00:00:08');
  await keys.press('Enter');
  await expect(window.getByRole('contentinfo').getByText('2 links')).toBeVisible({ timeout: 15_000 });
  await keys.press('Control+Tab');
  await expect(explorer.tabs.getByRole('tab', { name: device })).toHaveAttribute('aria-selected', 'true');
  await scanner.run('Disconnect');
  await expect(window.getByText(/^Disconnected .* ago\./)).toBeVisible();
  await scanner.run('Reconnect');
  await expect(window.getByRole('contentinfo').getByText('2 links')).toBeVisible({ timeout: 15_000 });
  // Its subscription has come back.
  await expect(explorer.row(device, 'Heart Rate Measurement')).toContainText(', subscribed');
  await keys.press('Control+w');
  await expect(explorer.tabs.getByRole('tab')).toHaveCount(1);
  await expect.soft(window.locator(':focus')).toBeVisible();
  await keys.press('Control+w');
  await expect(window.getByRole('heading', { name: 'No device is connected' })).toBeVisible();
  await expect.soft(window.locator(':focus')).toBeVisible();
  await expectAccessible(running, 'the explorer without a device');
});

test('names, fields and numbers are whole at 1280 and at 1000 pixels, in both themes', async ({ running, window }) => {
  const explorer = new ExplorerPage(window);
  const device = 'HR Sensor (sim)';
  await explorer.connectFromScanner(device);
  await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
  await explorer.select(device, 'Heart Rate Measurement');
  await explorer.inspector.getByRole('button', { name: 'Notify' }).click();
  await expect.poll(() => explorer.history().getByRole('row').count(), { timeout: 15_000 }).toBeGreaterThan(3);
  const cut = () =>
    window.evaluate(() => {
      const parts = [
        '[role="treegrid"] [data-column="0"] span',
        '[aria-label="Decoded fields"] span',
        '[aria-label^="Numbers from"] *',
        '[role="tab"] span',
        'button',
      ];
      return parts
        .flatMap((part) => [...document.querySelectorAll<HTMLElement>(part)])
        .filter((element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1)
        .map((element) => element.textContent);
    });
  // Names that the device gives, with digits, are whole too.
  await explorer.connectFromScanner('Scratchpad (sim)');
  await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
  await expect(explorer.row('Scratchpad (sim)', 'Scratchpad, up to 512 bytes')).toContainText('Write up');
  await setWindowSize(running.app, window, 1000, 700);
  expect.soft(await cut(), 'cut in the second tree').toEqual([]);
  await explorer.tabs.getByRole('tab', { name: device }).click();
  for (const [width, height] of [
    [1280, 800],
    [1000, 700],
  ] as const) {
    await setWindowSize(running.app, window, width, height);
    expect.soft(await cut(), `cut at ${width} x ${height}`).toEqual([]);
    await expectAccessible(running, `the explorer at ${width} x ${height}`);
  }
  await window.getByRole('contentinfo').hover();
  await takeScreenshots(running, 'explorer-fields');
});
