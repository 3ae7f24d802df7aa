// Usage: node compare.mjs BEFORE AFTER ACCEPTED
// Prints the breaking changes. Exit 1 if one of them is not accepted.
import { readFileSync } from 'node:fs';
import { breakingChanges } from './breaking-changes.mjs';

const [before, after, accepted] = process.argv.slice(2);
const read = file => JSON.parse(readFileSync(file, 'utf8'));
const known = new Set(readFileSync(accepted, 'utf8').split('\n').map(line => line.trim()).filter(line => line && !line.startsWith('#')));
const found = breakingChanges(read(before), read(after));
const refused = found.filter(change => !known.has(change));
for (const change of found) console.log(`${known.has(change) ? 'accepted' : 'BREAKING'}  ${change}`);
if (refused.length > 0) {
  console.log(`A client of the earlier document would notice. Undo the change, or add it to ${accepted} with the reason.`);
}
process.exitCode = refused.length > 0 ? 1 : 0;
