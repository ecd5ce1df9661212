export type CsvCell = string | number | boolean | null;

/**
 * One cell. Text from the air may begin like a formula, and a spreadsheet would run it: such text gets an apostrophe before it.
 * Numbers are ours and stay as they are.
 */
export function csvCell(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const clean = replaceControls(value);
  const safe = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(clean) ? `'${clean}` : clean;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** NUL and the like would end a line or hide what follows in some programs. Tabs and line ends stay. */
function replaceControls(text: string): string {
  let clean = '';
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const harmless = (code >= 0x20 && code !== 0x7f) || code === 0x09 || code === 0x0a || code === 0x0d;
    clean += harmless ? character : '\ufffd';
  }
  return clean;
}
