/** Longest name in bytes of UTF-8 that usual file systems take; room is left for what a `.part` adds. */
const LONGEST = 255 - 24;
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?$/i;
/** Separators, a drive's colon, wildcards and quotes of Windows. */
const FORBIDDEN = /[/\\:*?"<>|]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
/** They make a name look like another: 'exe.txt' for 'txt.exe'. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is looked for by itself.
  /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Why a name from a peer is not taken for a file in the folder; null = it is one. Base names alone, the same on every system. */
export function whyUnsafe(name: string): string | null {
  if (name === '') return 'it is empty';
  if (new TextEncoder().encode(name).length > LONGEST) return `it has more than ${LONGEST} bytes`;
  if (LONE_SURROGATE.test(name)) return 'it is not text';
  if (CONTROL.test(name)) return 'it has control characters';
  if (FORBIDDEN.test(name)) return 'it has a character that leads elsewhere or that not every system takes';
  if (INVISIBLE.test(name)) return 'it has characters that are not seen, and make it look like another';
  if (/^\.+$/.test(name)) return 'it names a folder';
  if (name.startsWith('.')) return 'it would be hidden';
  if (/[. ]$/.test(name) || name.startsWith(' ')) return 'it begins with a space, or ends with a space or a dot';
  if (RESERVED.test(name)) return 'it is a device on Windows';
  if (name.normalize('NFC') !== name) return 'it is not in its normal form';
  if (/\.part$/i.test(name)) return 'names that end so are for transfers under way';
  return null;
}
