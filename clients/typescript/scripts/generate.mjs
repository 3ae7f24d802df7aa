// Writes the types and the list of operations from docs/openapi.json.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../../docs/openapi.json', import.meta.url);
const notice = '// Generated from docs/openapi.json by "npm run generate". Do not edit.\n\n';

const types = await openapiTS(source, { alphabetize: false });
await writeFile(new URL('../src/schema.ts', import.meta.url), notice + astToString(types));

const document = JSON.parse(await readFile(source, 'utf8'));
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method, path, ...operation })));

const lines = operations.filter(isForUsers).map(operation =>
  `  ${operation.operationId}: ['${operation.method}', '${operation.path}', ${needsToken(operation)}],`);
await writeFile(new URL('../src/operations.ts', import.meta.url),
  `${notice}/** Each operation's method and path, and whether it needs an access token. */\n`
  + `export const operationTable = {\n${lines.sort().join('\n')}\n} as const;\n`);

// Services have credentials of their own, and the health checks are for orchestrators.
function isForUsers({ security = [], responses }) {
  return !security.some(way => 'basic' in way) && !responses[200]?.content?.['text/plain'];
}

// An operation that accepts a token but does not need one has an empty requirement among the others.
function needsToken({ security = [] }) {
  return security.length > 0 && security.every(way => 'bearer' in way || 'cookie' in way);
}
