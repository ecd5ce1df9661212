// Loads noble and bleno the way the app does, in whatever runtime runs this file, and prints what they are as one line of JSON.
const { createRequire } = require('node:module');

const need = createRequire(__filename);
const noble = need('@abandonware/noble/with-bindings');
const NobleBindings = need('@abandonware/noble/lib/hci-socket/bindings');
const blenoBindings = need('@abandonware/bleno/lib/hci-socket/bindings');
const HciSocket = need('@abandonware/bluetooth-hci-socket');

console.log(
  JSON.stringify({
    node: process.versions.node,
    electron: process.versions.electron ?? null,
    kind: process.type ?? 'node',
    noble: typeof noble(new NobleBindings({})).startScanningAsync,
    bleno: typeof blenoBindings.startAdvertising,
    // As a program elsewhere loads them; on other systems that needs binaries only a compiler can give.
    plain:
      process.platform !== 'linux' ||
      ['noble', 'bleno'].every((name) => typeof need(`@abandonware/${name}`).on === 'function'),
    socket: typeof HciSocket.prototype.bindRaw,
  }),
);
if (process.type === 'browser') need('electron').app.exit(0);
