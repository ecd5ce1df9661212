import { expect, test } from './support/launch.js';
import { ScannerPage, SIMULATED } from './support/scanner-page.js';

test('favourites are marked in the list, can be filtered by, and are still there after a restart', async ({
  launch,
}) => {
  const first = await launch();
  const scanner = new ScannerPage(first.window);
  await scanner.pointAtList();
  const star = scanner.row('Door Lock (sim)').getByRole('button', { name: 'Favourite Door Lock (sim)' });
  await expect(star).toHaveAttribute('aria-pressed', 'false');
  await star.click();
  await expect(star).toHaveAttribute('aria-pressed', 'true');
  // By key, in the list.
  await scanner.select('mpy-temp');
  await first.window.keyboard.press('f');
  await expect(scanner.inspector.getByRole('button', { name: 'Favourite' })).toHaveAttribute('aria-pressed', 'true');
  await first.close();

  const second = await launch({ profile: first.profile });
  const again = new ScannerPage(second.window);
  await again.addTerm('favourite');
  await again.expectNames(['Door Lock (sim)', 'mpy-temp']);
});

test('the order holds with Space, keeps rows the filter no longer lets through, and is made anew with "Sort now"', async ({
  window,
}) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await scanner.addTerm('seen<2s');
  await scanner.expectAllSimulated();
  await window.keyboard.press('Space');
  await scanner.filter.focus();
  await scanner.toolbar.hover();
  await expect(scanner.foot.getByText('Order held')).toBeVisible();
  await expect(scanner.foot.getByText('Order held')).toHaveAttribute('title', /Held by you/);

  await scanner.button('Stop').click();
  await expect(async () => {
    expect(await (await scanner.cell('mpy-temp', 'Seen')).innerText()).toMatch(/^([3-9]\.\d|\d\d) s$/);
  }).toPass();
  expect(await scanner.names()).toHaveLength(SIMULATED.length);
  await scanner.button('Sort now').click();
  await expect(window.getByRole('heading', { name: 'No device matches seen<2s' })).toBeVisible();
});

test('columns are chosen, sorted by, and chosen by the window again', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  expect(await scanner.columns()).not.toContain('Company');
  const fitting = await scanner.columns();
  const columns = window.getByRole('button', { name: /^Columns, \d+ of \d+ shown$/ });
  await columns.click();
  await window.getByRole('menuitemcheckbox', { name: 'Company' }).click();
  await window.getByRole('menuitemcheckbox', { name: 'RSSI of the last 60 s' }).click();
  await window.keyboard.press('Escape');
  await expect
    .poll(() => scanner.columns())
    .toEqual([...fitting.slice(0, -1), 'Company', 'Seen'].filter((name) => name !== 'RSSI of the last 60 s'));
  await expect(await scanner.cell('iBeacon (sim)', 'Company')).toHaveText('Apple, Inc.');

  const byName = scanner.grid.getByRole('columnheader', { name: 'Name' });
  await byName.getByRole('button').click();
  await expect(byName).toHaveAttribute('aria-sort', 'ascending');
  await expect.poll(() => scanner.names()).toEqual([...SIMULATED]);
  await byName.getByRole('button').click();
  await expect(byName).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => scanner.names()).toEqual(SIMULATED.toReversed());

  await columns.click();
  await window.getByRole('menuitemradio', { name: 'As fits the window' }).click();
  await window.keyboard.press('Escape');
  await expect.poll(() => scanner.columns()).toEqual(fitting);
});
