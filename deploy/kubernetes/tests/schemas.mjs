// Kubernetes' own schemas: those of version 1.27, the oldest that the manifests are written for, and of the newest known version.
const VERSIONS = {
  '1.27': name => import(`./node_modules/kubernetes-models-1.27/_schemas/${name}.mjs`),
  'the newest version': name => import(`./node_modules/kubernetes-models/_schemas/${name}.js`),
};

const capitalized = text => text[0].toUpperCase() + text.slice(1);

async function validatorOf(load, { apiVersion, kind }) {
  const [version, group = 'core'] = apiVersion.split('/').reverse();
  try {
    return (await load(`IoK8sApi${capitalized(group.split('.')[0])}${capitalized(version)}${kind}`)).validate;
  } catch {
    return null;
  }
}

/** The validators accept fields that they do not know. They never look at them, so this notes what they look at. */
function observed(value, path, seen) {
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) {
        return target[key];
      }
      seen.add(`${path}/${key}`);
      return observed(target[key], `${path}/${key}`, seen);
    },
  });
}

function* paths(value, path = '') {
  if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      yield `${path}/${key}`;
      yield* paths(inner, `${path}/${key}`);
    }
  }
}

async function problemsIn(version, object) {
  const validate = await validatorOf(VERSIONS[version], object);
  const where = `${object.kind} ${object.metadata?.name}, Kubernetes ${version}`;
  if (!validate) {
    return [`${where}: there is no ${object.apiVersion}`];
  }
  const seen = new Set();
  if (!validate(observed(object, '', seen))) {
    return validate.errors.map(error => `${where}: ${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`);
  }
  return [...paths(object)].filter(path => !seen.has(path)).map(path => `${where}: unknown field ${path}`);
}

export async function schemaProblems(objects) {
  const problems = [];
  for (const version of Object.keys(VERSIONS)) {
    for (const object of objects) {
      problems.push(...await problemsIn(version, object));
    }
  }
  return problems;
}
