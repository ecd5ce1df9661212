/** Links that end while the explorer is at something, by either side. */
import { AdapterPicker } from './support/adapter-picker.js';
import { expectAccessible } from './support/axe.js';
import { ExplorerPage } from './support/explorer-page.js';
import { FAR_CHARACTERISTICS, type FarPeer, openFarPeer } from './support/far-peer.js';
import { test as base, expect } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';

const NAME = 'Far peer';

const test = base.extend<{ peer: FarPeer; explorer: ExplorerPage }>({
  peer: async ({ window }, use) => {
    const picker = new AdapterPicker(window);
    await new ScannerPage(window).expectAllSimulated();
    const spec = await picker.share();
    await picker.leaveSharing();
    const peer = await openFarPeer(spec, NAME);
    await use(peer);
    await peer.close();
  },
  explorer: async ({ window }, use) => use(new ExplorerPage(window)),
});

/** Slow enough to be met in the middle of its discovery, fast enough to come there. */
const SLOW_MS = 120;

test('disconnected by the user mid-discovery: the tab says so and stays; reconnecting discovers everything', async ({
  running,
  window,
  explorer,
  peer,
}) => {
  peer.slowDown(SLOW_MS);
  await explorer.startConnecting(NAME);
  await peer.nextLink();
  await expect(window.getByText(`Discovering ${NAME}`)).toBeVisible();
  // How far it is, in words and as a bar.
  await expect(window.getByText(/\d of 8 services, \d+ characteristics?/)).toBeVisible({ timeout: 20_000 });
  const bar = window.getByRole('progressbar', { name: 'Discovery' });
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  expect(await bar.getAttribute('aria-valuemax')).toBe('8');
  await expectAccessible(running, 'a discovery under way');

  await explorer.header(NAME).getByRole('button', { name: 'Disconnect' }).click();
  await expect(window.getByText(/^Disconnected .* ago\./)).toBeVisible();
  await expect(explorer.tabs.getByRole('tab', { name: `${NAME}, disconnected` })).toBeVisible();
  await expect(window.getByText('The link ended before they were discovered.')).toBeVisible();
  await expect(window.getByRole('contentinfo').getByText('0 links')).toBeVisible();
  await expectAccessible(running, 'disconnected mid-discovery');

  peer.slowDown(0);
  await window.getByRole('button', { name: 'Reconnect', exact: true }).first().click();
  await peer.nextLink();
  await expect(explorer.footer(`8 services, ${FAR_CHARACTERISTICS + 4} characteristics`)).toBeVisible();
});

test('lost mid-discovery, twice: it says why, and the next connection discovers everything', async ({
  running,
  window,
  explorer,
  peer,
}) => {
  peer.slowDown(SLOW_MS);
  await explorer.startConnecting(NAME);
  for (const round of [1, 2]) {
    const link = await peer.nextLink();
    await expect(window.getByText(/\d of 8 services/)).toBeVisible({ timeout: 20_000 });
    await link.disconnect();
    const lost = window.getByRole('alert').filter({ hasText: 'Link lost' });
    await expect(lost).toContainText('HCI 0x13 remote user terminated connection');
    await expect(lost).toContainText('The device ended the link.');
    await expect(lost).toContainText('Its services were not discovered yet.');
    await expect(explorer.tabs.getByRole('tab', { name: `${NAME}, link lost` })).toBeVisible();
    if (round === 1) await expectAccessible(running, 'lost mid-discovery');
    if (round === 2) peer.slowDown(0);
    await lost.getByRole('button', { name: 'Reconnect' }).click();
  }
  await peer.nextLink();
  await expect(explorer.footer(`8 services, ${FAR_CHARACTERISTICS + 4} characteristics`)).toBeVisible();
  await explorer.toolbar.getByRole('button', { name: 'Read all' }).click();
  await expect(window.getByText(/^\d+ values read$/)).toBeVisible();
});

test('a subscription outlives the link: it says that it comes back, and it does', async ({
  window,
  explorer,
  peer,
}) => {
  await explorer.startConnecting(NAME);
  const link = await peer.nextLink();
  await explorer.row(NAME, 'Value 0 of 0').or(explorer.row(NAME, 'Unknown characteristic')).first().click();
  await explorer.inspector.getByRole('button', { name: 'Notify' }).click();
  await expect(explorer.tree(NAME).getByText(', subscribed')).toHaveCount(1);
  await link.disconnect();
  await expect(explorer.inspector.getByText('The subscription comes back after reconnecting.')).toBeVisible();
  await expect(explorer.tree(NAME).getByText(', The subscription comes back after reconnecting')).toHaveCount(1);
  await window.getByRole('alert').getByRole('button', { name: 'Reconnect' }).click();
  await peer.nextLink();
  await expect(explorer.tree(NAME).getByText(', subscribed')).toHaveCount(1);
  await expect(explorer.inspector.getByText('comes back after reconnecting')).toHaveCount(0);
});

test('a device that says its services changed: the tree says so, and rediscovering shows the new ones', async ({
  running,
  window,
  explorer,
  peer,
}) => {
  await explorer.startConnecting(NAME);
  await peer.nextLink();
  await expect(explorer.footer(`8 services, ${FAR_CHARACTERISTICS + 4} characteristics`)).toBeVisible();
  await explorer.select(NAME, 'Service Changed');
  await explorer.inspector.getByRole('button', { name: 'Indicate' }).click();
  await expect(explorer.tree(NAME).getByText(', subscribed')).toHaveCount(1);
  await peer.serve(2);
  const told = window.getByRole('alert').filter({ hasText: 'services have changed' });
  await expect(told).toContainText(/Handles 0x[0-9a-f]{4}–[0-9a-f]{4} are not what they were/);
  await expectAccessible(running, 'services that changed');
  await told.getByRole('button', { name: 'Rediscover' }).click();
  await expect(explorer.footer('4 services, 8 characteristics')).toBeVisible();
  await expect(told).toHaveCount(0);
});

test('a discovery that is cancelled leaves the link, and can be begun again', async ({ window, explorer, peer }) => {
  peer.slowDown(SLOW_MS);
  await explorer.startConnecting(NAME);
  await peer.nextLink();
  await expect(window.getByText(/\d of 8 services/)).toBeVisible({ timeout: 20_000 });
  await window.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(window.getByText('The discovery was cancelled.')).toBeVisible();
  await expect(window.getByText('Its services are not known')).toBeVisible();
  await expect(explorer.header(NAME).getByRole('button', { name: 'Disconnect' })).toBeVisible();
  peer.slowDown(0);
  await window.getByRole('button', { name: 'Discover', exact: true }).click();
  await expect(explorer.footer(`8 services, ${FAR_CHARACTERISTICS + 4} characteristics`)).toBeVisible();
});
