import { Characteristic, Service } from '../ble/index.js';
import { pause, type SimulatedContext, type SimulatedDevice, serve } from './simulated-device.js';
import { battery, deviceInformation, INTERNAL_USE } from './standard-services.js';

const LOCK_SERVICE = 'b7d1c000-5a0e-4b8f-9c43-2f7a60e8d101';
/** One byte: 0 unlocked, 1 locked. */
export const LOCK_STATE = 'b7d1c001-5a0e-4b8f-9c43-2f7a60e8d101';
/** One byte: 0 unlocks, 1 locks. */
export const LOCK_COMMAND = 'b7d1c002-5a0e-4b8f-9c43-2f7a60e8d101';
const UNLOCKED = 0;
const LOCKED = 1;
const VALUE_NOT_ALLOWED = 0x13;
/** After this long it locks by itself. */
export const RELOCK_MS = 10_000;

const BATTERY_PERCENT = 87;
/** Protocol version 1, state locked, battery. */
const STATUS = Uint8Array.of(0x01, LOCKED, BATTERY_PERCENT);

/**
 * A lock on a battery: slow advertising, and its state at rest in manufacturer data. What it says of its state needs an encrypted link, what it
 * is told an authenticated key: its display shows a passkey, or a number to compare.
 */
export const doorLock: SimulatedDevice = {
  name: 'Door Lock (sim)',
  address: 'e1:44:4c:00:00:04',
  addressType: 'random',
  rssi: -74,
  walk: 6,
  io: 'display-only',
  run(context) {
    // One that lasts for months: it stays at what the manufacturer data say.
    const power = battery(context, { percent: BATTERY_PERCENT, onePercentMs: 86_400_000 });
    return serve(
      context,
      [lockService(context), power.service, deviceInformation(context, { model: 'Door Lock', product: 4 })],
      {
        name: 'Door Lock (sim)',
        intervalUs: 500_000,
        services: [LOCK_SERVICE],
        appearance: 0x0708, // Access Control: Door Lock
        manufacturer: [INTERNAL_USE, STATUS],
      },
      power.drain(),
    );
  },
};

function lockService({ clock, signal }: SimulatedContext): Service {
  const service = new Service(LOCK_SERVICE);
  const state = new Characteristic(service, LOCK_STATE, {
    read: true,
    notify: true,
    readSecurity: 'encrypted',
    initial: Uint8Array.of(LOCKED),
    description: 'Lock state',
  });
  const command = new Characteristic(service, LOCK_COMMAND, {
    write: true,
    writeSecurity: 'authenticated',
    maxLength: 1,
    description: 'Lock command',
  });
  let opened = 0;
  const relock = async () => {
    opened += 1;
    const mine = opened;
    await pause(clock, RELOCK_MS, signal);
    if (mine === opened && !signal.aborted) state.write(Uint8Array.of(LOCKED), true);
  };
  command.onWrite = (_connection, data) => {
    const [wanted] = data;
    if (data.length !== 1 || (wanted !== UNLOCKED && wanted !== LOCKED)) return VALUE_NOT_ALLOWED;
    state.write(Uint8Array.of(wanted), true);
    if (wanted === UNLOCKED) void relock();
    return 0;
  };
  return service;
}
