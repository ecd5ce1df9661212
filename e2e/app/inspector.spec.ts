import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';

/** Apple's company identifier, type 02 of 0x15 bytes; then UUID, major 100, minor 7, −59 dBm. */
const IBEACON = '1a ff 4c 00 02 15 5f 1c 0a 7e 24 b3 4d 86 8a 0f 3d 6e 9b 7c 1f 42 00 64 00 07 c5';
/** Complete local name 'iBeacon (sim)'. */
const IBEACON_NAME = '0e 09 69 42 65 61 63 6f 6e 20 28 73 69 6d 29';

test('a selected iBeacon shows its structures with exactly their bytes, and the scan response apart', async ({
  window,
}) => {
  const scanner = new ScannerPage(window);
  await scanner.select('iBeacon (sim)');
  await expect(scanner.inspector.getByRole('heading', { name: 'iBeacon (sim)' })).toBeVisible();

  const advertising = scanner.section('Advertising data');
  const structures = advertising.getByRole('listitem');
  await expect(structures).toHaveCount(2);
  expect(await scanner.bytesIn(structures.nth(0))).toMatch(/^02 01 0[46]$/);
  expect(await scanner.bytesIn(structures.nth(1))).toBe(IBEACON);
  for (const text of ['5f1c0a7e-24b3-4d86-8a0f-3d6e9b7c1f42', 'Major 100, minor 7', '−59 dBm at 1 m'])
    await expect(structures.nth(1).getByText(text)).toBeVisible();
  await expect(advertising.getByText('ADV_SCAN_IND, 30 of 31 bytes')).toBeVisible();

  const response = scanner.section('Scan response');
  expect(await scanner.bytesIn(response)).toBe(IBEACON_NAME);
  await expect(response.getByText('SCAN_RSP, 15 of 31 bytes')).toBeVisible();
  await expect(response.getByText('iBeacon (sim)', { exact: true })).toBeVisible();
});

test('a field lights its bytes and a byte its field, by pointer and by keyboard', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.select('iBeacon (sim)');
  const structure = scanner.section('Advertising data').getByRole('listitem').nth(1);
  const head = structure.getByRole('button', { name: 'Manufacturer data' });
  const lit = () =>
    structure
      .getByTitle(/^byte /)
      .evaluateAll((all) =>
        all
          .filter((byte) => getComputedStyle(byte).backgroundColor !== 'rgba(0, 0, 0, 0)')
          .map((byte) => byte.textContent),
      );
  await head.click();
  await expect(head).toHaveAttribute('aria-expanded', 'true');

  const major = structure.getByRole('term').filter({ hasText: /^Major$/ });
  await major.hover();
  await expect.poll(lit).toEqual(['00', '64']);
  const minor = structure.getByRole('term').filter({ hasText: /^Minor$/ });
  const underlined = () => minor.evaluate((term) => getComputedStyle(term.parentElement ?? term).boxShadow !== 'none');
  expect(await underlined()).toBe(false);
  await structure.getByTitle('byte 28').hover();
  await expect.poll(lit).toEqual(['00', '07']);
  await expect.poll(underlined).toBe(true);

  // The pointer gone, the focus counts.
  await scanner.inspector.getByRole('heading', { name: 'iBeacon (sim)' }).hover();
  await window.keyboard.press('Shift+Tab');
  await expect.poll(lit).toEqual([]);
  await window.keyboard.press('Tab');
  await expect(head).toBeFocused();
  await expect.poll(async () => (await lit()).join(' ')).toBe(IBEACON.slice('1a ff '.length));
});

test('the history keeps packets with what changed, and an older one can be looked at', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.select('Eddystone (sim)');
  const advertising = scanner.section('Advertising data');
  const packets = scanner.inspector.getByRole('listbox', { name: 'Packets, newest first' }).getByRole('option');
  await expect(packets.filter({ hasText: /\d\d:\d\d:\d\d\.\d{3}/ }).nth(1)).toBeVisible();
  // It sends its frames in turn, so some bytes differ from the packet before.
  await expect(advertising.getByTitle(/changed since the packet before/).first()).toBeVisible({ timeout: 15_000 });
  await expect(packets.filter({ hasText: /\d+ bytes/ }).first()).toBeVisible();

  const older = packets.filter({ hasText: /rsp/ }).last();
  await older.click();
  const response = scanner.section('Scan response');
  await expect(response.getByText(/^of \d\d:\d\d:\d\d\.\d{3}/)).toBeVisible();
  await response.getByRole('button', { name: 'newest' }).click();
  await expect(response.getByText(/^SCAN_RSP, /)).toBeVisible();
});

test('a passive scan is told apart: nothing is asked for, and it says so', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.select('iBeacon (sim)');
  await scanner.toolbar.getByRole('radio', { name: 'Passive' }).click();
  await expect(scanner.foot.getByText('Passive: scan responses are not asked for')).toBeVisible();
  // What was heard before stays, and says that it is of before.
  await expect(scanner.section('Scan response').getByText('received before, passive now')).toBeVisible();

  await scanner.run('Clear the list');
  await expect(scanner.inspector.getByRole('heading', { name: 'No device selected' })).toBeVisible();
  await scanner.addTerm('kind:ibeacon');
  // Its name is in the scan response.
  await scanner.pointAtList();
  await scanner.rows().filter({ hasText: 'no name' }).click();
  await expect(scanner.section('Scan response').getByText('not asked for: passive scan')).toBeVisible();
  expect(await scanner.bytesIn(scanner.section('Scan response'))).toBe('');
  expect(await scanner.bytesIn(scanner.section('Advertising data'))).toContain(IBEACON);

  await scanner.toolbar.getByRole('radio', { name: 'Active' }).click();
  await expect.poll(() => scanner.bytesIn(scanner.section('Scan response'))).toBe(IBEACON_NAME);
});
