import type { Page } from '@playwright/test';
import { AdapterPicker } from './support/adapter-picker.js';
import { expectAccessible } from './support/axe.js';
import { deadAddress } from './support/bad-controller.js';
import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';
import { setWindowSize } from './support/themes.js';

async function closeDialog(window: Page): Promise<void> {
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
}

for (const [width, height] of [
  [1280, 800],
  [1000, 700],
] as const) {
  test(`axe finds nothing in any state of the window, in either theme, at ${width} x ${height}`, async ({
    running,
    app,
    window,
  }) => {
    test.setTimeout(120_000);
    const scanner = new ScannerPage(window);
    const picker = new AdapterPicker(window);
    await setWindowSize(app, window, width, height);
    await scanner.select('iBeacon (sim)');
    await expect(scanner.section('Scan response').getByTitle(/^byte/).first()).toBeVisible();
    await expectAccessible(running, 'scanner with a selected device');

    await scanner.filter.fill('rssi>loud');
    await scanner.filter.press('Enter');
    await expectAccessible(running, 'a term that is refused');
    await scanner.filter.fill('');
    await scanner.addTerm('kind:ibeacon');
    await scanner.addTerm('name~nowhere');
    await expect(window.getByRole('heading', { name: 'No device matches name~nowhere' })).toBeVisible();
    await expectAccessible(running, 'an empty list');
    await window.getByText('Remove name~nowhere', { exact: true }).click();

    await scanner.row('iBeacon (sim)').click({ button: 'right' });
    await expect(window.getByRole('menu')).toBeVisible();
    await expectAccessible(running, 'the menu of a row');
    await window.keyboard.press('Escape');
    await expect(window.getByRole('menu')).toBeHidden();

    await window.keyboard.press('Control+k');
    await expect(window.getByRole('listbox', { name: 'Results' })).toBeVisible();
    await expectAccessible(running, 'the palette');
    await closeDialog(window);

    const dead = await deadAddress();
    await picker.addAndUse(dead);
    await expect(picker.list.getByRole('alert')).toBeVisible();
    await expectAccessible(running, 'the adapter picker with an error');
    await closeDialog(window);

    await picker.openAdding();
    await picker.adding.getByRole('textbox', { name: 'Address' }).fill('tcp:x:0');
    await picker.adding.getByRole('textbox', { name: 'Address' }).press('Enter');
    await expectAccessible(running, 'the dialog that adds an adapter');
    await closeDialog(window);

    await picker.share();
    await expectAccessible(running, 'the dialog that shares the radio');
    await closeDialog(window);

    await window.keyboard.press('?');
    await expect(window.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await expectAccessible(running, 'the shortcut sheet');
    await closeDialog(window);

    await window.getByRole('button', { name: 'Settings' }).click();
    await expectAccessible(running, 'settings');
    await window.getByRole('button', { name: 'Scan', exact: true }).click();

    await scanner.inspector.getByRole('button', { name: 'Open in tab' }).click();
    await expect(window.getByRole('tabpanel', { name: 'iBeacon (sim)' })).toBeVisible();
    await expectAccessible(running, "a device's tab");
  });
}
