// Writes docs/CONFORMANCE.md: every Bluetooth qualification test id and every acceptance scenario that a test's title begins with.
// Run it with node after adding tests.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';

const ID =
  /^((?:GATT|L2CAP|SM|GAP|HCI)(?:(?:\/[A-Z0-9]+)+?\/B[VI]-\d+|(?:\/[A-Z0-9]+)+)|[TME]\d{1,2}|[CDOAGVLS]\d{1,2})\b/;

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
      /\b(?:it|test)(?:\.each\([\s\S]*?\))?\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g,
    )) {
      const id = ID.exec(title)?.[1];
      if (id) rows.push({ id, title: title.replaceAll('\\', '').replaceAll('|', '/'), file });
    }
  }
  rows.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }) || a.file.localeCompare(b.file));
  const lines = rows.map(({ id, title, file }) => `| ${id} | ${title} | \`${file}\` |`);
  return `# Conformance

Tests whose titles name a Bluetooth qualification test (GATT/…, L2CAP/…), an acceptance scenario (T, M, E) or a behaviour of aioble
(C core, D device, O observer, A advertising, G client, V server). The ids say what a test is modelled on; none of this is a qualification.
Made by \`node scripts/list-conformance.mjs\`.

| id | test | file |
|---|---|---|
${lines.join('\n')}
`;
}

if (process.argv[1] === inRoot('scripts', 'list-conformance.mjs')) {
  writeFileSync(inRoot('docs', 'CONFORMANCE.md'), conformance());
}
