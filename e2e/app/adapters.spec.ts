import { AdapterPicker } from './support/adapter-picker.js';
import { type BadController, badController, deadAddress } from './support/bad-controller.js';
import { expect, test } from './support/launch.js';
import { ScannerPage, SIMULATED } from './support/scanner-page.js';

const servers: BadController[] = [];
test.afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function server(...args: Parameters<typeof badController>): Promise<string> {
  const bad = await badController(...args);
  servers.push(bad);
  return bad.spec;
}

test('an address that is none is refused while it stands in the dialog, with what is wrong', async ({ window }) => {
  const picker = new AdapterPicker(window);
  await picker.openAdding();
  const address = picker.adding.getByRole('textbox', { name: 'Address' });
  for (const [text, message] of [
    ['tcp:127.0.0.1:99999', 'The port must be from 1 to 65535'],
    ['tcp:::1:9000', 'An IPv6 address stands in brackets: tcp:[::1]:9000'],
    ['unix:relative', 'The path must be absolute, beginning with /'],
    ['http://localhost', 'http: is not a kind of address; use tcp: or unix:'],
  ] as const) {
    await address.fill(text);
    await address.press('Enter');
    await expect(picker.adding.getByText(message)).toBeVisible();
    await expect(address).toHaveAttribute('aria-invalid', 'true');
  }
  await picker.adding.getByRole('button', { name: 'Cancel' }).click();
  await picker.open();
  await expect(picker.list.getByText('added', { exact: true })).toHaveCount(0);
});

test('a refused connection and a peer that sends garbage each say what, why and the fix; the virtual radio goes on', async ({
  window,
}) => {
  const scanner = new ScannerPage(window);
  const picker = new AdapterPicker(window);
  await scanner.expectAllSimulated();
  const goesOn = async () => {
    await expect(picker.button).toHaveAccessibleName(/^Adapter: Virtual radio/);
    await expect(window.getByRole('contentinfo').getByText('Adapter ready')).toBeVisible();
    await expect(window.getByRole('contentinfo').getByText(/^[1-9]\d* adv\/s$/)).toBeVisible();
  };

  const dead = await deadAddress();
  await picker.addAndUse(dead);
  const failure = picker.list.getByRole('alert');
  await expect(failure.getByText(`${dead} did not open`)).toBeVisible();
  await expect(failure.getByText('Transport, connection refused')).toBeVisible();
  await expect(
    failure.getByText('Start the program that offers the controller there, or check the port.'),
  ).toBeVisible();
  await expect(failure.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(failure.getByRole('button', { name: 'Copy details' })).toBeVisible();
  await expect(picker.list.getByRole('button', { name: /^Virtual radio.*in use/ })).toBeVisible();
  await window.keyboard.press('Escape');
  await goesOn();

  const garbage = await server((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await picker.addAndUse(garbage);
  await expect(failure.getByText(`${garbage} did not open`)).toBeVisible();
  await expect(failure.getByText('Transport, framing lost')).toBeVisible();
  await expect(failure.getByText(/0x48 is no H4 packet indicator/)).toBeVisible();

  // Both are in the list now, and can be taken away again.
  await picker.list.getByRole('button', { name: `Remove ${dead}` }).click();
  await expect(picker.entry(dead)).toBeHidden();
  await expect(picker.entry(garbage)).toBeVisible();
  await window.keyboard.press('Escape');
  await goesOn();
});

test('a controller that never answers is given up after its time, meanwhile another can be chosen', async ({
  window,
}) => {
  const scanner = new ScannerPage(window);
  const picker = new AdapterPicker(window);
  await scanner.expectAllSimulated();
  const silent = await server((socket) => socket.resume());
  await picker.addAndUse(silent);
  await expect(window.getByRole('contentinfo').getByText('Opening adapter')).toBeVisible();
  const failure = picker.list.getByRole('alert');
  await expect(failure.getByText(`${silent} did not open`)).toBeVisible({ timeout: 20_000 });
  await expect(failure.getByText('HCI, timeout')).toBeVisible();
  await expect(failure.getByText(/Reset.*5000 ms|Reset.*5 s/)).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(picker.button).toHaveAccessibleName(/^Adapter: Virtual radio/);

  // Asked for again it keeps nobody waiting: another choice takes over.
  await picker.open();
  await picker.entry(silent).click();
  await expect(window.getByRole('contentinfo').getByText('Opening adapter')).toBeVisible();
  await picker.entry('Virtual radio').click();
  await expect(window.getByRole('contentinfo').getByText('Adapter ready')).toBeVisible({ timeout: 4_000 });
  await expect(window.getByRole('contentinfo').getByText(/^[1-9]\d* adv\/s$/)).toBeVisible();
});

test('a second app joins the shared radio; when sharing ends it says so in place, keeps what it heard, and goes on elsewhere', async ({
  launch,
}) => {
  const host = await launch();
  const hostPicker = new AdapterPicker(host.window);
  await new ScannerPage(host.window).expectAllSimulated();
  const spec = await hostPicker.share();
  await expect(hostPicker.sharing.getByText('Joined now: 0')).toBeVisible();

  const guest = await launch();
  const scanner = new ScannerPage(guest.window);
  const picker = new AdapterPicker(guest.window);
  const status = guest.window.getByRole('contentinfo');
  await scanner.expectAllSimulated();
  await picker.addAndUse(spec);
  await expect(picker.button).toHaveAccessibleName(new RegExp(`^Adapter: ${spec}`));
  await expect(status.getByText('Adapter ready')).toBeVisible();
  await expect(hostPicker.sharing.getByText('Joined now: 1')).toBeVisible();
  await scanner.run('Clear the list');
  // These are the other app's: here they come over a socket.
  await scanner.expectAllSimulated();
  await expect(scanner.rows().getByText('virtual', { exact: true })).toHaveCount(0);

  await picker.open();
  await expect(
    picker.list.getByRole('button', { name: `${spec} is in use; choose another to remove it` }),
  ).toBeDisabled();
  await guest.window.keyboard.press('Escape');

  await scanner.select('HR Sensor (sim)');
  await hostPicker.sharing.getByRole('button', { name: 'Stop sharing' }).click();
  const lost = guest.window
    .getByRole('main')
    .getByRole('alert')
    .filter({ hasText: `${spec} is gone.` });
  await expect(lost).toContainText('What was received stays.');
  await expect(lost).toContainText('Transport, closed');
  await expect(status.getByText('Adapter lost')).toBeVisible();
  await expect(status.getByText('not scanning')).toBeVisible();
  await scanner.expectAllSimulated();
  expect(await scanner.bytesIn(scanner.section('Advertising data'))).toMatch(/^02 01 06 /);
  await expect(scanner.inspector.getByRole('listbox').getByRole('option').first()).toBeVisible();

  await lost.getByRole('button', { name: 'Choose another' }).click();
  await picker.entry('Virtual radio').click();
  await expect(lost).toBeHidden();
  await expect(status.getByText('Adapter ready')).toBeVisible();
  await expect(status.getByText(/^[1-9]\d* adv\/s$/)).toBeVisible();

  await picker.open();
  await picker.list.getByRole('button', { name: `Remove ${spec}` }).click();
  await expect(picker.entry(spec)).toBeHidden();
  await guest.window.keyboard.press('Escape');
  await expect(guest.window.getByRole('status').filter({ hasText: `${spec} removed` })).toBeVisible();
  expect(await scanner.names()).toHaveLength(SIMULATED.length);
});
