// Writes docs/CONFORMANCE.md: every Bluetooth qualification test id and every acceptance scenario that a test's title begins with, and
// the further qualification ids in such a title. 'L2CAP/LE/CFC/BV-05,22-C' are two.
// Run it with node after adding tests.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';

const ID =
  /^((?:GATT|L2CAP|SM|GAP|HCI)(?:(?:\/[A-Z0-9]+)+?\/B[VI]-\d+|(?:\/[A-Z0-9]+)+)|[TME]\d{1,2}|[CDOAGVLS]\d{1,2})\b/;

const QUALIFICATION = /((?:GATT|L2CAP|SM|GAP|HCI)(?:\/[A-Z0-9]+)+?\/B[VI])-(\d+(?:,\d+)*)/g;

function idsOf(title) {
  const first = ID.exec(title)?.[1];
  if (!first) return [];
  const all = [...title.matchAll(QUALIFICATION)].flatMap(([, group, numbers]) =>
    numbers.split(',').map((number) => `${group}-${number}`),
  );
  return all.length > 0 ? new Set(all) : [first];
}

function tests(folder) {
  return readdirSync(inRoot(folder), { recursive: true })
    .map(String)
    .filter((file) => /\.(test|spec)\.ts$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}

export function conformance() {
  const rows = [];
  for (const file of ['src-main', 'src-shared', 'e2e'].flatMap(tests).sort()) {
    for (const [, , title] of readFileSync(inRoot(file), 'utf8').matchAll(
      /\b(?:it|test)(?:\.each(?:<[^(]*>)?\([\s\S]*?\))?\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g,
    )) {
      for (const id of idsOf(title)) rows.push({ id, title: title.replaceAll('\\', '').replaceAll('|', '/'), file });
    }
  }
  rows.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }) || a.file.localeCompare(b.file));
  const lines = rows.map(({ id, title, file }) => `| ${id} | ${title} | \`${file}\` |`);
  return `# Conformance

Tests whose titles name a Bluetooth qualification test (GATT/…, L2CAP/…), an acceptance scenario (T, M, E) or a behaviour of aioble
(C core, D device, O observer, A advertising, G client, V server, L channels, S security). The ids say what a test is modelled on; none of this is a qualification.
Made by \`node scripts/list-conformance.mjs\`.

| id | test | file |
|---|---|---|
${lines.join('\n')}
`;
}

if (process.argv[1] === inRoot('scripts', 'list-conformance.mjs')) {
  writeFileSync(inRoot('docs', 'CONFORMANCE.md'), conformance());
}
