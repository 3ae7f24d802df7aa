import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { adapterRules, projectVersion, readme, render } from './manifests.mjs';
import * as rules from './rules.mjs';
import { schemaProblems } from './schemas.mjs';

const overlays = { base: render('base'), production: render('production') };
const problemsOf = (rule, objects) => rules[rule](objects, readme);
const rulesOf = overlay => Object.keys(rules).filter(name => name !== 'podTemplates' && (overlay !== 'base' || name !== 'jobNames'));

for (const [overlay, objects] of Object.entries(overlays)) {
  test(`${overlay} has the schemas of Kubernetes`, async () => assert.deepEqual(await schemaProblems(objects), []));
  for (const rule of rulesOf(overlay)) {
    test(`${overlay} keeps the rule: ${rule}`, () => assert.deepEqual(problemsOf(rule, objects), []));
  }
}

test('the base names the version of the repository', () => {
  const images = overlays.base.flatMap(object => object.spec?.template?.spec?.containers ?? []).map(container => container.image);
  assert.deepEqual([...new Set(images)], [`secureauth:${projectVersion()}`]);
});

test('the metric of the autoscaler is the one that the rule of prometheus-adapter makes', () => {
  const scaler = overlays.production.find(object => object.kind === 'HorizontalPodAutoscaler');
  const names = scaler.spec.metrics.filter(metric => metric.type === 'Pods').map(metric => metric.pods.metric.name);
  assert.deepEqual(names, adapterRules().map(rule => rule.name.as));
});

test('the rule of prometheus-adapter computes the wait of each pod', { skip: spawnSync('promtool').error && 'no promtool' }, () => {
  const [rule] = adapterRules();
  const series = rule.seriesQuery.replace(/\{.*/, '');
  const query = rule.metricsQuery.replace('<<.Series>>', series)
    .replace('<<.LabelMatchers>>', 'namespace="secureauth",pod=~"a|b"').replace('<<.GroupBy>>', 'pod');
  const bucket = (pod, le, values) => ({ series: `${series}{namespace="secureauth",pod="${pod}",le="${le}"}`, values });
  const folder = mkdtempSync(join(tmpdir(), 'adapter-'));
  try {
    writeFileSync(join(folder, 'test.yml'), JSON.stringify({
      evaluation_interval: '15s',
      tests: [{
        interval: '15s',
        input_series: [
          bucket('a', '0.5', '0+10x20'), bucket('a', '0.75', '0+10x20'), bucket('a', '1', '0+10x20'), bucket('a', '+Inf', '0+10x20'),
          bucket('b', '0.5', '0x20'), bucket('b', '0.75', '0x20'), bucket('b', '1', '0+10x20'), bucket('b', '+Inf', '0+10x20'),
        ],
        promql_expr_test: [{
          expr: query, eval_time: '4m', exp_samples: [{ labels: '{pod="a"}', value: 0.45 }, { labels: '{pod="b"}', value: 0.975 }],
        }],
      }],
    }));
    execFileSync('promtool', ['test', 'rules', join(folder, 'test.yml')], { stdio: 'pipe', encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

// A check that never fails checks nothing: each of these manifests breaks one rule.
const find = (objects, kind, name) => objects.find(object => object.kind === kind && (!name || object.metadata.name === name));
const pod = objects => find(objects, 'Deployment').spec.template.spec;
const api = objects => pod(objects).containers[0];
const setting = (objects, name) => api(objects).env.find(entry => entry.name === name);
const broken = {
  schema: {
    'a misspelt field': o => { find(o, 'Deployment').spec.replicsa = 3; },
    'a text where a number belongs': o => { api(o).ports[0].containerPort = '8080'; },
    'no selector': o => { delete find(o, 'Deployment').spec.selector; },
    'an unknown version of an API': o => { find(o, 'HorizontalPodAutoscaler').apiVersion = 'autoscaling/v2beta9'; },
    'a misspelt field deep inside': o => { api(o).readinessProbe.httpGet.pathh = '/'; },
    'an unknown policy': o => { find(o, 'Deployment').spec.template.spec.restartPolicy = 5; },
  },
  restricted: {
    'a pod that may be root': o => { delete pod(o).securityContext.runAsNonRoot; },
    'a writable root file system': o => { api(o).securityContext.readOnlyRootFilesystem = false; },
    'a capability': o => { api(o).securityContext.capabilities.add = ['NET_ADMIN']; },
    'no seccomp profile': o => { delete pod(o).securityContext.seccompProfile; },
    'a token of the cluster': o => { delete pod(o).automountServiceAccountToken; },
    'a folder of the host': o => { pod(o).volumes.push({ name: 'host', hostPath: { path: '/' } }); },
    'an init container with privileges': o => { pod(o).initContainers = [{ ...api(o), securityContext: { privileged: true } }]; },
  },
  images: {
    'the image latest': o => { api(o).image = 'registry.example.com/secureauth:latest'; },
    'an image without a version': o => { api(o).image = 'registry.example.com:5000/secureauth'; },
    'a migration of another version': o => { api(o).image = 'registry.example.com/secureauth:0.2.0'; },
  },
  jobNames: { 'a job without the version': o => { find(o, 'Job').metadata.name = 'secureauth-migrate'; } },
  probes: {
    'no readiness probe': o => { delete api(o).readinessProbe; },
    'a liveness probe that asks the stores': o => { api(o).livenessProbe.httpGet.path = '/health'; },
    'a probe of a port that is not there': o => { api(o).startupProbe.httpGet.port = 'https'; },
  },
  resources: { 'no limit of memory': o => { delete api(o).resources.limits.memory; } },
  workers: { 'as many hashing threads as cores': o => { setting(o, 'Passwords__Workers').value = '3'; } },
  drain: { 'a longer delay than the grace period has room for': o => { setting(o, 'Shutdown__Delay').value = '00:00:40'; } },
  secrets: {
    'a Secret': o => { o.push({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'secureauth' }, stringData: { a: 'b' } }); },
    'a connection string in the environment': o => { api(o).env.push({ name: 'ConnectionStrings__redis', value: 'redis:6379' }); },
    'a password among the settings': o => { find(o, 'ConfigMap').data.Email__Smtp__Password = 'hunter2'; },
    'a password in another setting': o => { find(o, 'ConfigMap').data.Other = 'redis:6379,password=hunter2'; },
  },
  references: {
    'a ConfigMap that is not there': o => { find(o, 'ConfigMap').metadata.name = 'other'; },
    'a Secret that nobody creates': o => { pod(o).volumes[0].secret.secretName = 'other'; },
    'a file that nobody creates': o => { setting(o, 'Passwords__Peppers__0__File').value = '/run/secureauth/pepper-9'; },
  },
  selectors: {
    'a policy for no pod': o => { find(o, 'NetworkPolicy', 'ingress-to-api').spec.podSelector.matchLabels = { app: 'other' }; },
    'a budget for no pod': o => { find(o, 'PodDisruptionBudget').spec.selector.matchLabels = { app: 'other' }; },
    'an autoscaler of nothing': o => { find(o, 'HorizontalPodAutoscaler').spec.scaleTargetRef.name = 'other'; },
    'an ingress to nothing': o => { find(o, 'Ingress').spec.rules[0].http.paths[0].backend.service.name = 'other'; },
  },
  network: {
    'no default': o => { o.splice(o.indexOf(find(o, 'NetworkPolicy', 'default-deny')), 1); },
    'a way to everywhere': o => { find(o, 'NetworkPolicy', 'dns').spec.egress[0].to = []; },
    'a way to every address': o => { find(o, 'NetworkPolicy', 'api-to-services').spec.egress[0].to[0].ipBlock.cidr = '0.0.0.0/0'; },
  },
  namespaces: {
    'a namespace that enforces nothing': o => { find(o, 'Namespace').metadata.labels = {}; },
    'an object elsewhere': o => { delete find(o, 'Service').metadata.namespace; },
  },
  availability: {
    'a fixed number of replicas': o => { find(o, 'Deployment').spec.replicas = 3; },
    'an update that takes a replica first': o => { find(o, 'Deployment').spec.strategy.rollingUpdate.maxUnavailable = 1; },
    'no budget': o => { o.splice(o.indexOf(find(o, 'PodDisruptionBudget')), 1); },
    'all replicas on one node': o => { delete pod(o).topologySpreadConstraints; },
  },
};

for (const [rule, manifests] of Object.entries(broken)) {
  for (const [title, breakIt] of Object.entries(manifests)) {
    test(`${title} is refused (${rule})`, async () => {
      const objects = structuredClone(overlays.production);
      breakIt(objects);
      assert.notDeepEqual(rule === 'schema' ? await schemaProblems(objects) : problemsOf(rule, objects), []);
    });
  }
}

test('every rule has a manifest that breaks it', () => assert.deepEqual(
  Object.keys(broken).sort(), ['schema', ...rulesOf('production')].sort()));
