// Who may import whom (docs/ARCHITECTURE.md). Everything here is an error; tests beside a module are free, the code they test is not.

const TEST = '\\.test\\.tsx?$|/testing/';
const BLE = '^src-main/ble/';
const ELECTRON = '^electron$|node_modules/electron/';
const NOBLE_AND_BLENO = 'node_modules/@abandonware/(noble|bleno)/|^@abandonware/(noble|bleno)';
const SERIALPORT = 'node_modules/serialport/|^serialport';
const USB = 'node_modules/usb/|^usb$';
const HCI_SOCKET = 'node_modules/@(abandonware|stoprocent)/bluetooth-hci-socket/|bluetooth-hci-socket$';
const NATIVE_PACKAGES = [NOBLE_AND_BLENO, SERIALPORT, USB, HCI_SOCKET].join('|');

/** Production code under a path; ...except is free of the rule. */
const code = (path, ...except) => ({ path, pathNot: [TEST, ...except] });
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
/** A package that only files matching `room` may import. */
const packageRoom = (name, path, room) => rule(name, `Only ${room} may import it.`, code('^src-', room), { path });
/** host/<layer> may not import the layers in `others`. */
const layer = (name, others, comment) =>
  rule(`host-${name}`, comment, code(`^src-main/ble/host/${name}/`), {
    path: `^src-main/ble/host/(${others.join('|')})/`,
  });

const rooms = [
  rule('shared-is-pure', 'src-shared imports nothing but itself and its schema library.', code('^src-shared/'), {
    pathNot: ['^src-shared/', 'node_modules/zod/'],
  }),
  rule('renderer-sees-shared-only', 'The window sees src-shared, never the main process.', code('^src-renderer/'), {
    path: '^src-main/',
  }),
  rule('renderer-without-node', 'The window is sandboxed: no node built-ins.', code('^src-renderer/'), {
    dependencyTypes: ['core'],
  }),
  rule(
    'electron-in-the-shell-only',
    "Only main.ts, preload.ts, app/, ipc/ and the key store's safeStorage wrapper know Electron.",
    code(
      '^src-',
      '^src-main/(main|preload)\\.ts$',
      '^src-main/(app|ipc)/',
      '^src-main/keystore/safe-storage[^/]*\\.ts$',
    ),
    { path: ELECTRON },
  ),
  rule(
    'preload-is-small',
    'The preload needs the channel names and nothing else: the router and lib/api.ts validate.',
    { path: '^src-main/preload\\.ts$' },
    { pathNot: [ELECTRON, '^src-shared/ipc/(names|bridge)\\.ts$'], dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'names-without-schemas',
    'The preload carries no schema library, so what it imports knows the schemas as types only.',
    { path: '^src-shared/ipc/(names|bridge)\\.ts$' },
    { path: '.', dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'simulated',
    'Simulated devices are programs on the public API: ble/index.ts, workbench/transfer, keystore, shared.',
    code('^src-main/simulated/'),
    {
      path: '^src-(main|renderer)/',
      pathNot: [
        '^src-main/simulated/',
        '^src-main/ble/index\\.ts$',
        '^src-main/workbench/transfer/',
        '^src-main/keystore/',
      ],
    },
  ),
  rule('workbench', 'Application services see ble/index.ts, keystore and shared.', code('^src-main/workbench/'), {
    path: '^src-(main|renderer)/',
    pathNot: ['^src-main/workbench/', '^src-main/ble/index\\.ts$', '^src-main/keystore/'],
  }),
  rule('ipc', 'The router sees workbench and shared.', code('^src-main/ipc/'), {
    path: '^src-(main|renderer)/',
    pathNot: ['^src-main/ipc/', '^src-main/workbench/'],
  }),
  rule(
    'ble-by-its-index',
    'Outside the BLE core everyone comes in by ble/index.ts; the lock of a file serves the profile too.',
    code('^src-main/', BLE, '^src-main/keystore/'),
    { path: BLE, pathNot: '^src-main/ble/(index|keys/file-lock)\\.ts$' },
  ),
  rule(
    'keystore',
    "The app's key store stands on ble/keys, which holds the format and the file, and on ble/index.ts.",
    code('^src-main/keystore/'),
    { path: '^src-(main|renderer)/', pathNot: ['^src-main/keystore/', '^src-main/ble/(index\\.ts$|keys/)'] },
  ),
];

const bleCore = [
  rule('ble-is-a-library', 'The BLE core sees src-shared and node built-ins, no other room.', code(BLE), {
    path: '^src-(main|renderer)/',
    pathNot: BLE,
  }),
  rule('ble-without-packages', 'The BLE core needs no package but the optional native ones.', code(BLE), {
    dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
    pathNot: NATIVE_PACKAGES,
  }),
  packageRoom('noble-and-bleno-room', NOBLE_AND_BLENO, '^src-main/ble/native/'),
  packageRoom('serialport-room', SERIALPORT, '^src-main/ble/transports/serial[^/]*\\.ts$'),
  packageRoom('usb-room', USB, '^src-main/ble/transports/usb[^/]*\\.ts$'),
  packageRoom('hci-socket-room', HCI_SOCKET, '^src-main/ble/transports/[^/]*(hci|linux)[^/]*\\.ts$'),
  rule(
    'native-packages-dynamically',
    'Packages with binaries are loaded by import() when an adapter needs them; types are free.',
    code('^src-'),
    {
      path: NATIVE_PACKAGES,
      dynamic: false,
      dependencyTypesNot: ['type-only'],
    },
  ),
  rule('util-is-the-floor', 'util imports only itself.', code('^src-main/ble/util/'), {
    path: BLE,
    pathNot: '^src-main/ble/util/',
  }),
  rule('crypto-on-util', 'crypto imports only util.', code('^src-main/ble/crypto/'), {
    path: BLE,
    pathNot: '^src-main/ble/(crypto|util)/',
  }),
  rule('keys-on-api', 'keys holds bonds at rest; it needs the types of api, and util.', code('^src-main/ble/keys/'), {
    path: BLE,
    pathNot: '^src-main/ble/(keys|api|util)/',
  }),
  layer('hci', ['l2cap', 'att', 'gatt', 'smp', 'gap'], 'host/hci is the lowest layer of the host.'),
  layer('l2cap', ['att', 'gatt', 'smp', 'gap'], 'host/l2cap stands on host/hci.'),
  layer('att', ['gatt', 'smp', 'gap'], 'host/att stands on host/l2cap.'),
  layer('gatt', ['smp', 'gap'], 'host/gatt stands on host/att.'),
  layer('smp', ['att', 'gatt', 'gap'], 'host/smp stands on host/l2cap and crypto.'),
  layer('gap', ['l2cap', 'att', 'gatt', 'smp'], 'host/gap stands on host/hci.'),
  rule('host-layers-not-wired', 'A layer does not know the host that wires it.', code('^src-main/ble/host/[^/]+/'), {
    path: '^src-main/ble/host/[^/]+\\.ts$',
  }),
  rule('api-without-engine', 'api holds what both engines share and imports neither.', code('^src-main/ble/api/'), {
    path: '^src-main/ble/(host|native)/',
  }),
  rule('virtual-without-host', 'The virtual radio knows no host layer.', code('^src-main/ble/virtual/'), {
    path: '^src-main/ble/(host|native)/',
  }),
  rule(
    'host-wired-by-index',
    'ble/index.ts and the functions beside it that it exports (openAdapter) alone wire the engines.',
    code(BLE, '^src-main/ble/host/', '^src-main/ble/[^/]+\\.ts$'),
    { path: '^src-main/ble/host/' },
  ),
  rule(
    'native-wired-by-index',
    'ble/index.ts and the functions beside it that it exports (openAdapter) alone wire the engines.',
    code(BLE, '^src-main/ble/native/', '^src-main/ble/[^/]+\\.ts$'),
    {
      path: '^src-main/ble/native/',
    },
  ),
];

const everywhere = [
  rule(
    'no-circular',
    'A cycle that exists at run time. Cycles of types alone are free.',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  ),
  rule(
    'no-tests-in-production',
    'Production code imports neither tests nor their tools.',
    { pathNot: TEST },
    { path: TEST },
  ),
  rule(
    'no-test-packages',
    'Production code imports no package that users do not install.',
    { path: '^src-', pathNot: TEST },
    {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['type-only'],
      pathNot: ELECTRON,
    },
  ),
  rule(
    'everything-resolves',
    'An import that leads nowhere; the optional native packages may be absent.',
    {},
    { couldNotResolve: true, pathNot: NATIVE_PACKAGES },
  ),
];

module.exports = {
  forbidden: [...rooms, ...bleCore, ...everywhere],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
