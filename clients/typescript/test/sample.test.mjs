import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../samples/spa/server.mjs', import.meta.url));

test('the server of the sample survives an address that is none', async context => {
  const server = spawn(process.execPath, [program], { env: { ...process.env, PORT: '0' } });
  context.after(() => server.kill());
  const [address] = await once(server.stdout.setEncoding('utf8'), 'data');
  const port = new URL(address.trim()).port;

  assert.equal(await statusOf(port, '//'), 400);
  assert.equal(await statusOf(port, '/'), 200);
  assert.equal(await statusOf(port, '/nothing'), 404);
});

async function statusOf(port, path) {
  const [answer] = await once(request({ host: 'localhost', port, path, agent: false }).end(), 'response');
  answer.resume();
  return answer.statusCode;
}
