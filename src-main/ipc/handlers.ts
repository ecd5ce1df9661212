import type { AdaptersService } from '../workbench/adapters-service.js';
import type { ExportTarget } from '../workbench/export.js';
import { exportDevices } from '../workbench/export.js';
import type { ScannerService } from '../workbench/scanner-service.js';
import type { Handlers } from './router.js';

type WorkbenchHandlers = Omit<Handlers, `app.${string}`>;

export interface WorkbenchHandlerDeps {
  adapters: AdaptersService;
  scanner: ScannerService;
  now: () => number;
  choosePath: (target: ExportTarget) => Promise<string | null>;
}

/** The calls that are about radios and what they hear. */
export function workbenchHandlers({ adapters, scanner, now, choosePath }: WorkbenchHandlerDeps): WorkbenchHandlers {
  return {
    'adapters.list': () => adapters.list(),
    'adapters.select': ({ spec }) => adapters.select(spec),
    'adapters.add': ({ spec }) => adapters.add(spec),
    'adapters.remove': ({ spec }) => adapters.remove(spec),
    'adapters.share': (input) => adapters.share(input),
    'adapters.unshare': () => adapters.unshare(),
    'scanner.state': () => scanner.state(),
    'scanner.start': (settings) => scanner.start(settings),
    'scanner.stop': () => scanner.stop(),
    'scanner.clear': () => void scanner.clear(),
    'scanner.watch': ({ id }) => scanner.watch(id),
    'scanner.export': (input) => exportDevices(input, { devices: () => scanner.devices(), now, choosePath }),
  };
}
