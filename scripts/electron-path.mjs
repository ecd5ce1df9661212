// Prints the path of the Electron executable that set-up found or fetched.
import { electronRuntime } from './lib/electron-runtime.mjs';
import { main, sayOnStderr } from './lib/run.mjs';

sayOnStderr();
await main(async () => {
  console.log((await electronRuntime()).executable);
});
