// Makes src-shared/assigned-numbers/companies.data.ts from a list of Bluetooth company identifiers.
//   node scripts/make-company-data.mjs 20-bluetooth-vendor-product.hwdb ["source in words"]
// The list is systemd's hardware database: on Debian the file /lib/udev/hwdb.d/20-bluetooth-vendor-product.hwdb of package udev.
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const MIN_COMPANIES = 1_000;
const OUTPUT = new URL('../src-shared/assigned-numbers/companies.data.ts', import.meta.url);

/** [identifier, name] of a hwdb text, by identifier. Throws when a line between the records is not understood. */
export function parseHwdb(text) {
  const companies = new Map();
  let id = null;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    // A record is of a company ('v0078*') or of one of its products ('v0078p0001*'), which has a product's name.
    const record = /^bluetooth:v([0-9A-Fa-f]{4})(p[0-9A-Fa-f]{4})?.*\*$/.exec(line);
    const property = /^ ID_(VENDOR|PRODUCT)_FROM_DATABASE=(.*)$/.exec(line);
    if (record) id = record[2] === undefined ? Number.parseInt(record[1], 16) : null;
    else if (property) {
      if (id !== null && property[1] === 'VENDOR') companies.set(id, property[2].trim());
    } else if (line.trim() !== '' && !line.startsWith('#'))
      throw new Error(`line ${index + 1} is not understood: ${line}`);
  }
  return [...companies].sort((a, b) => a[0] - b[0]);
}

/** One name a line, line number = identifier; '=1f00' jumps to an identifier over a gap. */
export function compactNames(companies) {
  const lines = [];
  let next = 0;
  for (const [id, name] of companies) {
    if (id !== next) lines.push(`=${id.toString(16)}`);
    lines.push(name.replaceAll('\n', ' '));
    next = id + 1;
  }
  return lines.join('\n');
}

async function main(path, source = basename(path)) {
  const companies = parseHwdb(await readFile(path, 'utf8'));
  if (companies.length < MIN_COMPANIES)
    throw new Error(`only ${companies.length} companies in ${path}: is it the right file?`);
  const literal = compactNames(companies).replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  const date = new Date().toISOString().slice(0, 10);
  const code = [
    `// Made by scripts/make-company-data.mjs from ${source} on ${date}; do not edit.`,
    `// ${companies.length} company identifiers, one name a line, the line's number is the identifier; '=hex' jumps to an identifier.`,
    `export const COMPANY_SOURCE = ${JSON.stringify(`${source}, ${date}`)};`,
    `export const COMPANY_NAMES = \`${literal}\`;`,
    '',
  ].join('\n');
  await writeFile(OUTPUT, code);
  console.log(`${companies.length} companies written to ${OUTPUT.pathname}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [path, source] = process.argv.slice(2);
  if (path === undefined) {
    console.error('usage: node scripts/make-company-data.mjs 20-bluetooth-vendor-product.hwdb ["source in words"]');
    process.exitCode = 2;
  } else await main(path, source);
}
