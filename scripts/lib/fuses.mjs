// Electron's fuses: switches stored in the executable behind a sentinel (version byte, length byte, then '0', '1' or 'r' each).
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const WIRE_VERSION = 1;

export const FUSE = { runAsNode: 0, nodeCliInspect: 3, browserV8Snapshot: 6 };

/** Sets fuses in place: { 3: true } switches the fourth on. */
export function setFuses(executable, settings) {
  const at = executable.indexOf(SENTINEL);
  const wire = at + SENTINEL.length;
  if (at < 0 || executable[wire] !== WIRE_VERSION) throw new Error('no known fuse wire in this executable');
  const count = executable[wire + 1];
  for (const [index, on] of Object.entries(settings)) {
    if (Number(index) >= count) throw new Error(`this executable has no fuse ${index}`);
    executable[wire + 2 + Number(index)] = on ? 0x31 : 0x30;
  }
}
