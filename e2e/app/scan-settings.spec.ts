import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';

test('scanning stops and starts, and the list keeps what was heard', async ({ window }) => {
  const scanner = new ScannerPage(window);
  const status = window.getByRole('contentinfo');
  await scanner.expectAllSimulated();
  await scanner.button('Stop').click();
  await expect(scanner.button('Start')).toBeVisible();
  await expect(status.getByText('not scanning')).toBeVisible();
  await scanner.expectAllSimulated();
  const received = async () =>
    Number((await scanner.foot.getByText(/received/).innerText()).replaceAll(/\D+received.*|\D/g, ''));
  const before = await received();
  expect(before).toBeGreaterThan(6);

  await scanner.button('Start').click();
  await expect(scanner.button('Stop')).toBeVisible();
  await expect(status.getByText(/^[1-9]\d* adv\/s$/)).toBeVisible();
  await expect.poll(received).toBeGreaterThan(before);
});

test('a window longer than the interval is refused with the reason and the button that puts it right', async ({
  window,
}) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  const field = scanner.toolbar.getByRole('textbox', { name: 'Window' });
  await field.fill('200');
  await field.press('Enter');
  const refusal = window.getByRole('alert').filter({ hasText: 'Scan window: Longer than the interval, 100 ms' });
  await expect(refusal).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await refusal.getByRole('button', { name: 'Use 100 ms' }).click();
  await expect(refusal).toBeHidden();
  await expect(field).toHaveValue('100');

  const interval = scanner.toolbar.getByRole('textbox', { name: 'Interval' });
  await interval.fill('20000');
  await interval.press('Enter');
  await expect(
    window.getByRole('alert').filter({ hasText: 'Longer than the longest there is, 10240 ms' }),
  ).toBeVisible();
  await interval.press('Escape');
  await expect(interval).toHaveValue('100');
  // Nothing of this has disturbed the scan.
  await expect(scanner.button('Stop')).toBeVisible();
});

test('a duration ends the scan by itself', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  const duration = scanner.toolbar.getByRole('textbox', { name: /^Duration/ });
  await duration.fill('1.5');
  await duration.press('Enter');
  await expect(scanner.button('Start')).toBeVisible();
  await expect(window.getByRole('contentinfo').getByText('not scanning')).toBeVisible();
  await expect(window.getByRole('alert')).toHaveCount(0);
  await scanner.button('Start').click();
  await expect(scanner.button('Stop')).toBeVisible();
  await expect(scanner.button('Start')).toBeVisible();
});
