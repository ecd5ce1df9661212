import type { Files } from '../keys/key-disk.js';

/** Files by their paths, for tests of many thousand of them: as much of a file system as a key file needs. */
export function memoryFiles(content: Map<string, Uint8Array>): Files {
  const get = (path: unknown): Uint8Array => {
    const bytes = content.get(String(path));
    if (!bytes) throw Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' });
    return bytes;
  };
  const files = {
    access: async (path: string) => void get(path),
    readdir: async () => [...content.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)),
    mkdir: async () => undefined,
    link: async (from: string, to: string) => void content.set(to, get(from)),
    copyFile: async (from: string, to: string) => void content.set(to, get(from)),
    rename: async (from: string, to: string) => {
      content.set(to, get(from));
      content.delete(from);
    },
    rm: async (path: string) => void content.delete(path),
    open: async (path: string, flags: string) => {
      if (flags === 'wx') content.set(path, new Uint8Array());
      return {
        stat: async () => ({ size: get(path).length, mtime: new Date(0) }),
        readFile: async () => Buffer.from(get(path)),
        writeFile: async (data: Uint8Array) => void content.set(path, Uint8Array.from(data)),
        sync: async () => undefined,
        close: async () => undefined,
      };
    },
  };
  return files as unknown as Files;
}
