import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';

/** The machine in words, without its name. */
export function machine(): string {
  const list = cpus();
  return `${list.length} x ${list[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => percentile(values, 0.5);

/** Prints a table and writes the figures as JSON where the runner wants them. */
export async function report(title: string, rows: Record<string, string | number>[]): Promise<void> {
  console.log(`${title}\n${machine()}`);
  console.table(rows);
  const file = process.env.WORKBENCH_BENCH_OUT;
  if (file)
    await writeFile(
      file,
      `${JSON.stringify({ title, machine: machine(), at: new Date().toISOString(), rows }, null, 2)}\n`,
    );
}
