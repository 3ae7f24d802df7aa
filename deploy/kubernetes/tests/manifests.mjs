import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, parse } from 'yaml';

const folder = new URL('..', import.meta.url);

export const readme = readFileSync(new URL('README.md', folder), 'utf8');

/** The objects that `kubectl apply -k` would send. */
export function render(overlay) {
  const yaml = execFileSync(process.env.KUBECTL ?? 'kubectl', ['kustomize', fileURLToPath(new URL(overlay, folder))], { encoding: 'utf8' });
  return parseAllDocuments(yaml).map(document => document.toJS());
}

export const adapterRules = () =>
  parse(readFileSync(new URL('hash-queue-autoscaling/prometheus-adapter.yaml', folder), 'utf8')).rules.custom;

export const projectVersion = () =>
  /<Version>(.+?)<\/Version>/.exec(readFileSync(new URL('../../Directory.Build.props', folder), 'utf8'))[1];
