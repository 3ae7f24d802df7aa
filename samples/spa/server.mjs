// Serves the page, and passes /api on to SecureAuth, so that both have one origin. In production, your proxy does this.
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { fileURLToPath } from 'node:url';

const { API = 'http://localhost:5080', PORT = '4000' } = process.env;

const file = (url, type) => ({ body: readFileSync(url), type });
const page = name => new URL(`public/${name}`, import.meta.url);
const files = {
  '/': file(page('index.html'), 'text/html; charset=utf-8'),
  '/app.js': file(page('app.js'), 'text/javascript; charset=utf-8'),
  '/style.css': file(page('style.css'), 'text/css; charset=utf-8'),
  '/secureauth.js': file(fileURLToPath(import.meta.resolve('@secureauth/client/browser')), 'text/javascript; charset=utf-8'),
};

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
  + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const server = createServer((incoming, outgoing) => {
  if (incoming.url.startsWith('/api/')) {
    forward(incoming, outgoing);
    return;
  }
  if (!URL.canParse(incoming.url, 'http://localhost')) {
    outgoing.writeHead(400).end();
    return;
  }
  const found = files[new URL(incoming.url, 'http://localhost').pathname];
  if (!found) {
    outgoing.writeHead(404).end();
    return;
  }
  outgoing.writeHead(200, {
    'Content-Type': found.type, 'Content-Security-Policy': policy, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer',
  }).end(found.body);
});
server.listen(Number(PORT), 'localhost', () => console.log(`http://localhost:${server.address().port}`));

function forward(incoming, outgoing) {
  const options = { method: incoming.method, headers: { ...incoming.headers, host: new URL(API).host } };
  const onward = request(new URL(incoming.url, API), options, answer => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on('error', () => outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end());
  incoming.pipe(onward);
}
