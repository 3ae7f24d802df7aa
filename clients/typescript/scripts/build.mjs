// Compiles the package, and bundles a copy that a page can load without a bundler.
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(root + 'dist', { recursive: true, force: true });
execFileSync(process.execPath, [root + 'node_modules/typescript/bin/tsc', '-p', root], { stdio: 'inherit' });
await build({
  entryPoints: [root + 'dist/index.js'],
  outfile: root + 'dist/browser.js',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'inline',
  banner: { js: '/*! @secureauth/client, MIT. Contains openapi-fetch, MIT, (c) Drew Powers and contributors. */' },
});
copyFileSync(root + '../../LICENSE', root + 'LICENSE');
