import { expect, test } from './support/launch.js';
import { ScannerPage, SIMULATED } from './support/scanner-page.js';

test('a first start lists the simulated devices within five seconds, and says what it runs on', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectNames(SIMULATED, 5_000);
  for (const name of SIMULATED) await expect(scanner.row(name).getByText('virtual', { exact: true })).toBeVisible();
  await expect(window).toHaveTitle('BLE Workbench');

  await expect(
    window.getByText(/No (real|usable) adapter: on the virtual radio, with 10 simulated devices\./),
  ).toBeVisible();
  await expect(window.getByRole('button', { name: /^Adapter: Virtual radio/ })).toContainText('simulated');

  const status = window.getByRole('contentinfo');
  await expect(status.getByText('Adapter ready')).toBeVisible();
  await expect(status.getByText('0 links')).toBeVisible();
  await expect(status.getByText(/^[1-9]\d* adv\/s$/)).toBeVisible();
  await expect(status.getByText('dropped 0')).toBeVisible();
  await expect(scanner.foot.getByText('10 of 10 shown')).toBeVisible();
  await expect(scanner.foot.getByText(/received, 0 dropped/)).toBeVisible();
});

test('the note about the virtual radio names the way to a real one, and once dismissed it stays away', async ({
  launch,
}) => {
  const first = await launch();
  const note = first.window.getByText(/running on the virtual radio/);
  await first.window.getByRole('button', { name: 'Use a real one' }).click();
  await expect(first.window.getByText(/^Then add (unix|tcp):/)).toBeVisible();
  await first.window.getByRole('button', { name: 'Dismiss' }).click();
  await expect(note).toBeHidden();
  await first.close();

  const second = await launch({ profile: first.profile });
  await new ScannerPage(second.window).expectAllSimulated();
  await expect(second.window.getByText(/running on the virtual radio/)).toBeHidden();
});
