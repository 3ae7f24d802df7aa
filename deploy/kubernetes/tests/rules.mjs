// What the manifests must keep besides Kubernetes' own schemas. Each rule returns its problems as lines.

const ALLOWED_VOLUMES = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];
const SECRET_NAME = /^(ConnectionStrings__|Keys__Master__|Passwords__Peppers__|OTEL_EXPORTER_OTLP_HEADERS)|Password$|Secret(?!Sha256$)/;
const SECRET_VALUE = /password=|-----BEGIN|^[A-Za-z0-9+/]{43}=$/i;
const MIN_DRAIN_SECONDS = 10;

export function podTemplates(objects) {
  return objects
    .filter(object => object.spec?.template?.spec?.containers)
    .map(object => ({ owner: `${object.kind} ${object.metadata.name}`, kind: object.kind, object, template: object.spec.template }));
}

function* containers(objects) {
  for (const pod of podTemplates(objects)) {
    for (const container of [...(pod.template.spec.initContainers ?? []), ...pod.template.spec.containers]) {
      yield { ...pod, container, where: `${pod.owner}, container ${container.name}` };
    }
  }
}

const seconds = text => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
const matches = (selector, labels) =>
  Object.entries(selector?.matchLabels ?? selector ?? {}).every(([key, value]) => labels?.[key] === value);
const ofKind = (objects, ...kinds) => objects.filter(object => kinds.includes(object.kind));

/** The restricted profile of the Pod Security Standards, and a root file system that nobody writes. */
export function restricted(objects) {
  const problems = [];
  for (const { owner, template: { spec } } of podTemplates(objects)) {
    const demand = (condition, text) => condition || problems.push(`${owner}: ${text}`);
    demand(spec.securityContext?.runAsNonRoot === true, 'runAsNonRoot is not true');
    demand(spec.securityContext?.runAsUser > 0, 'runAsUser is missing or root');
    demand(['RuntimeDefault', 'Localhost'].includes(spec.securityContext?.seccompProfile?.type), 'no seccomp profile');
    demand(!spec.hostNetwork && !spec.hostPID && !spec.hostIPC, 'shares a namespace of the host');
    demand(spec.automountServiceAccountToken === false, 'gets a token of the cluster');
    for (const volume of spec.volumes ?? []) {
      demand(Object.keys(volume).every(key => key === 'name' || ALLOWED_VOLUMES.includes(key)), `the volume ${volume.name} is not allowed`);
    }
  }
  for (const { where, container } of containers(objects)) {
    const context = container.securityContext ?? {};
    const demand = (condition, text) => condition || problems.push(`${where}: ${text}`);
    demand(context.allowPrivilegeEscalation === false, 'allowPrivilegeEscalation is not false');
    demand(context.capabilities?.drop?.includes('ALL') && !context.capabilities.add?.length, 'keeps capabilities');
    demand(context.readOnlyRootFilesystem === true, 'the root file system is writable');
    demand(!context.privileged && context.runAsNonRoot !== false && context.runAsUser !== 0, 'is privileged or root');
    demand(!container.ports?.some(port => port.hostPort), 'uses a port of the host');
  }
  return problems;
}

/** An image is named by a version or a digest, the same everywhere, and the Job by that version. */
export function images(objects) {
  const all = [...containers(objects)];
  const problems = all
    .filter(({ container }) => !/(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(container.image.split('/').at(-1)))
    .map(({ where, container }) => `${where}: ${container.image} has no version`);
  if (new Set(all.map(({ container }) => container.image)).size > 1) {
    problems.push('The migration and the API have different images');
  }
  return problems;
}

/** Only for an overlay: the base does not know the version yet. */
export function jobNames(objects) {
  return ofKind(objects, 'Job')
    .filter(job => !job.metadata.name.endsWith('-' + job.spec.template.spec.containers[0].image.split(':').at(-1)))
    .map(job => `Job ${job.metadata.name}: the name does not end with the version, so the next one cannot be applied`);
}

export function probes(objects) {
  const expected = { startupProbe: '/alive', livenessProbe: '/alive', readinessProbe: '/health' };
  return [...containers(objects)].filter(({ kind }) => kind === 'Deployment').flatMap(({ where, container }) =>
    Object.entries(expected).flatMap(([probe, path]) => {
      const get = container[probe]?.httpGet;
      return [
        ...(get?.path === path ? [] : [`${where}: the ${probe} does not ask ${path}`]),
        ...(container.ports?.some(port => port.name === get?.port) ? [] : [`${where}: the ${probe} asks no port of the container`]),
      ];
    }));
}

export function resources(objects) {
  return [...containers(objects)].flatMap(({ where, container }) => ['requests', 'limits'].flatMap(part =>
    ['cpu', 'memory'].filter(name => !container.resources?.[part]?.[name]).map(name => `${where}: no ${part}.${name}`)));
}

/** As many hashing threads as the limit would use up the quota of the requests. */
export function workers(objects) {
  return [...containers(objects)].filter(({ kind }) => kind === 'Deployment').flatMap(({ where, container }) => {
    const count = Number(container.env?.find(entry => entry.name === 'Passwords__Workers')?.value);
    return count > 0 && count < Number(container.resources?.limits?.cpu) ? [] : [`${where}: Passwords__Workers is not below the limit`];
  });
}

export function drain(objects) {
  return [...containers(objects)].filter(({ kind }) => kind === 'Deployment').flatMap(({ where, template, container }) => {
    const delay = seconds(container.env?.find(entry => entry.name === 'Shutdown__Delay')?.value ?? '0');
    return (template.spec.terminationGracePeriodSeconds ?? 30) >= delay + MIN_DRAIN_SECONDS
      ? [] : [`${where}: the grace period is shorter than Shutdown__Delay and ${MIN_DRAIN_SECONDS} s`];
  });
}

/** A secret comes as a file, and no manifest contains one. */
export function secrets(objects) {
  const problems = ofKind(objects, 'Secret').map(secret => `Secret ${secret.metadata.name}: is in the manifests`);
  const settings = [
    ...[...containers(objects)].flatMap(({ where, container }) => (container.env ?? []).map(entry => [where, entry.name, entry.value])),
    ...ofKind(objects, 'ConfigMap').flatMap(map =>
      Object.entries(map.data ?? {}).map(([name, value]) => [`ConfigMap ${map.metadata.name}`, name, value])),
  ];
  for (const [where, name, value = ''] of settings) {
    if ((SECRET_NAME.test(name) && !name.endsWith('__File')) || SECRET_VALUE.test(value)) {
      problems.push(`${where}: ${name} holds a secret`);
    }
  }
  return problems;
}

/** Whatever a pod mounts or reads is there, and each file that a setting names is in a Secret that the README creates. */
export function references(objects, readme) {
  const problems = [];
  const maps = new Set(ofKind(objects, 'ConfigMap').map(map => map.metadata.name));
  for (const { owner, template: { spec } } of podTemplates(objects)) {
    const used = spec.containers.flatMap(container => container.envFrom ?? []).map(from => from.configMapRef?.name).filter(Boolean);
    problems.push(...used.filter(name => !maps.has(name)).map(name => `${owner}: there is no ConfigMap ${name}`));
    const volumes = (spec.volumes ?? []).flatMap(volume => volume.projected?.sources ?? [volume]).map(source => source.secret);
    for (const secret of volumes.filter(Boolean)) {
      const name = secret.secretName ?? secret.name;
      if (!readme.includes(`generic ${name} `)) {
        problems.push(`${owner}: the README creates no Secret ${name}`);
      }
    }
    for (const { name, value } of spec.containers.flatMap(container => container.env ?? [])) {
      if (name.endsWith('__File') && !readme.includes(`--from-file=${value.split('/').at(-1)}`)) {
        problems.push(`${owner}: ${name} names ${value}, which the README does not create`);
      }
    }
  }
  return problems;
}

/** A selector that selects nothing is a policy that does nothing. */
export function selectors(objects) {
  const pods = podTemplates(objects);
  const workloads = objects.map(object => `${object.kind} ${object.metadata.name}`);
  const selecting = [
    ...ofKind(objects, 'Service').map(object => [object, object.spec.selector]),
    ...ofKind(objects, 'PodDisruptionBudget', 'Deployment').map(object => [object, object.spec.selector]),
    ...ofKind(objects, 'NetworkPolicy').map(object => [object, object.spec.podSelector]),
  ];
  return [
    ...selecting
      .filter(([, selector]) => !pods.some(pod => matches(selector, pod.template.metadata.labels)))
      .map(([object]) => `${object.kind} ${object.metadata.name}: selects no pod`),
    ...ofKind(objects, 'HorizontalPodAutoscaler')
      .filter(({ spec: { scaleTargetRef: target } }) => !workloads.includes(`${target.kind} ${target.name}`))
      .map(object => `HorizontalPodAutoscaler ${object.metadata.name}: scales nothing`),
    ...ofKind(objects, 'Ingress').flatMap(ingress => ingress.spec.rules.flatMap(rule => rule.http.paths))
      .filter(({ backend: { service } }) => !workloads.includes(`Service ${service.name}`))
      .map(path => `Ingress: ${path.path} leads to no Service`),
  ];
}

/** Everything is denied first, and each way that a policy opens has an end. */
export function network(objects) {
  const policies = ofKind(objects, 'NetworkPolicy');
  const deniesAll = policy => Object.keys(policy.spec.podSelector).length === 0 && !policy.spec.ingress && !policy.spec.egress
    && ['Ingress', 'Egress'].every(type => policy.spec.policyTypes?.includes(type));
  return [
    ...(policies.some(deniesAll) ? [] : ['No policy denies everything by default']),
    ...policies.flatMap(policy => [
      ...(policy.spec.ingress ?? []).filter(rule => !rule.from?.length || !rule.ports?.length),
      ...(policy.spec.egress ?? []).filter(rule => !rule.to?.length || !rule.ports?.length),
      ...(policy.spec.egress ?? []).flatMap(rule => rule.to ?? []).filter(to => /\/0$/.test(to.ipBlock?.cidr ?? '')),
    ].map(() => `NetworkPolicy ${policy.metadata.name}: opens a way without an end`)),
  ];
}

export function namespaces(objects) {
  const label = 'pod-security.kubernetes.io/enforce';
  return [
    ...ofKind(objects, 'Namespace').filter(space => space.metadata.labels?.[label] !== 'restricted')
      .map(space => `Namespace ${space.metadata.name}: does not enforce the restricted profile`),
    ...objects.filter(object => object.kind !== 'Namespace' && object.metadata.namespace !== 'secureauth')
      .map(object => `${object.kind} ${object.metadata.name}: is in no namespace, or in another one`),
  ];
}

/** The autoscaler sets the number of replicas, and a rolling update or a drained node takes one at a time. */
export function availability(objects) {
  return ofKind(objects, 'Deployment').flatMap(({ metadata, spec }) => [
    ...(spec.replicas === undefined ? [] : ['replicas would undo the autoscaler at each apply']),
    ...(spec.strategy?.rollingUpdate?.maxUnavailable === 0 ? [] : ['an update may take a replica away before another is ready']),
    ...(ofKind(objects, 'PodDisruptionBudget').some(budget => budget.spec.maxUnavailable === 1) ? [] : ['no disruption budget']),
    ...(ofKind(objects, 'HorizontalPodAutoscaler').some(scaler => scaler.spec.minReplicas >= 2) ? [] : ['fewer than two replicas']),
    ...(spec.template.spec.topologySpreadConstraints?.some(constraint => constraint.topologyKey === 'kubernetes.io/hostname')
      ? [] : ['all replicas may be on one node']),
  ].map(problem => `Deployment ${metadata.name}: ${problem}`));
}
