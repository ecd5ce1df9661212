// An Electron main process that runs the toolbox on every sample of the specification and prints what went wrong, as JSON.
import { app } from 'electron';
import { checkCrypto } from '../../../src-main/ble/testing/check-crypto.js';

process.stdout.write(`${JSON.stringify({ crypto: process.versions.openssl, wrong: checkCrypto() })}\n`);
app.exit(0);
