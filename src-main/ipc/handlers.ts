import type { AdaptersService } from '../workbench/adapters-service.js';
import type { ExplorerService } from '../workbench/explorer/explorer-service.js';
import { saveHistory } from '../workbench/explorer/save-history.js';
import type { ExportTarget } from '../workbench/export.js';
import { exportDevices } from '../workbench/export.js';
import type { ScannerService } from '../workbench/scanner-service.js';
import type { Handlers } from './router.js';

type WorkbenchHandlers = Omit<Handlers, `app.${string}`>;

export interface WorkbenchHandlerDeps {
  adapters: AdaptersService;
  scanner: ScannerService;
  explorer: ExplorerService;
  now: () => number;
  choosePath: (target: ExportTarget) => Promise<string | null>;
}

/** The calls that are about radios, what they hear and whom they talk to. */
export function workbenchHandlers({
  adapters,
  scanner,
  explorer,
  now,
  choosePath,
}: WorkbenchHandlerDeps): WorkbenchHandlers {
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
    'explorer.links': () => explorer.links(),
    'explorer.connect': (input) => explorer.connect(input),
    'explorer.disconnect': ({ link }) => done(explorer.disconnect(link)),
    'explorer.close': ({ link }) => done(explorer.forget(link)),
    'explorer.discover': ({ link }) => done(explorer.discover(link)),
    'explorer.exchangeMtu': (input) => explorer.exchangeMtu(input),
    'explorer.updateParameters': (input) => done(explorer.updateParameters(input)),
    'explorer.setPhy': (input) => explorer.setPhy(input),
    'explorer.read': (input) => explorer.read(input),
    'explorer.write': (input) => done(explorer.write(input)),
    'explorer.subscribe': (input) => done(explorer.subscribe(input)),
    'explorer.readAll': ({ link }) => explorer.readAll(link),
    'explorer.subscribeAll': (input) => explorer.subscribeAll(input),
    'explorer.cancelOperation': (input) => void explorer.cancelOperation(input),
    'explorer.watch': (input) => explorer.watch(input),
    'explorer.saveHistory': (input) =>
      saveHistory(input, { history: (link, handle) => explorer.history(link, handle), now, choosePath }),
  };
}

/** The contract answers with nothing, and means undefined by it. */
const done = (work: Promise<void>): Promise<undefined> => work.then(() => undefined);
