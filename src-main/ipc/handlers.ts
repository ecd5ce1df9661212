import type { AdaptersService } from '../workbench/adapters-service.js';
import type { ExplorerService } from '../workbench/explorer/explorer-service.js';
import { saveHistory } from '../workbench/explorer/save-history.js';
import type { ExportTarget } from '../workbench/export.js';
import { exportDevices } from '../workbench/export.js';
import type { PairingService } from '../workbench/pairing/pairing-service.js';
import type { ScannerService } from '../workbench/scanner-service.js';
import type { Handlers } from './router.js';

type WorkbenchHandlers = Omit<Handlers, `app.${string}`>;

export interface WorkbenchHandlerDeps {
  adapters: AdaptersService;
  scanner: ScannerService;
  explorer: ExplorerService;
  pairing: PairingService;
  now: () => number;
  choosePath: (target: ExportTarget) => Promise<string | null>;
}

/** The calls that are about radios, what they hear and whom they talk to. */
export function workbenchHandlers({
  adapters,
  scanner,
  explorer,
  pairing,
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
    ...pairingHandlers(pairing),
    ...keyHandlers(pairing),
  };
}

type PairingName = Extract<keyof Handlers, `pairing.${string}`>;
type KeyName =
  `pairing.${'unlock' | 'setPassphrase' | 'changePassphrase' | 'moveToKeyring' | 'retryKeys' | 'startOver' | 'dismissProblem'}`;

function pairingHandlers(pairing: PairingService): Omit<Pick<Handlers, PairingName>, KeyName> {
  return {
    'pairing.state': () => pairing.state(),
    'pairing.setChoices': (choices) => done(pairing.setChoices(choices)),
    'pairing.setPolicy': (policy) => done(pairing.setPolicy(policy)),
    'pairing.pair': (input) => pairing.pair(input),
    'pairing.cancel': (input) => void pairing.cancel(input),
    'pairing.dismiss': (input) => void pairing.dismiss(input),
    'pairing.answer': (input) => void pairing.answer(input),
    'pairing.pairAgain': (input) => done(pairing.pairAgain(input)),
    'pairing.removeBond': (input) => done(pairing.removeBond(input)),
    'pairing.reveal': (input) => pairing.reveal(input),
    'pairing.export': (input) => pairing.exportBonds(input),
    'pairing.import': (input) => pairing.importBonds(input),
    'pairing.answerScreen': ({ address, same }) => void pairing.simulated.answer(address, same),
    'pairing.setSimulated': ({ address, io }) => void pairing.simulated.setIo(address, io),
    'pairing.forgetAtSimulated': ({ address }) => done(pairing.simulated.forgetBonds(address)),
  };
}

function keyHandlers({ keys }: PairingService): Pick<Handlers, KeyName> {
  return {
    'pairing.unlock': ({ passphrase }) => done(keys.unlock(passphrase)),
    'pairing.setPassphrase': ({ passphrase }) => done(keys.setPassphrase(passphrase)),
    'pairing.changePassphrase': ({ current, next }) => done(keys.changePassphrase(current, next)),
    'pairing.moveToKeyring': () => done(keys.moveToKeyring()),
    'pairing.retryKeys': () => done(keys.retry()),
    'pairing.startOver': () => done(keys.startOver()),
    'pairing.dismissProblem': () => void keys.dismissProblem(),
  };
}

/** The contract answers with nothing, and means undefined by it. */
const done = (work: Promise<void>): Promise<undefined> => work.then(() => undefined);
