/** Pairing with simulated devices, and the bonds that come of it, as a user does it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from './support/axe.js';
import { ExplorerPage } from './support/explorer-page.js';
import { answerOpenDialog, answerSaveDialog } from './support/file-dialogs.js';
import { KeysPage } from './support/keys-page.js';
import { expect, test } from './support/launch.js';
import { takeScreenshots, updateDocsImage } from './support/screenshots.js';
import { setWindowSize } from './support/themes.js';

const LOCK = 'Door Lock (sim)';
/** Of the lock's characteristics, as the tree begins them. */
const STATE = 'b7d1c001';
const COMMAND = 'b7d1c002';
const PASSPHRASE = 'correct horse battery';

test('the lock is paired with by the passkey it shows, step by step, and its bond is in the table', async ({
  running,
  window,
}) => {
  test.setTimeout(120_000);
  const explorer = new ExplorerPage(window);
  const keys = new KeysPage(window);
  await explorer.connectFromScanner(LOCK);
  await keys.open();
  await takeScreenshots(running, 'keys-empty');
  await expectAccessible(running, 'no bonds');
  await keys.button('Pair').click();
  const digits = await keys.digitsOf(LOCK);
  await takeScreenshots(running, 'pairing-passkey');
  await expectAccessible(running, 'passkey entry');
  await keys.typePasskey(digits);
  await keys.expectPaired();
  await expect(keys.row(LOCK)).toContainText('Passkey');
  await expect(keys.row(LOCK)).toContainText('authenticated');
  await expect(keys.steps.getByText('Confirm and random, 20 of 20 bits')).toBeVisible();
  // At the smallest window the name is whole too.
  await setWindowSize(running.app, window, 1000, 700);
  const name = keys.row(LOCK).getByText(LOCK, { exact: true });
  expect(await name.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  await takeScreenshots(running, 'pairing-done');
  await updateDocsImage('pairing-done', 'keys-light.png');
  await expectAccessible(running, 'keys with a bond');
});

test('numbers are compared: two equal buttons, Enter does nothing, the device has its own', async ({
  running,
  window,
}) => {
  test.setTimeout(120_000);
  const explorer = new ExplorerPage(window);
  const keys = new KeysPage(window);
  await explorer.connectFromScanner(LOCK);
  await keys.open();
  await keys.settings.getByText('compares numbers').click();
  await keys.button('Pair').click();
  await expect(keys.dialog).toContainText('Same number on both?');
  const digits = await keys.digitsOf(LOCK);
  await expect(keys.dialog.getByText(`${digits.slice(0, 3)} ${digits.slice(3)}`)).toHaveCount(2);
  await window.keyboard.press('Enter');
  await expect(keys.dialog).toBeVisible();
  await takeScreenshots(running, 'pairing-comparison');
  await expectAccessible(running, 'numeric comparison');
  await keys.dialog.getByRole('button', { name: 'Its “yes” button' }).click();
  await keys.dialog.getByRole('button', { name: 'They are the same' }).click();
  await keys.expectPaired();
  await expect(keys.row(LOCK)).toContainText('Numeric comparison');
});

test('one is cancelled and one fails, each with its reason; the next goes well on the same link', async ({
  running,
  window,
}) => {
  test.setTimeout(120_000);
  const explorer = new ExplorerPage(window);
  const keys = new KeysPage(window);
  await explorer.connectFromScanner(LOCK);
  await keys.open();
  await keys.button('Pair').click();
  await expect(keys.dialog).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(keys.dialog).toBeHidden();
  await expect(keys.settings.getByText('Pairing was cancelled')).toBeVisible();

  await keys.button('Pair again').first().click();
  const right = await keys.digitsOf(LOCK);
  await keys.typePasskey(String((Number(right) + 1) % 1_000_000).padStart(6, '0'));
  const alert = keys.settings.getByRole('alert');
  await expect(alert).toContainText('The passkeys differ');
  await expect(alert).toContainText('SMP 0x04 confirm value failed');
  await takeScreenshots(running, 'pairing-failed');
  await expectAccessible(running, 'failed pairing');
  await expect(keys.table).toBeHidden();

  await alert.getByRole('button', { name: 'Pair again' }).click();
  await keys.typePasskey(await keys.digitsOf(LOCK));
  await keys.expectPaired();
});

test('the bond outlives the app under a passphrase: unlocked, the lock is encrypted without pairing, and opens', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const first = await launch();
  const keys = new KeysPage(first.window);
  const explorer = new ExplorerPage(first.window);
  await explorer.connectFromScanner(LOCK);
  await keys.open();
  await keys.main.getByRole('button', { name: 'Set a passphrase…' }).click();
  await first.window.getByLabel('New passphrase').fill(PASSPHRASE);
  await first.window.getByLabel('Once more').fill(PASSPHRASE);
  await expectAccessible(first, 'set a passphrase');
  await first.window.getByRole('button', { name: 'Set passphrase' }).click();
  await expect(keys.main.getByText('Encrypted at rest by a passphrase')).toBeVisible();
  await keys.pairByPasskey(LOCK);
  await keys.expectPaired();
  const profile = first.profile;
  await first.close();
  // Nothing of the bond is readable on disk.
  const file = await readFile(join(profile, 'keys', 'bonds.keys'), 'latin1');
  expect(file).not.toContain('Door Lock');

  const second = await launch({ profile });
  const again = new KeysPage(second.window);
  const unlock = second.window.getByRole('button', { name: 'Unlock…' });
  await unlock.first().click();
  await second.window.getByLabel('Passphrase').fill('not this one');
  await second.window.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(second.window.getByText('This is not the passphrase of the keys')).toBeVisible();
  await second.window.getByLabel('Passphrase').fill(PASSPHRASE);
  await second.window.getByRole('button', { name: 'Unlock', exact: true }).click();
  await expect(again.row(LOCK)).toContainText('Passkey');

  const tree = new ExplorerPage(second.window);
  await tree.connectFromScanner(LOCK);
  await expect(tree.header(LOCK).getByText('Encrypted, MITM protection')).toBeVisible();
  await expect(again.dialog).toBeHidden();
  await tree.rowWith(LOCK, COMMAND).click();
  await tree.hexToWrite.click();
  await second.window.keyboard.type('00');
  await tree.inspector.getByRole('button', { name: 'Write request' }).click();
  await tree.rowWith(LOCK, STATE).click();
  await tree.inspector.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(tree.rowWith(LOCK, STATE)).toContainText('00');
});

test('an attribute that wants more security pairs by itself; the padlock says how far it went', async ({
  running,
  window,
}) => {
  test.setTimeout(120_000);
  const explorer = new ExplorerPage(window);
  const keys = new KeysPage(window);
  await explorer.connectFromScanner(LOCK);
  const padlock = explorer.header(LOCK).getByRole('button', { name: /^Security/ });
  await expect(padlock).toContainText('Not encrypted');
  await padlock.click();
  await takeScreenshots(running, 'explorer-security');
  await expectAccessible(running, 'security of a link');
  await window.keyboard.press('Escape');
  await explorer.rowWith(LOCK, STATE).click();
  await explorer.inspector.getByRole('button', { name: 'Read', exact: true }).click();
  // Cancelled, the value says why it was not read, and offers to pair.
  await expect(keys.dialog).toBeVisible();
  await window.keyboard.press('Escape');
  const alert = explorer.inspector.getByRole('alert');
  await expect(alert).toContainText('ATT 0x05 insufficient authentication');
  await expect(alert.getByRole('button', { name: 'Pair', exact: true })).toBeVisible();
  await takeScreenshots(running, 'explorer-wants-security');
  await explorer.inspector.getByRole('button', { name: 'Read', exact: true }).click();
  await keys.typePasskey(await keys.digitsOf(LOCK));
  await expect(padlock).toContainText('Encrypted, MITM protection');
  await expect(explorer.rowWith(LOCK, STATE)).toContainText('01');
});

test('keys are shown on demand, exported after a warning, forgotten, and imported again', async ({
  running,
  window,
  app,
}, info) => {
  test.setTimeout(120_000);
  const explorer = new ExplorerPage(window);
  const keys = new KeysPage(window);
  await explorer.connectFromScanner(LOCK);
  await keys.open();
  await keys.pairByPasskey(LOCK);
  await keys.expectPaired();

  await keys.row(LOCK).click();
  await window.keyboard.press('Enter');
  const shown = window.getByRole('dialog', { name: `Keys of ${LOCK}` });
  await expect(shown).toContainText('Nobody else should see your screen now');
  await shown.getByRole('button', { name: 'Show the keys' }).click();
  await expect(shown.getByText(/^[0-9a-f]{32}$/).first()).toBeVisible();
  const ltk = await shown
    .getByText(/^[0-9a-f]{32}$/)
    .first()
    .innerText();
  await expectAccessible(running, 'revealed keys');
  await shown.getByRole('button', { name: 'Hide' }).click();
  await expect(window.getByText(ltk)).toHaveCount(0);

  // The log and every other file of the profile: nothing of the key.
  const files = await readdir(running.profile, { recursive: true, withFileTypes: true });
  for (const entry of files.filter((one) => one.isFile() && !/Cache|Storage|\.ldb$/.test(one.parentPath)))
    expect((await readFile(join(entry.parentPath, entry.name), 'latin1')).includes(ltk), entry.name).toBe(false);

  const path = info.outputPath('bonds.json');
  await answerSaveDialog(app, path);
  await keys.button('Export…').click();
  const exporting = window.getByRole('dialog', { name: 'Export bonds' });
  await expect(exporting).toContainText('every key in plain text');
  await takeScreenshots(running, 'keys-export');
  await exporting.getByRole('button', { name: /^Export 1 bond/ }).click();
  await expect(window.getByText('1 bond exported')).toBeVisible();
  // As on air, least significant byte first.
  const onAir = (ltk.match(/../g) ?? []).reverse().join('');
  expect(await readFile(path, 'utf8')).toContain(onAir);

  await keys.row(LOCK).click();
  await window.keyboard.press('Delete');
  await expectAccessible(running, 'forget a bond');
  await keys.dialog.getByRole('button', { name: 'Forget' }).click();
  await expect(window.getByText('No bonds yet')).toBeVisible();

  await answerOpenDialog(app, path);
  await keys.button('Import…').click();
  const importing = window.getByRole('dialog', { name: 'Import bonds' });
  await importing.getByRole('button', { name: 'Choose a file…' }).click();
  await expect(importing).toContainText('1 added');
  await importing.getByRole('button', { name: 'Done' }).click();
  await expect(keys.row(LOCK)).toContainText('authenticated');
});

test('a device that lost its key: the reason, no plain link, and the way back', async ({ running, window }) => {
  test.setTimeout(120_000);
  const explorer = new ExplorerPage(window);
  const keys = new KeysPage(window);
  await explorer.connectFromScanner(LOCK);
  await keys.open();
  await keys.pairByPasskey(LOCK);
  await keys.expectPaired();
  await keys.settings.getByRole('button', { name: 'Make it forget 1 bond' }).click();
  await expect(keys.settings.getByText('holds no bond')).toBeVisible();

  await window.keyboard.press('Control+2');
  await explorer.header(LOCK).getByRole('button', { name: 'Disconnect' }).click();
  await window.getByRole('button', { name: 'Reconnect' }).click();
  const alert = window.getByRole('main').getByRole('alert').filter({ hasText: 'lost the key of this bond' });
  await expect(alert).toContainText('HCI 0x06 pin or key missing');
  await takeScreenshots(running, 'explorer-key-missing');
  await expectAccessible(running, 'key missing');
  await keys.open();
  await expect(keys.row(LOCK)).toContainText('peer lost its key');
  await window.keyboard.press('Control+2');
  await alert.getByRole('button', { name: 'Forget the bond and pair again' }).click();
  await keys.typePasskey(await keys.digitsOf(LOCK));
  await expect(explorer.header(LOCK).getByText('Encrypted, MITM protection')).toBeVisible();
  await keys.open();
  await expect(keys.row(LOCK)).toContainText('authenticated');
});

test('at 200 % zoom the panel scrolls down, never sideways, and a pairing goes through', async ({ app, window }) => {
  const explorer = new ExplorerPage(window);
  const keys = new KeysPage(window);
  await explorer.connectFromScanner(LOCK);
  await keys.open();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2));
  await expect.poll(() => window.evaluate('innerWidth')).toBe(640);
  const sideways = () => window.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(await sideways()).toBeLessThanOrEqual(0);
  await keys.button('Pair').click();
  await keys.typePasskey(await keys.digitsOf(LOCK));
  await keys.expectPaired();
  await keys.row(LOCK).scrollIntoViewIfNeeded();
  await expect(keys.row(LOCK)).toBeInViewport();
  const name = keys.row(LOCK).getByText(LOCK, { exact: true });
  expect(await name.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  await keys
    .row(LOCK)
    .getByRole('button', { name: `Forget ${LOCK}` })
    .click({ trial: true });
  await keys.steps.getByText('Encrypted, 16-byte key').scrollIntoViewIfNeeded();
  expect(await sideways()).toBeLessThanOrEqual(0);
});

test('what protects the keys: a short passphrase is refused, locked keys are said and can be given up, debug mode is seen', async ({
  launch,
}) => {
  test.setTimeout(120_000);
  const first = await launch();
  const { window } = first;
  const keys = new KeysPage(window);
  await new ExplorerPage(window).connectFromScanner(LOCK);
  await keys.open();
  await keys.main.getByRole('button', { name: 'Set a passphrase…' }).click();
  await window.getByLabel('New passphrase').fill('short');
  await window.getByRole('button', { name: 'Set passphrase' }).click();
  await expect(window.getByText('At least 8 characters')).toBeVisible();
  await takeScreenshots(first, 'keys-passphrase');
  await window.getByLabel('New passphrase').fill(PASSPHRASE);
  await window.getByLabel('Once more').fill(PASSPHRASE);
  await window.getByRole('button', { name: 'Set passphrase' }).click();
  await keys.pairByPasskey(LOCK);
  await keys.expectPaired();
  await keys.main.getByRole('button', { name: 'Encrypted at rest by a passphrase' }).click();
  await expect(window.getByRole('menuitem', { name: 'Change the passphrase…' })).toBeVisible();
  await window.keyboard.press('Escape');
  await keys.main.getByRole('button', { name: 'Policy…' }).click();
  await window.getByText('Debug mode', { exact: true }).click();
  await takeScreenshots(first, 'keys-policy');
  await window.keyboard.press('Escape');
  await expect(keys.settings.getByText(/^Debug mode is on/)).toBeVisible();
  await first.close();

  const second = await launch({ profile: first.profile });
  const again = new KeysPage(second.window);
  await expect(second.window.getByRole('alert').getByText('The keys of your bonds are locked')).toBeVisible();
  await again.open();
  await expect(again.main.getByText('The bonds are locked')).toBeVisible();
  await takeScreenshots(second, 'keys-locked');
  await expectAccessible(second, 'locked keys');
  await again.main.getByRole('button', { name: 'Start over…' }).click();
  await expect(again.dialog).toContainText('set aside in the profile folder');
  await again.dialog.getByRole('button', { name: 'Start over' }).click();
  await expect(again.main.getByText('Kept in memory only')).toBeVisible();
  await expect(again.main.getByText(/^The locked keys are kept aside/)).toBeVisible();
  await expect(second.window.getByText('The keys of your bonds are locked')).toBeHidden();
  await takeScreenshots(second, 'keys-started-over');
});

test('the whole way by keyboard only: connect, pair, look at the bond, forget it', async ({ window }) => {
  test.setTimeout(120_000);
  const explorer = new ExplorerPage(window);
  const keys = new KeysPage(window);
  const press = async (...names: string[]) => {
    for (const name of names) await window.keyboard.press(name);
  };
  const command = async (text: string) => {
    await press('Control+k');
    await window.getByRole('combobox', { name: 'Command' }).fill(text);
    await press('Enter');
  };
  await explorer.connectFromScanner(LOCK);
  await command('Pair with the device');
  const digits = await keys.digitsOf(LOCK);
  await window.keyboard.type(digits);
  await press('Enter');
  await expect(explorer.header(LOCK).getByText('Encrypted, MITM protection')).toBeVisible();
  await press('Control+5');
  await expect(keys.row(LOCK)).toBeVisible();
  for (let i = 0; i < 12 && !(await keys.table.evaluate((grid) => grid === document.activeElement)); i += 1)
    await press('Tab');
  await press('ArrowDown', 'Enter');
  await expect(window.getByRole('dialog', { name: `Keys of ${LOCK}` })).toBeVisible();
  await press('Enter');
  await expect(window.getByText(/^[0-9a-f]{32}$/).first()).toBeVisible();
  await press('Escape');
  await expect(keys.table).toBeFocused();
  await press('Delete');
  await expect(keys.dialog.getByRole('button', { name: 'Keep' })).toBeFocused();
  await press('Tab', 'Enter');
  await expect(window.getByText('No bonds yet')).toBeVisible();
});
