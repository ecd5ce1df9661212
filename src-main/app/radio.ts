import type { Clock, KeyStore, Medium } from '../ble/index.js';
import { type SimulatedDevices, startSimulatedDevices } from '../simulated/index.js';
import type { AdaptersService } from '../workbench/adapters-service.js';
import type { PairingService } from '../workbench/pairing/pairing-service.js';
import type { ScannerService } from '../workbench/scanner-service.js';
import type { Log } from './log.js';
import type { SettingsStore } from './settings-store.js';

export interface RadioParts {
  medium: Medium;
  clock: Clock;
  /** Where simulated devices keep their bonds. */
  keys: KeyStore;
  adapters: AdaptersService;
  pairing: Pick<PairingService, 'setSimulated'>;
  scanner: ScannerService;
  settings: SettingsStore;
  log: Log;
  notice: (level: 'warning' | 'error', title: string, text: string) => void;
}

/** Brings the air to life: the simulated devices, the adapter of the last time, and the scan that was asked for. */
export async function startRadio(parts: RadioParts): Promise<SimulatedDevices | null> {
  const { adapters, scanner, settings, log, notice } = parts;
  const [simulated] = await Promise.all([startDevices(parts), adapters.openFirst()]);
  adapters.list().catch((error: unknown) => log.error('looking for adapters', error));
  const { scan, scanOnStart } = settings.get();
  if (scanOnStart && adapters.state().current.state === 'ready') {
    try {
      await scanner.start(scan);
    } catch (error) {
      log.error('scan at start', error);
      notice('warning', 'The scan could not be started', error instanceof Error ? error.message : String(error));
    }
  }
  return simulated;
}

async function startDevices({
  medium,
  clock,
  keys,
  adapters,
  pairing,
  log,
  notice,
}: RadioParts): Promise<SimulatedDevices | null> {
  try {
    const simulated = await startSimulatedDevices(medium, {
      clock,
      keyStore: keys,
      onError: (error, device) => log.error(`simulated ${device}`, error),
    });
    adapters.setSimulated(simulated.devices);
    pairing.setSimulated(simulated.pairing);
    return simulated;
  } catch (error) {
    log.error('simulated devices', error);
    notice(
      'error',
      'The simulated devices could not be started',
      error instanceof Error ? error.message : String(error),
    );
    return null;
  }
}
