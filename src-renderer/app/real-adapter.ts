import type { AdapterEntry } from '../../src-shared/ipc/adapters.js';
import type { AppInfo } from '../../src-shared/ipc/app.js';

export interface Step {
  text: string;
  command?: string;
}

export interface Recipe {
  title: string;
  steps: readonly Step[];
  /** What to add in the app afterwards. */
  spec: string;
  note?: string;
}

const linuxAdapter = (index: number): Recipe => ({
  title: 'The adapter of a Linux machine',
  steps: [
    { text: `Take it from the system (hci${index} here):`, command: `sudo btmgmt --index ${index} power off` },
    { text: 'Relay it:', command: `sudo btproxy --index=${index} --unix=/tmp/hci${index}.sock` },
  ],
  spec: `unix:/tmp/hci${index}.sock`,
  note: "btproxy is one of BlueZ's own tools; where your distribution leaves it out it is built from the BlueZ sources.",
});

const board = (device: string): Recipe => ({
  title: 'A board with HCI UART firmware',
  steps: [{ text: 'Relay its serial port:', command: `socat TCP-LISTEN:9000,bind=127.0.0.1,reuseaddr FILE:${device}` }],
  spec: 'tcp:127.0.0.1:9000',
  note: 'For instance an nRF52840 with the hci_uart sample of Zephyr.',
});

const remote: Recipe = {
  title: 'An adapter of another machine',
  steps: [
    {
      text: 'On a Linux machine with Bluetooth:',
      command: 'sudo btmgmt --index 0 power off && sudo btproxy --index=0 --unix=/tmp/hci0.sock',
    },
    { text: 'Here:', command: 'ssh -N -L 9000:/tmp/hci0.sock USER@HOST' },
  ],
  spec: 'tcp:127.0.0.1:9000',
};

/** Number of the first controller the kernel knows, 0 when it knows none. */
export function controllerIndex(entries: readonly AdapterEntry[]): number {
  const spec = entries.find((entry) => entry.kind === 'hci')?.spec ?? '';
  const index = Number.parseInt(spec.slice('hci:'.length), 10);
  return Number.isNaN(index) ? 0 : index;
}

/** How a real controller is reached today on this operating system, best way first. `index`: as in hci0. */
export function recipesFor(platform: AppInfo['platform'], index = 0): readonly Recipe[] {
  if (platform === 'darwin') return [board('/dev/cu.usbmodem1101,raw,echo=0'), remote];
  if (platform === 'win32') return [remote];
  return [linuxAdapter(index), board('/dev/ttyACM0,b1000000,raw,echo=0'), remote];
}

/** What the operating system lets this version do, in a sentence or two. */
export function systemLimit(platform: AppInfo['platform']): string {
  if (platform === 'darwin' || platform === 'win32') {
    const name = platform === 'darwin' ? 'macOS' : 'Windows';
    return `The Bluetooth of ${name} itself is in the list of adapters, as far as ${name} allows. For all of it, reach a controller of its own over a relay.`;
  }
  return 'This version reaches a real controller through an HCI relay on this machine or another.';
}
