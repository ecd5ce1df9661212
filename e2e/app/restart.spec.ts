import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronCommand, expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';
import { expectShown } from './support/themes.js';

test('theme, filter, scan settings, columns and sorting are there again after a restart', async ({ launch }) => {
  const first = await launch();
  const scanner = new ScannerPage(first.window);
  await scanner.expectAllSimulated();
  await first.window.getByRole('button', { name: 'Theme: as the system' }).click();
  await first.window.getByRole('menuitemradio', { name: 'Dark' }).click();
  await scanner.addTerm('name~sim');
  await scanner.toolbar.getByRole('radio', { name: 'Passive' }).click();
  const window = scanner.toolbar.getByRole('textbox', { name: 'Window' });
  await window.fill('50');
  await window.press('Enter');
  await first.window.getByRole('button', { name: /^Columns, / }).click();
  await first.window.getByRole('menuitemcheckbox', { name: 'Services' }).click();
  await first.window.keyboard.press('Escape');
  await scanner.grid.getByRole('columnheader', { name: 'Address' }).getByRole('button').click();
  await expect(scanner.grid.getByRole('columnheader', { name: 'Address' })).toHaveAttribute('aria-sort', 'ascending');
  const columns = await scanner.columns();
  await first.close();

  const second = await launch({ profile: first.profile });
  const again = new ScannerPage(second.window);
  await expect(second.window.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
  await expectShown(second.window, 'dark');
  await expect(again.chip('name~sim')).toBeVisible();
  await expect(again.toolbar.getByRole('radio', { name: 'Passive' })).toBeChecked();
  await expect(again.toolbar.getByRole('textbox', { name: 'Window' })).toHaveValue('50');
  await expect(again.toolbar.getByRole('textbox', { name: 'Interval' })).toHaveValue('100');
  await expect.poll(() => again.columns()).toEqual(columns);
  expect(columns).toContain('Services');
  await expect(again.grid.getByRole('columnheader', { name: 'Address' })).toHaveAttribute('aria-sort', 'ascending');
  // The scan at start is passive already: names in scan responses are not heard.
  await again.expectNames(['HR Sensor (sim)', 'Keyboard (sim)']);
  // The line says whichever is more urgent, and the pointer may rest over the list from the start.
  await again.toolbar.hover();
  await expect(again.foot.getByText('Passive: scan responses are not asked for')).toBeVisible();
});

test('with a damaged settings file the app opens on its defaults, says so, and keeps the file', async ({ launch }) => {
  const profile = await mkdtemp(join(tmpdir(), 'workbench-damaged-'));
  const damaged = '{"theme": "dark", "filter": "name~x"';
  await writeFile(join(profile, 'settings.json'), damaged);
  try {
    const running = await launch({ profile });
    const notice = running.window.getByRole('alert').filter({ hasText: 'The settings file was damaged' });
    await expect(notice).toContainText('the app runs on its defaults');
    const scanner = new ScannerPage(running.window);
    await scanner.expectAllSimulated();
    await expect(scanner.chips()).toHaveCount(0);
    const kept = (await readdir(profile)).find((name) => name.includes('damaged'));
    expect(await readFile(join(profile, kept ?? ''), 'utf8')).toBe(damaged);
    // And it saves again.
    await scanner.addTerm('kind:ibeacon');
    await expect.poll(() => readFile(join(profile, 'settings.json'), 'utf8')).toContain('kind:ibeacon');
    await running.close();
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 3 });
  }
});

test('a second start on the same profile ends by itself and says who holds it; the first goes on', async ({
  running,
  window,
}) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  const { path, args, cwd } = electronCommand(running.profile);
  const second = spawn(path, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  second.stderr.on('data', (data: Buffer) => {
    said += data.toString('utf8');
  });
  const code = await new Promise<number | null>((resolve) => second.once('close', resolve));
  expect(code).toBe(2);
  expect(said).toContain(`BLE Workbench already runs on the profile ${await realpath(running.profile)}, as process `);
  await expect(window.getByRole('contentinfo').getByText(/^[1-9]\d* adv\/s$/)).toBeVisible();
});
