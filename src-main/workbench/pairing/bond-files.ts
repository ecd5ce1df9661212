import { readFile, stat } from 'node:fs/promises';
import type { Input, Output } from '../../../src-shared/ipc/contract.js';
import { BleError } from '../../../src-shared/model/ble-error.js';
import type { BondRef } from '../../../src-shared/model/pairing.js';
import type { KeyStoreService } from '../../keystore/key-store-service.js';
import type { ExportTarget } from '../export.js';
import { fileStamp, writeExport } from '../write-export.js';

/** 64 adapters with 512 bonds each, well above what an export of them takes. */
const MAX_IMPORT_BYTES = 64 << 20;
const JSON_FILE = { extension: 'json', kind: 'Bonds as JSON' };

export interface BondFilesDeps {
  keys: Pick<KeyStoreService, 'exportJson' | 'importJson'>;
  now(): number;
  choosePath(target: ExportTarget): Promise<string | null>;
  chooseFile(target: Omit<ExportTarget, 'suggestedName'>): Promise<string | null>;
}

/** Writes every key of the bonds in plain hex, readable for this user alone. Rejects 'export/not-written' when the disk refuses. */
export async function exportBonds(
  bonds: readonly BondRef[],
  { keys, now, choosePath }: BondFilesDeps,
): Promise<Output<'pairing.export'>> {
  const count = bonds.length;
  const path = await choosePath({
    title: count === 1 ? 'Export the keys of one bond' : `Export the keys of ${count} bonds`,
    suggestedName: `bonds-${fileStamp(now())}.json`,
    ...JSON_FILE,
  });
  if (path === null) return { path: null, bonds: 0 };
  await writeExport(path, await keys.exportJson({ ids: bonds.map(({ id }) => id) }), 0o600);
  return { path, bonds: count };
}

/** Takes the bonds of an export. Rejects 'import/not-read', and as KeyStoreService.importJson does. */
export async function importBonds(
  options: Input<'pairing.import'>,
  { keys, chooseFile }: BondFilesDeps,
): Promise<Output<'pairing.import'>> {
  const path = await chooseFile({ title: 'Import bonds', ...JSON_FILE });
  if (path === null) return { path: null, added: 0, replaced: 0, unchanged: 0, refused: [] };
  const { added, replaced, unchanged, refused } = await keys.importJson(await readText(path), options);
  return { path, added, replaced, unchanged, refused: refused.map(({ what, why }) => ({ what, why })) };
}

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_IMPORT_BYTES) throw new Error(`it has ${size} bytes, more than any export of bonds`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new BleError('import/not-read', {
      layer: 'app',
      operation: 'import',
      message: `import: ${path} could not be read: ${(error as Error).message}`,
      fix: 'Choose a file that was exported here.',
      cause: error,
    });
  }
}
