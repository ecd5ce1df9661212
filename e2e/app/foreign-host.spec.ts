/**
 * The main job: ble-host, a complete Bluetooth host from elsewhere, joins the app's radio with real HCI packets over a
 * socket and advertises; the window lists it with its name and exactly its bytes.
 */
import { connect, type Socket } from 'node:net';
import { type Manager, overSocket, startBleHost, succeeds } from '../interop/support/ble-host.js';
import { AdapterPicker } from './support/adapter-picker.js';
import { expect, test } from './support/launch.js';
import { ScannerPage } from './support/scanner-page.js';

const NAME = 'Außenfühler 7';
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** Flags; Heart Rate; Nordic Semiconductor with two bytes of its own. */
const advertising = (last: string) => `02 01 06 03 03 0d 18 05 ff 59 00 2a ${last}`;
const NAME_HEX = Buffer.from(NAME, 'utf8')
  .toString('hex')
  .replaceAll(/(..)(?!$)/g, '$1 ');
/** Complete local name, not all of it ASCII; transmit power −4 dBm. */
const RESPONSE = `10 09 ${NAME_HEX} 02 0a fc`;

const sockets: Socket[] = [];
test.afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function join(spec: string): Promise<{ manager: Manager; socket: Socket }> {
  const socket = connect(Number(spec.split(':').at(-1)), '127.0.0.1');
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return { manager: await startBleHost(overSocket(socket)), socket };
}

test('a foreign host that advertises on the shared radio appears with its name, its bytes and its company', async ({
  window,
}) => {
  const scanner = new ScannerPage(window);
  const picker = new AdapterPicker(window);
  await scanner.expectAllSimulated();
  const spec = await picker.share();
  const { manager, socket } = await join(spec);
  await expect(picker.sharing.getByText('Joined now: 1')).toBeVisible();
  await picker.leaveSharing();
  await scanner.button('Baseline').click();
  await scanner.expectNames([]);

  await succeeds((done) => manager.setAdvertisingData(hex(advertising('01')), done));
  await succeeds((done) => manager.setScanResponseData(hex(RESPONSE), done));
  manager.startAdvertising({ intervalMin: 0xa0, intervalMax: 0xa0 }, () => undefined);

  // Only what is new is listed.
  await scanner.expectNames([NAME]);
  await expect(scanner.row(NAME).getByText('from the scan response')).toBeAttached();
  await expect(await scanner.cell(NAME, 'Flags')).toContainText('connectable, scannable');
  await scanner.select(NAME);
  const advertisingData = scanner.section('Advertising data');
  const response = scanner.section('Scan response');
  expect(await scanner.bytesIn(advertisingData)).toBe(advertising('01'));
  expect(await scanner.bytesIn(response)).toBe(RESPONSE);
  for (const text of ['Nordic Semiconductor ASA', /Heart Rate/])
    await expect(advertisingData.getByText(text).first()).toBeVisible();
  await expect(advertisingData.getByText('ADV_IND, 13 of 31 bytes')).toBeVisible();
  await expect(response.getByText(NAME)).toBeVisible();
  await expect(response.getByText(/[-−]4 dBm/)).toBeVisible();
  await expect.poll(() => scanner.inspector.getByText(/^\d+\.\d .*ms$/).innerText()).toMatch(/^(9[3-9]|10\d)\.\d /);

  // What it changes while it is looked at is marked.
  await succeeds((done) => manager.setAdvertisingData(hex(advertising('02')), done));
  await expect(advertisingData.getByTitle('byte 12, changed since the packet before')).toHaveText('02');
  expect(await scanner.bytesIn(advertisingData)).toBe(advertising('02'));

  socket.destroy();
  await expect.poll(async () => (await scanner.cell(NAME, 'Seen')).innerText()).toMatch(/^[2-9]\.\d s$/);
  await expect(scanner.row(NAME)).toBeVisible();
});
