import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

import { fakeHost } from './scripts/fake-host.ts';

/** Where `rantang-device host` listens while the UI is served by `npm run dev`. */
const host = process.env['RANTANG_HOST'] ?? 'http://127.0.0.1:5180';

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), mode === 'fake' && fakeHost()],
  // Relative, because the same files are served by Tauri's scheme and by the loopback host.
  base: './',
  build: {
    outDir: 'dist',
    target: ['es2022', 'chrome107', 'safari16'],
    cssTarget: ['chrome107', 'safari16'],
    assetsInlineLimit: 0,
    // Whoever cannot preload modules loads them when they are asked for.
    modulePreload: { polyfill: false },
    // What both halves use is one file: it compresses better than several.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'both', minShareCount: 2 }] } },
    },
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: mode === 'fake' ? {} : { '/api': host, '/events': host },
  },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    testTimeout: 20_000,
  },
}));
