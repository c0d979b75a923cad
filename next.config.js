import { existsSync } from 'node:fs';

/** @type {import('next').NextConfig} */
const config = {
  output: 'standalone',
  poweredByHeader: false,
  // The browser and the API reader both take what the worker encoded; on loopback compression only costs time.
  compress: false,
  // The tests run tsc; whoever starts Ringfence should not wait for it.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  // Keeping what was compiled takes a sixth of a build, and helps the next one: whoever builds for the first time waits
  // for the page, and may never build again.
  // The server's code is read from the disk, not from the network: making it small, and maps back to what it was, takes a
  // third of a build. The browser's stays small.
  // Whoever starts waits for the map, not for the other eighty routes: each is loaded when it is asked for.
  experimental: {
    preloadEntriesOnStart: false,
    turbopackMinify: { server: false, client: true },
    turbopackSourceMaps: false,
    serverSourceMaps: false,
    turbopackFileSystemCacheForBuild: existsSync(new URL('.next/BUILD_ID', import.meta.url)),
  },
  turbopack: {
    rules: {
      '**/@kubernetes/client-node/dist/gen/index.js': { loaders: ['./bin/set-up/kube-client-loader.cjs'] },
    },
  },
  // elkjs is 1.6 MB in one line, which takes a tenth of a build to read and gains nothing by it.
  serverExternalPackages: ['elkjs', 'pino', 'prom-client', '@myriaddreamin/typst-ts-node-compiler', '@duckdb/node-api'],
  outputFileTracingIncludes: {
    '/**': [
      './server/cluster/demo/*.yaml',
      './server/cluster/demo-data-map.yaml',
      './server/report/**',
      './docs/examples/**',
      './package.json',
      // The library behind DuckDB's binding: the binding loads it, which nothing traces.
      './node_modules/@duckdb/node-bindings-*/*',
      // The report's typefaces: read as files, so nothing traces them.
      './node_modules/@expo-google-fonts/inter/{400Regular,600SemiBold}/*.ttf',
      './node_modules/@expo-google-fonts/jetbrains-mono/400Regular/*.ttf',
    ],
  },
};

export default config;
