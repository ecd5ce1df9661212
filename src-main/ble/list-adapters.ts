import { readdir } from 'node:fs/promises';
import type { AdapterInfo } from './api/adapter.js';

const SYSFS = '/sys/class/bluetooth';

/** What this machine offers now. The virtual radio always comes first. */
export async function listAdapters(): Promise<AdapterInfo[]> {
  const virtual: AdapterInfo = { spec: 'virtual:', label: 'Virtual radio', kind: 'virtual', state: 'available' };
  if (process.platform === 'linux') return [virtual, ...(await linuxControllers())];
  return [virtual, operatingSystem()];
}

/** Controllers the kernel knows. They belong to the kernel's own stack until a proxy hands their HCI to us. */
async function linuxControllers(): Promise<AdapterInfo[]> {
  let names: string[];
  try {
    names = await readdir(SYSFS);
  } catch {
    return []; // a kernel without Bluetooth has no such folder
  }
  return names
    .filter((name) => /^hci\d+$/.test(name))
    .map((name) => {
      const index = name.slice(3);
      return {
        spec: `hci:${index}`,
        label: name,
        kind: 'hci' as const,
        state: 'unusable' as const,
        why: `${name} belongs to the system's own Bluetooth stack, which this version cannot take it from.`,
        fix: `sudo btmgmt --index ${index} power off\nsudo btproxy --index=${index} --unix=/tmp/hci${index}.sock\nThen add the adapter unix:/tmp/hci${index}.sock.`,
      };
    });
}

function operatingSystem(): AdapterInfo {
  const label =
    process.platform === 'darwin'
      ? 'macOS Bluetooth'
      : process.platform === 'win32'
        ? 'Windows Bluetooth'
        : 'System Bluetooth';
  return { spec: 'native:', label, kind: 'native', state: 'available' };
}
