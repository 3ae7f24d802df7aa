import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the package holds what a user needs, and nothing else', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: root, encoding: 'utf8' }));
  const modules = ['api', 'client', 'configured', 'errors', 'index', 'operations', 'origins', 'passkeys', 'refusals', 'schema',
    'session', 'sign-in', 'store', 'transport', 'waiting'];

  assert.deepEqual(files.map(file => file.path).sort(), [
    'LICENSE', 'README.md', 'dist/browser.js', 'package.json', ...modules.flatMap(name => [`dist/${name}.d.ts`, `dist/${name}.js`]),
  ].sort());
});

test('the copy for pages imports nothing, and is small', () => {
  const bundle = readFileSync(`${root}dist/browser.js`, 'utf8');

  assert.doesNotMatch(bundle, /^\s*import\s/m);
  assert.doesNotMatch(bundle, /\beval\(|new Function\(/);
  assert.match(bundle, /openapi-fetch, MIT/);
  assert.ok(bundle.length < 60_000, `${bundle.length} characters`);
});

test('the example in the README is ten lines at most', () => {
  const readme = readFileSync(`${root}README.md`, 'utf8');
  const [, example] = /```ts\n([\s\S]*?)```/.exec(readme);

  assert.ok(example.trim().split('\n').length <= 10);
});
