// Finds the changes between two versions of an OpenAPI document that a client of the earlier one would notice.
//
// What a client sends may be accepted more widely, and what it receives may become narrower. An answer may have more members and
// more words in an enum, because clients are told to tolerate both.

/** @returns One line for each change, which stays the same when other parts of the documents change. */
export function breakingChanges(before, after) {
  const found = new Set();
  for (const [path, method, operation] of operationsOf(before)) {
    const name = `${method.toUpperCase()} ${path}`;
    const next = after.paths?.[path]?.[method];
    if (!next) {
      found.add(`${name}: the operation is gone`);
      continue;
    }
    const report = change => found.add(`${name}: ${change}`);
    if (operation.operationId !== next.operationId) {
      report(`the operation id ${operation.operationId} has become ${next.operationId}`);
    }
    compareSecurity(operation, next, report);
    compareParameters(operation, next, new Comparison(before, after, 'request', report));
    compareRequests(operation, next, new Comparison(before, after, 'request', report));
    compareResponses(operation, next, new Comparison(before, after, 'response', report));
  }
  return [...found].sort();
}

function operationsOf(document) {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).filter(([method]) => methods.has(method)).map(([method, operation]) => [path, method, operation]));
}

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

function compareSecurity(before, after, report) {
  const wayIn = security => (security ?? []).map(scheme => Object.keys(scheme).sort().join('+') || 'none');
  const earlier = before.security?.length ? wayIn(before.security) : ['none'];
  const later = after.security?.length ? wayIn(after.security) : ['none'];
  for (const way of earlier) {
    if (!later.includes(way) && !later.includes('none')) report(`it can no longer be called with ${way}`);
  }
}

function compareParameters(before, after, comparison) {
  const key = parameter => `${parameter.in} ${parameter.name}`;
  const earlier = new Map((before.parameters ?? []).map(p => comparison.before(p)).map(p => [key(p), p]));
  const later = new Map((after.parameters ?? []).map(p => comparison.after(p)).map(p => [key(p), p]));
  for (const [name, parameter] of earlier) {
    const next = later.get(name);
    if (!next) {
      comparison.report(`the parameter ${name} is gone`);
      continue;
    }
    if (next.required && !parameter.required) comparison.report(`the parameter ${name} has become required`);
    comparison.schemas(parameter.schema, next.schema, `the parameter ${name}`);
  }
  for (const [name, parameter] of later) {
    if (parameter.required && !earlier.has(name)) comparison.report(`the parameter ${name} is new and required`);
  }
}

function compareRequests(before, after, comparison) {
  const earlier = comparison.before(before.requestBody);
  const later = comparison.after(after.requestBody);
  if (!earlier) {
    if (later?.required) comparison.report('a request body is new and required');
    return;
  }
  if (!later) {
    comparison.report('the request body is gone');
    return;
  }
  if (later.required && !earlier.required) comparison.report('the request body has become required');
  compareContent(earlier, later, 'the request', comparison);
}

function compareResponses(before, after, comparison) {
  for (const [status, response] of Object.entries(before.responses ?? {})) {
    const earlier = comparison.before(response);
    const later = comparison.after(after.responses?.[status]);
    if (!later) {
      comparison.report(`the response ${status} is gone`);
      continue;
    }
    compareContent(earlier, later, `the response ${status}`, comparison);
    for (const header of Object.keys(earlier.headers ?? {})) {
      if (!later.headers?.[header]) comparison.report(`the response ${status} has lost the header ${header}`);
    }
  }

  // Clients handle any error, but a success that they do not know is no success to them.
  for (const status of Object.keys(after.responses ?? {})) {
    if (status.startsWith('2') && !before.responses?.[status]) comparison.report(`the response ${status} is new`);
  }
}

function compareContent(before, after, place, comparison) {
  for (const [type, media] of Object.entries(before.content ?? {})) {
    const next = after.content?.[type];
    if (next) comparison.schemas(media.schema, next.schema, place);
    else comparison.report(`${place} is no longer ${type}`);
  }
}

/** Compares schemas in one direction: those of requests may widen, and those of responses may narrow. */
class Comparison {
  #documents;
  #direction;
  #open = new Set();

  constructor(before, after, direction, report) {
    this.#documents = { before, after };
    this.#direction = direction;
    this.report = report;
  }

  before = value => resolve(this.#documents.before, value);
  after = value => resolve(this.#documents.after, value);

  schemas(before, after, place) {
    if (!before || !after) {
      if (before && !after) this.report(`${place} has lost its schema`);
      return;
    }

    // A schema may contain itself.
    const pair = before.$ref && `${before.$ref} ${after.$ref}`;
    if (pair && this.#open.has(pair)) return;
    this.#open.add(pair);
    this.#compare(this.before(before), this.after(after), place);
    this.#open.delete(pair);
  }

  #compare(before, after, place) {
    if (this.#alternatives(before, after, place)) return;
    this.#types(before, after, place);
    this.#enums(before, after, place);
    if (before.format !== after.format) {
      this.report(`the format of ${place} was ${before.format ?? 'none'} and is ${after.format ?? 'none'}`);
    }
    if (this.#direction === 'request') this.#limits(before, after, place);
    this.#members(before, after, place);
    if (before.items || after.items) this.schemas(before.items, after.items, `an item of ${place}`);
    if (typeof before.additionalProperties === 'object' && typeof after.additionalProperties === 'object') {
      this.schemas(before.additionalProperties, after.additionalProperties, `a value of ${place}`);
    }
  }

  /** Matches the alternatives of a body by their names, and those without a name by their position. */
  #alternatives(before, after, place) {
    const list = schema => schema.oneOf ?? schema.anyOf;
    if (!list(before) && !list(after)) return false;
    const named = schema => new Map((list(schema) ?? [schema]).map((one, index) => [one.$ref ?? (one.type ?? `#${index}`), one]));
    const earlier = named(before);
    const later = named(after);
    for (const [name, one] of earlier) {
      if (later.has(name)) this.schemas(one, later.get(name), `${place} (${short(name)})`);
      else if (this.#direction === 'request') this.report(`${place} can no longer be ${short(name)}`);
    }
    for (const name of later.keys()) {
      if (!earlier.has(name) && this.#direction === 'response') this.report(`${place} can also be ${short(name)}`);
    }
    return true;
  }

  #types(before, after, place) {
    const types = schema => schema.type === undefined ? null : [schema.type].flat();
    const [from, to] = [types(before), types(after)];
    const words = list => list?.toSorted().join(' or ') ?? 'anything';
    const [wide, narrow] = this.#direction === 'request' ? [to, from] : [from, to];
    const fits = wide === null
      || (narrow !== null && narrow.every(type => wide.includes(type) || (type === 'integer' && wide.includes('number'))));
    if (!fits) this.report(`${place} was ${words(from)} and is ${words(to)}`);
  }

  #enums(before, after, place) {
    if (this.#direction === 'response') {
      // A word that a client tests for and that no longer comes is no break, nor is a new one. A list that ends is.
      if (before.enum && !after.enum) this.report(`${place} is no longer one of a list of values`);
      return;
    }
    if (!after.enum) return;
    if (!before.enum) this.report(`${place} must be one of a list of values now`);
    for (const value of before.enum ?? []) {
      if (!after.enum.includes(value)) this.report(`${place} can no longer be ${JSON.stringify(value)}`);
    }
  }

  #limits(before, after, place) {
    const tighter = { maxLength: -1, maximum: -1, maxItems: -1, minLength: 1, minimum: 1, minItems: 1 };
    for (const [limit, direction] of Object.entries(tighter)) {
      const [from, to] = [before[limit], after[limit]];
      if (to !== undefined && (from === undefined ? !isTrivial(limit, to) : (to - from) * direction > 0)) {
        this.report(`${limit} of ${place} was ${from ?? 'none'} and is ${to}`);
      }
    }
    if (after.pattern !== undefined && after.pattern !== before.pattern) this.report(`${place} has another pattern`);
  }

  #members(before, after, place) {
    const [earlier, later] = [before.properties ?? {}, after.properties ?? {}];
    const [requiredBefore, requiredAfter] = [new Set(before.required), new Set(after.required)];
    for (const [name, member] of Object.entries(earlier)) {
      const inside = `${name} in ${place}`;
      if (!later[name]) this.report(`${inside} is gone`);
      else this.schemas(member, later[name], inside);
    }
    if (this.#direction === 'request') {
      for (const name of requiredAfter) {
        if (requiredBefore.has(name)) continue;
        this.report(earlier[name] ? `${name} in ${place} has become required` : `${name} in ${place} is new and required`);
      }
    } else {
      for (const name of requiredBefore) {
        if (later[name] && !requiredAfter.has(name)) this.report(`${name} in ${place} may be absent now`);
      }
    }
  }
}

function isTrivial(limit, value) {
  return limit.startsWith('min') && value <= 0;
}

function short(name) {
  return String(name).split('/').at(-1);
}

function resolve(document, value) {
  let resolved = value;
  while (resolved?.$ref) {
    resolved = resolved.$ref.slice(2).split('/')
      .reduce((node, key) => node?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
  }
  return resolved;
}
