// npm start [-- --profile DIR ...]: opens the app; without a display on a virtual one, with a picture of the window in out/window.png.
// With --exit-after-screenshot the app ends once that picture is saved.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp } from './lib/build-app.mjs';
import { hasDisplay, startVirtualDisplay } from './lib/display.mjs';
import { sandboxArgs } from './lib/electron-args.mjs';
import { outDir, root } from './lib/paths.mjs';
import { isPicture, waitForPicture } from './lib/picture.mjs';
import { main, say, start, UserError } from './lib/run.mjs';
import { sandboxAdvice } from './lib/sandbox-advice.mjs';
import { setup } from './setup.mjs';

const EXIT_FLAG = '--exit-after-screenshot';
const PICTURE_FLAG = '--screenshot=';

await main(async () => {
  const args = process.argv.slice(2);
  const electron = await setup('start');
  await buildApp();
  const advice = sandboxAdvice(electron.dist);
  if (advice) say(advice);

  const appArgs = [...args];
  let env = { ...process.env, ...electron.env };
  const virtual = !hasDisplay();
  if (virtual) {
    env = { ...env, ...(await startVirtualDisplay()) };
    say(`no display here: the app opens on the virtual display ${env.DISPLAY}; Ctrl+C ends it`);
  }
  if ((virtual || args.includes(EXIT_FLAG)) && !args.some((arg) => arg.startsWith('--screenshot'))) {
    appArgs.push(PICTURE_FLAG + join(outDir, 'window.png'));
  }
  const picture = appArgs.find((arg) => arg.startsWith(PICTURE_FLAG))?.slice(PICTURE_FLAG.length);
  if (picture) rmSync(picture, { force: true });

  const app = start(electron.executable, [...sandboxArgs, root, ...appArgs], { env });
  const ended = new Promise((resolve, reject) => {
    app.on('error', (error) => reject(new UserError(`Electron could not be started: ${error.message}`)));
    app.on('close', (code) => resolve(code ?? 1));
  });
  if (!picture) return ended;

  const seen = await Promise.race([waitForPicture(picture), ended.then(() => isPicture(picture))]);
  say(seen ? `a picture of the window is in ${picture}` : 'no picture of the window came');
  const code = await ended;
  return code === 0 && args.includes(EXIT_FLAG) && !seen ? 1 : code;
});
