/** Pictures of the window in its usual states, for people to look at: out/screenshots. With UPDATE_IMAGES=1 those of the README too. */
import { AdapterPicker } from './support/adapter-picker.js';
import { deadAddress } from './support/bad-controller.js';
import { ExplorerPage } from './support/explorer-page.js';
import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';
import { takeScreenshot, takeScreenshots, updateDocsImage } from './support/screenshots.js';

test('the scanner with a selected device, in both themes and sizes', async ({ running, window }) => {
  test.setTimeout(180_000);
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await scanner.select('iBeacon (sim)');
  await expect(scanner.section('Scan response').getByTitle(/^byte/).first()).toBeVisible();
  await scanner.row('HR Sensor (sim)').getByRole('button').click();
  const packets = scanner.inspector.getByText('Packets', { exact: true }).locator('xpath=following-sibling::dd');
  // With some signal strength behind it; for the README with the whole minute that is drawn.
  const enough = process.env.UPDATE_IMAGES === '1' ? 1_200 : 60;
  await expect
    .poll(async () => Number((await packets.innerText()).replaceAll(/\D/g, '')), { timeout: enough * 100 })
    .toBeGreaterThan(enough);
  await window.getByRole('contentinfo').hover();
  await takeScreenshots(running, 'scanner');
  await updateDocsImage('scanner', 'scanner-light.png', 'light');
  await updateDocsImage('scanner', 'scanner-dark.png', 'dark');
});

test('the explorer with a value that is plotted, in both themes and sizes', async ({ running, window }) => {
  test.setTimeout(180_000);
  const explorer = new ExplorerPage(window);
  await explorer.connectFromScanner('HR Sensor (sim)');
  await explorer.connectFromScanner('mpy-temp');
  await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
  await explorer.toolbar.getByRole('button', { name: 'Subscribe all' }).click();
  await explorer.select('mpy-temp', 'Temperature');
  // For the README with most of the minute that is drawn.
  const enough = process.env.UPDATE_IMAGES === '1' ? 45 : 3;
  await expect
    .poll(async () => Number(await explorer.history().getAttribute('aria-rowcount')), { timeout: 90_000 })
    .toBeGreaterThan(enough);
  await window.mouse.move(400, 10);
  await takeScreenshots(running, 'explorer');
  await updateDocsImage('explorer', 'explorer-light.png', 'light');
});

test('palette, pickers, dialogs, settings, tab, empty list and errors', async ({ running, window }) => {
  const scanner = new ScannerPage(window);
  const picker = new AdapterPicker(window);
  const picture = async (name: string) => {
    await takeScreenshot(running, name, 'light', 1280, 800);
    await takeScreenshot(running, name, 'dark', 1000, 700);
  };
  await scanner.expectAllSimulated();
  await scanner.select('iBeacon (sim)');
  await window.keyboard.press('Control+k');
  await picture('palette');
  await window.getByRole('combobox', { name: 'Command' }).fill('scan');
  await picture('palette-typed');
  await window.keyboard.press('Escape');

  await window.keyboard.press('?');
  await picture('shortcuts');
  await window.keyboard.press('Escape');

  await picker.openAdding();
  await picture('add-adapter');
  await window.keyboard.press('Escape');

  await picker.addAndUse(await deadAddress());
  await expect(picker.list.getByRole('alert')).toBeVisible();
  await picture('adapter-picker');
  await window.keyboard.press('Escape');

  await picker.share();
  await picture('share');
  await picker.leaveSharing();

  await window.getByRole('button', { name: 'Settings' }).click();
  await picture('settings');
  await window.getByRole('button', { name: 'Scan', exact: true }).click();

  await scanner.inspector.getByRole('button', { name: 'Open in tab' }).click();
  await expect(window.getByRole('tabpanel', { name: 'iBeacon (sim)' })).toBeVisible();
  await picture('device-tab');
  await window.keyboard.press('Control+w');

  await scanner.filter.fill('ki');
  await expect(window.getByRole('option', { name: /^kind:/ })).toBeVisible();
  await picture('filter-suggestions');
  await scanner.filter.fill('');
  await scanner.addTerm('kind:ibeacon');
  await scanner.addTerm('name~nowhere');
  await expect(window.getByRole('heading', { name: 'No device matches name~nowhere' })).toBeVisible();
  await picture('filter-empty');
  await window.getByText('Remove name~nowhere', { exact: true }).click();

  const field = scanner.toolbar.getByRole('textbox', { name: 'Window' });
  await field.fill('200');
  await field.press('Enter');
  await expect(window.getByRole('alert')).toBeVisible();
  await scanner.row('iBeacon (sim)').click({ button: 'right' });
  await picture('refusal-and-menu');
});

test('an adapter that is gone', async ({ launch }) => {
  const host = await launch();
  const spec = await new AdapterPicker(host.window).share();
  const guest = await launch();
  const scanner = new ScannerPage(guest.window);
  await scanner.expectAllSimulated();
  await new AdapterPicker(guest.window).addAndUse(spec);
  await expect(guest.window.getByRole('contentinfo').getByText('Adapter ready')).toBeVisible();
  await scanner.select('HR Sensor (sim)');
  await host.close();
  await expect(guest.window.getByRole('main').getByRole('alert').filter({ hasText: 'is gone' })).toBeVisible();
  await takeScreenshot(guest, 'adapter-lost', 'light', 1280, 800);
  await takeScreenshot(guest, 'adapter-lost', 'dark', 1000, 700);
});
