import { defineConfig } from 'vite';

/**
 * JSX is compiled by Vite itself from tsconfig.json's `jsxImportSource`: no plugin. The base is relative, since the
 * same files are served by the loopback host under `/` and by Tauri from its own scheme.
 */
export default defineConfig({
  base: './',
  clearScreen: false,
  server: { port: 1420, strictPort: true, host: '127.0.0.1' },
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 800 },
});
