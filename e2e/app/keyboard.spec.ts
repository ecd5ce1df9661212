import type { Page } from '@playwright/test';
import { expect, test } from './support/launch.js';
import { ScannerPage, SIMULATED } from './support/scanner-page.js';
import { expectShown, setSystemTheme } from './support/themes.js';

/** Something on the screen must have the focus, or keys would lead nowhere. */
async function expectFocusKept(window: Page): Promise<void> {
  await expect.soft(window.locator(':focus')).toHaveCount(1, { timeout: 3_000 });
  await expect.soft(window.locator(':focus')).toBeVisible({ timeout: 3_000 });
}

test('the main way by keyboard alone: filter, select, read, open, close, filter to, export', async ({ window }) => {
  const scanner = new ScannerPage(window);
  const keys = window.keyboard;
  await scanner.expectAllSimulated();

  await keys.press('/');
  await expect(scanner.filter).toBeFocused();
  await keys.type('not connectable');
  await keys.press('Enter');
  await scanner.expectNames(['Eddystone (sim)', 'iBeacon (sim)']);
  await keys.press('Escape');
  await expect(scanner.grid).toBeFocused();

  await keys.press('Home');
  await expect(scanner.rows().first()).toHaveAttribute('aria-selected', 'true');
  await keys.press('ArrowDown');
  await expect(scanner.rows().nth(1)).toHaveAttribute('aria-selected', 'true');
  // Held while the focus is in the list, so the order is still the one that was read.
  const name = (await scanner.names())[1] ?? '';
  await expect(scanner.inspector.getByRole('heading', { name })).toBeVisible();
  expect(await scanner.bytesIn(scanner.section('Advertising data'))).toMatch(/^02 01 0[46] /);

  await keys.press('Enter');
  await expect(window.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true');
  await expect(window.getByRole('tabpanel', { name }).getByRole('heading', { name })).toBeVisible();
  await expectFocusKept(window);
  await keys.press('Control+Tab');
  await expect(window.getByRole('tab', { name: 'Scanner' })).toHaveAttribute('aria-selected', 'true');
  await expect(scanner.grid).toBeVisible();
  await expectFocusKept(window);
  await keys.press('Control+Tab');
  await expect(window.getByRole('tabpanel', { name })).toBeVisible();
  await keys.press('Control+w');
  await expect(window.getByRole('tab')).toHaveCount(0);
  await expect(scanner.grid).toBeFocused();

  await keys.press('Shift+F10');
  await expect(window.getByRole('menu', { name })).toBeVisible();
  await keys.press('ArrowDown');
  await expect(window.getByRole('menuitem', { name: /^Exclude / })).toBeFocused();
  await keys.press('Enter');
  await expect(scanner.chips()).toHaveCount(2);
  await expect(scanner.rows()).toHaveCount(1);
  await expect(scanner.grid).toBeFocused();

  await scanner.run('Clear the filter');
  await expect(scanner.chips()).toHaveCount(0);
  await scanner.expectAllSimulated();
  await expect(scanner.grid).toBeFocused();
  await keys.press('Control+e');
  await expect(scanner.button('Start')).toBeVisible();
  await expect(scanner.grid).toBeFocused();
});

test('F6 walks the panes both ways, and every part of the window can be reached', async ({ window }) => {
  const scanner = new ScannerPage(window);
  const keys = window.keyboard;
  await scanner.select('mpy-temp');
  await expect(scanner.grid).toBeFocused();
  const places = [
    scanner.inspector,
    window.getByRole('banner'),
    window.getByRole('navigation', { name: 'Panels' }),
    window.getByRole('region', { name: 'Scan' }),
  ];
  for (const place of places) {
    await keys.press('F6');
    await expect(place.locator(':focus')).toBeVisible();
  }
  await expect(scanner.grid).toBeFocused();
  for (const place of places.slice(0, -1).toReversed()) {
    await keys.press('Shift+F6');
    await expect(place.locator(':focus')).toBeVisible();
  }

  // Tab goes round through everything and comes back, without a place it cannot leave.
  const seen = new Set<string>();
  for (let i = 0; i < 80; i += 1) {
    await keys.press('Tab');
    const now = await window
      .locator(':focus')
      .evaluateAll(([element]) =>
        element instanceof HTMLElement
          ? `${element.getAttribute('role') ?? element.tagName} ${element.getAttribute('aria-label') ?? element.innerText} ${element.id}`
          : '',
      );
    if (seen.has(now)) break;
    seen.add(now);
  }
  expect(seen.size).toBeLessThan(80);
  const all = [...seen].join('\n');
  for (const part of [
    'Stop',
    'Baseline',
    'Columns',
    'Export',
    'Saved',
    'Devices',
    'Inspector width',
    'Open in tab',
    'Theme',
    'Settings',
  ])
    expect(all).toContain(part);
});

test('dialogs and sheets open by key, close with Escape, and give the focus back', async ({ app, window }) => {
  const scanner = new ScannerPage(window);
  const keys = window.keyboard;
  await scanner.select('mpy-temp');
  await expect(scanner.grid).toBeFocused();

  await keys.press('?');
  const sheet = window.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('Show all commands')).toBeVisible();
  await expect(sheet.getByText('Hold the order, or let it go')).toBeVisible();
  await keys.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(scanner.grid).toBeFocused();

  await keys.press('Control+k');
  await keys.type('hr sens');
  await expect(window.getByRole('option', { selected: true })).toContainText('HR Sensor (sim)');
  await keys.press('Enter');
  await expect(scanner.row('HR Sensor (sim)')).toHaveAttribute('aria-selected', 'true');
  await expect(scanner.grid).toBeFocused();

  await keys.press('Control+Shift+A');
  const picker = window.getByRole('dialog', { name: /Adapter/ });
  await expect(picker.getByRole('button', { name: /^Virtual radio/ })).toBeFocused();
  await keys.press('Escape');
  await expect(picker).toBeHidden();
  await expectFocusKept(window);

  await scanner.run('Add adapter by address…');
  const adding = window.getByRole('dialog', { name: 'Add adapter by address' });
  await expect(adding.getByRole('textbox', { name: 'Address' })).toBeFocused();
  await keys.press('Escape');
  await expect(adding).toBeHidden();
  await expectFocusKept(window);

  await setSystemTheme(app, window, 'light');
  await scanner.run('Dark theme');
  await expectShown(window, 'dark');
  await expectFocusKept(window);

  await keys.press('Control+,');
  await expect(window.getByRole('region', { name: 'Appearance' })).toBeVisible();
  await expectFocusKept(window);
  await keys.press('Control+1');
  await expect(scanner.grid).toBeVisible();
  await expectFocusKept(window);
  await keys.press('Control+i');
  await expect(scanner.inspector).toBeHidden();
  await expectFocusKept(window);
  await keys.press('Control+i');
  await expect(scanner.inspector).toBeVisible();
  expect(await scanner.names()).toHaveLength(SIMULATED.length);
});
