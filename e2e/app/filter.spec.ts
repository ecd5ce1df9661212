import { expect, test } from './support/launch.js';
import { ScannerPage, SIMULATED } from './support/scanner-page.js';

const without = (...names: string[]) => SIMULATED.filter((name) => !names.includes(name));

test('terms become chips that filter together, and a chip taken away brings its devices back', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();

  await scanner.filter.fill('kind:eddy');
  // It filters while it is typed.
  await scanner.expectNames(['Eddystone (sim)']);
  await scanner.filter.fill('name~sim');
  await scanner.filter.press('Enter');
  await scanner.expectNames(without('mpy-temp'));
  await scanner.addTerm('-kind:ibeacon');
  await scanner.expectNames(without('mpy-temp', 'iBeacon (sim)'));
  await scanner.addTerm('not uuid:180d');
  await scanner.expectNames(without('mpy-temp', 'iBeacon (sim)', 'HR Sensor (sim)'));
  await expect(scanner.foot.getByText('7 of 10 shown')).toBeVisible();

  await scanner.chip('name~sim').click();
  await scanner.expectNames(without('iBeacon (sim)', 'HR Sensor (sim)'));
  // With nothing typed Backspace takes the last chip back into the entry.
  await scanner.filter.press('Backspace');
  await expect(scanner.filter).toHaveValue('not uuid:180d');
  await expect(scanner.chip('not uuid:180d')).toBeHidden();
});

test('a term that cannot be understood is refused in place, with what it wants', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await scanner.filter.fill('rssi>loud');
  await scanner.filter.press('Enter');
  await expect(window.getByRole('status').filter({ hasText: 'rssi wants a number like -70' })).toBeVisible();
  await expect(scanner.filter).toHaveAttribute('aria-invalid', 'true');
  await expect(scanner.filter).toHaveValue('rssi>loud');
  await expect(scanner.chips()).toHaveCount(0);

  await scanner.addTerm('rssi>-120');
  await scanner.expectAllSimulated();
});

test('suggestions offer keys and what is on the air, and are taken with the keys', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await scanner.filter.pressSequentially('kin');
  const options = window.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
  await expect(options).toHaveText([/^kind:ibeacon/]);
  await scanner.filter.press('ArrowDown');
  await scanner.filter.press('Tab');
  await expect(scanner.filter).toHaveValue('kind:');
  await options.filter({ hasText: 'kind:iBeacon' }).click();
  await expect(scanner.chip('kind:iBeacon')).toBeVisible();
  await scanner.expectNames(['iBeacon (sim)']);
});

test('an empty list says which term leaves nothing, and takes it away', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await scanner.addTerm('kind:ibeacon');
  await scanner.addTerm('name~nowhere');
  await expect(window.getByRole('heading', { name: 'No device matches name~nowhere' })).toBeVisible();
  await expect(window.getByText('1 device matches the rest.')).toBeVisible();
  await window.getByText('Remove name~nowhere', { exact: true }).click();
  await expect(scanner.chip('name~nowhere')).toBeHidden();
  await scanner.expectNames(['iBeacon (sim)']);
});

test('a filter is saved under a name, applied again, and deleted with a way back', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await scanner.addTerm('kind:eddystone');
  await scanner.button('Saved').click();
  await window.getByRole('menuitem', { name: 'Save this filter…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Save this filter' });
  await expect(dialog.getByText('kind:eddystone')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('A saved filter needs a name')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Beacons here');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();

  await scanner.chip('kind:eddystone').click();
  await scanner.expectAllSimulated();
  await scanner.button('Saved').click();
  await window.getByRole('menuitem', { name: 'Beacons here' }).click();
  await expect(scanner.chip('kind:eddystone')).toBeVisible();
  await scanner.expectNames(['Eddystone (sim)']);

  await scanner.button('Beacons here').click();
  await window.getByRole('menuitem', { name: 'Delete Beacons here' }).click();
  await expect(scanner.button('Saved')).toBeVisible();
  await window
    .getByRole('status')
    .filter({ hasText: 'Saved filter Beacons here deleted' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(scanner.button('Beacons here')).toBeVisible();
});

test('the menu of a cell filters to its value or excludes it', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await (await scanner.openMenu('iBeacon (sim)', 'Kind')).getByRole('menuitem', { name: 'Exclude iBeacon' }).click();
  await expect(scanner.chip('not kind=iBeacon')).toBeVisible();
  await scanner.expectNames(without('iBeacon (sim)'));

  await (await scanner.openMenu('mpy-temp', 'Address'))
    .getByRole('menuitem', { name: 'Filter to 28:cd:c1:00:00:02' })
    .click();
  await expect(scanner.chip('addr=28:cd:c1:00:00:02')).toBeVisible();
  await scanner.expectNames(['mpy-temp']);
  // The list has the focus again, so the keys go on there.
  await expect(scanner.grid).toBeFocused();
});

test('a baseline hides what is there, and Undo brings it back', async ({ window }) => {
  const scanner = new ScannerPage(window);
  await scanner.expectAllSimulated();
  await scanner.button('Baseline').click();
  await expect(window.getByRole('heading', { name: 'Nothing new since the baseline' })).toBeVisible();
  await expect(window.getByText('Show the 10 again')).toBeVisible();
  await expect(scanner.foot.getByText('0 of 10 shown, 10 in baseline')).toBeVisible();
  const said = window.getByRole('status').filter({ hasText: 'Baseline set, 10 hidden' });
  await said.getByRole('button', { name: 'Undo' }).click();
  await scanner.expectAllSimulated();
});
