import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CROWD = fileURLToPath(new URL('./crowd.ts', import.meta.url));

/** Starts the crowd in a process of its own, as a controller would be; resolves with the spec of its radio. */
export async function runCrowd(identities: number, perSecond: number): Promise<{ spec: string; stop(): void }> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', CROWD, String(identities), String(perSecond)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const spec = await new Promise<string>((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`the crowd ended with code ${code}`)));
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve);
  });
  return { spec, stop: () => child.kill() };
}
