// A program of its own: a peripheral on a shared radio that notifies so many times a second. Prints a line when it advertises, and at its end what it sent.
import { Characteristic, openAdapter, Service } from '../../../src-main/ble/index.js';

const [spec = '', perSecond = '1000', bytes = '20'] = process.argv.slice(2);
const EVERY_MS = 10;
const NAME = 'Notifier';

const adapter = await openAdapter(spec, { name: NAME });
const value = new Characteristic(new Service('70f1a000-3c1b-4a52-8b7c-b6f3f1d2a900'), 'ffa1', {
  notify: true,
  read: true,
  initial: new Uint8Array(Number(bytes)),
});
await adapter.registerServices(value.service);
const advertised = adapter.advertise({ name: NAME, intervalUs: 50_000 });
console.log('advertising');
const link = await advertised;

let sent = 0;
let refused = 0;
let owed = 0;
let before = performance.now();
const data = Buffer.alloc(Number(bytes));
const timer = setInterval(() => {
  const now = performance.now();
  if (value.subscribers().length > 0) owed += ((now - before) / 1_000) * Number(perSecond);
  before = now;
  for (; owed >= 1; owed -= 1) {
    data.writeUInt32LE(sent);
    sent += 1;
    value.notify(link, data.slice()).catch(() => {
      refused += 1;
    });
  }
}, EVERY_MS);
await link.disconnected({ timeoutMs: Number.POSITIVE_INFINITY });
clearInterval(timer);
console.log(JSON.stringify({ sent, refused }));
await adapter.close();
