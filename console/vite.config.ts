import react from '@vitejs/plugin-react';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

// Libraries that several pages share stand in few files of their own, so that a page change does not make a browser
// fetch them again. Everything of antd that the sign-in page does not need comes with the pages that do.
function chunkOf(id: string): string | undefined {
  if (/chart\/engine\.ts$|node_modules\/(echarts|zrender|tslib)\//.test(id)) return 'charts';
  if (/node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|@remix-run|@tanstack)\//.test(id))
    return 'react';
  return undefined;
}

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  base: '/',
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: { output: { manualChunks: chunkOf, experimentalMinChunkSize: 60_000 } },
  },
  // The server a developer's console talks to; the built console is served by the same binary as the API.
  // Tests hold words against the contract.
  server: {
    fs: { allow: ['.', '../api'] },
    proxy: { '/api': loadEnv(mode, '.', 'HUABIAO_').HUABIAO_SERVER ?? 'http://127.0.0.1:8787' },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
}));
