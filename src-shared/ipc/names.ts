/** Channel names alone, so that the preload carries no schema library. A test holds them equal to the contract. */
export const REQUEST_NAMES = [
  'app.info',
  'app.settings',
  'app.updateSettings',
  'app.copyText',
  'app.window',
  'app.reportError',
  'adapters.list',
  'adapters.select',
  'adapters.add',
  'adapters.remove',
  'adapters.share',
  'adapters.unshare',
  'scanner.state',
  'scanner.start',
  'scanner.stop',
  'scanner.clear',
  'scanner.watch',
  'scanner.export',
] as const;

export const EVENT_NAMES = [
  'app.windowState',
  'app.command',
  'app.notice',
  'adapters.changed',
  'scanner.batch',
  'scanner.detail',
  'scanner.state',
] as const;
