import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';
import { expectShown, setSystemTheme, setWindowSize } from './support/themes.js';

test('light, dark, and as the system: from the title bar and from the settings', async ({ app, window }) => {
  await setSystemTheme(app, window, 'dark');
  await expectShown(window, 'dark');
  await setSystemTheme(app, window, 'light');
  await expectShown(window, 'light');

  await window.getByRole('button', { name: 'Theme: as the system' }).click();
  await window.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expectShown(window, 'dark');
  await window.getByRole('button', { name: 'Theme: dark' }).click();
  await expect(window.getByRole('menuitemradio', { name: 'Dark' })).toBeChecked();
  await window.getByRole('menuitemradio', { name: 'Light' }).click();
  await expectShown(window, 'light');
  // What was chosen stays, whatever the system does.
  await setSystemTheme(app, window, 'dark');
  await expectShown(window, 'light');

  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('radio', { name: 'As the system' }).click();
  await setSystemTheme(app, window, 'dark');
  await expectShown(window, 'dark');
});

test('at 200 % zoom nothing is lost: every control is reached, and nothing is pushed out sideways', async ({
  app,
  window,
}) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await setWindowSize(app, window, 1280, 800);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  await expect.poll(() => window.evaluate('innerWidth')).toBe(640);
  const noOverflow = () => window.evaluate('document.documentElement.scrollWidth <= innerWidth');
  expect(await noOverflow()).toBe(true);

  for (const control of [
    scanner.button('Stop'),
    scanner.toolbar.getByRole('radio', { name: 'Passive' }),
    scanner.toolbar.getByRole('textbox', { name: 'Interval' }),
    scanner.toolbar.getByRole('textbox', { name: 'Window' }),
    scanner.toolbar.getByRole('button', { name: /^Duration: / }),
    scanner.button('Baseline'),
    window.getByRole('button', { name: /^Columns, / }),
    scanner.button('Export with this filter'),
    scanner.button('Saved'),
    window.getByRole('button', { name: /Adapter:/ }),
    window.getByRole('button', { name: /^Theme: / }),
    window.getByRole('button', { name: 'Use a real one' }),
  ])
    await control.click({ trial: true });

  await scanner.addTerm('kind:ibeacon');
  await scanner.row('iBeacon (sim)').click();
  await scanner.page.keyboard.press('Enter');
  const tab = window.getByRole('tabpanel', { name: 'iBeacon (sim)' });
  await tab.getByRole('button', { name: 'Filter to' }).click({ trial: true });
  await tab.getByRole('grid', { name: 'Packets, newest first' }).getByRole('row').nth(1).click({ trial: true });
  await scanner.page.keyboard.press('Control+w');
  await scanner.section('Scan response').getByTitle('byte 14').hover();

  await scanner.run('Add adapter by address…');
  const adding = window.getByRole('dialog', { name: 'Add adapter by address' });
  for (const name of ['Cancel', 'Add', 'Add and use'])
    await adding.getByRole('button', { name, exact: true }).click({ trial: true });
  await adding.getByRole('button', { name: 'Fill in' }).last().click({ trial: true });
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Settings' }).click();
  await window.getByRole('button', { name: 'Copy versions' }).click({ trial: true });
  expect(await noOverflow()).toBe(true);
});
