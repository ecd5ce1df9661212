import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The oldest runtime the code must run on: Electron 33.
const node = 'node20.18';
const chrome = 'chrome130';

export default defineConfig({
  main: {
    build: {
      outDir: at('./out/main'),
      target: node,
      sourcemap: true,
      // One bundled schema library loads faster than its hundred files; packages with binaries stay outside.
      externalizeDeps: { exclude: ['zod'] },
      rolldownOptions: {
        input: { main: at('./src-main/main.ts') },
        external: ['@stoprocent/bluetooth-hci-socket', 'serialport', 'usb'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('./out/preload'),
      target: node,
      // A sandboxed preload is one CommonJS file that can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('./src-main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('./src-renderer'),
    plugins: [react()],
    server: { host: '127.0.0.1' },
    build: {
      outDir: at('./out/renderer'),
      target: chrome,
      minify: true,
      sourcemap: true,
      // The content security policy allows no data: fonts or scripts.
      assetsInlineLimit: 0,
      // Loaded from disk at once: chunks would only cost time.
      chunkSizeWarningLimit: 4_000,
      rolldownOptions: { input: { index: at('./src-renderer/index.html') } },
    },
  },
});
