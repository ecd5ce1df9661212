/** Pairing with simulated devices, and the bonds that come of it, as a user does it. */
import { expectAccessible } from './support/axe.js';
import { ExplorerPage } from './support/explorer-page.js';
import { KeysPage } from './support/keys-page.js';
import { expect, test } from './support/launch.js';
import { takeScreenshots } from './support/screenshots.js';

const LOCK = 'Door Lock (sim)';

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
  await keys.button('Pair').click();
  const digits = await keys.digitsOf(LOCK);
  await takeScreenshots(running, 'pairing-passkey');
  await expectAccessible(running, 'passkey entry');
  await keys.typePasskey(digits);
  await keys.expectPaired();
  await expect(keys.row(LOCK)).toContainText('Passkey');
  await expect(keys.row(LOCK)).toContainText('authenticated');
  await takeScreenshots(running, 'pairing-done');
  await expectAccessible(running, 'keys with a bond');
});
