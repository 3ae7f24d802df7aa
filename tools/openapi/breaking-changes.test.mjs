import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breakingChanges } from './breaking-changes.mjs';

const text = { type: 'string' };

/** A document with one operation, as a function of its parts. */
function document({
  path = '/things', method = 'post', id = 'addThing', security, parameters, required = false,
  request = { type: 'object', required: ['name'], properties: { name: { ...text, maxLength: 10 }, note: text } },
  responses = { 200: thing() }, schemas = {},
} = {}) {
  return {
    paths: {
      [path]: {
        [method]: {
          operationId: id, security, parameters, responses,
          ...request && { requestBody: { required, content: { 'application/json': { schema: request } } } },
        },
      },
    },
    components: { schemas },
  };
}

function thing(schema = { type: 'object', required: ['id'], properties: { id: text, kind: { ...text, enum: ['a', 'b'] } } }) {
  return { headers: { 'X-Request-Id': {} }, content: { 'application/json': { schema } } };
}

const request = (properties, required = []) => ({ request: { type: 'object', required, properties } });
const response = (properties, required = Object.keys(properties)) => ({ responses: { 200: thing({ type: 'object', required, properties }) } });

function finds(name, before, after, ...expected) {
  test(name, () => assert.deepEqual(
    breakingChanges(document(before), document(after)), expected.map(change => `POST /things: ${change}`).sort()));
}

finds('the same document has no breaking change', {}, {});

// What is removed.
test('an operation that is gone', () => {
  assert.deepEqual(breakingChanges(document(), document({ path: '/others' })), ['POST /things: the operation is gone']);
  assert.deepEqual(breakingChanges(document(), document({ method: 'put' })), ['POST /things: the operation is gone']);
});
test('a new operation is no break', () => {
  const after = document();
  after.paths['/others'] = { get: { operationId: 'listOthers', responses: {} } };
  assert.deepEqual(breakingChanges(document(), after), []);
});
finds('another operation id, since it is a method name', {}, { id: 'createThing' },
  'the operation id addThing has become createThing');
finds('a status that is another one', {}, { responses: { 201: thing() } },
  'the response 200 is gone', 'the response 201 is new');
finds('a new error is no break', {}, { responses: { 200: thing(), 409: thing() } });
finds('an error that is gone', { responses: { 200: thing(), 409: thing() } }, {}, 'the response 409 is gone');
finds('a media type that is gone', {}, { responses: { 200: { ...thing(), content: { 'text/plain': {} } } } },
  'the response 200 is no longer application/json');
finds('a header that is gone', {}, { responses: { 200: { ...thing(), headers: {} } } },
  'the response 200 has lost the header X-Request-Id');
finds('a request body that is gone', {}, { request: null }, 'the request body is gone');

// Requests may be accepted more widely.
finds('a new optional member of a request is no break', request({ name: text }), request({ name: text, note: text }));
finds('a new required member of a request', request({ name: text }), request({ name: text, note: text }, ['note']),
  'note in the request is new and required');
finds('an optional member of a request that becomes required', request({ name: text }), request({ name: text }, ['name']),
  'name in the request has become required');
finds('a required member of a request that becomes optional is no break',
  request({ name: text }, ['name']), request({ name: text }));
finds('a member of a request that is gone', request({ name: text, note: text }), request({ name: text }),
  'note in the request is gone');
finds('a narrowed type of a request', request({ name: { type: ['string', 'null'] } }), request({ name: text }),
  'name in the request was null or string and is string');
finds('a widened type of a request is no break', request({ name: text }), request({ name: { type: ['string', 'null'] } }));
finds('an integer that may be any number is no break',
  request({ count: { type: 'integer' } }), request({ count: { type: 'number' } }));
finds('a number that must be an integer', request({ count: { type: 'number' } }), request({ count: { type: 'integer' } }),
  'count in the request was number and is integer');
finds('a narrowed enum of a request',
  request({ kind: { ...text, enum: ['a', 'b'] } }), request({ kind: { ...text, enum: ['a', 'c'] } }),
  'kind in the request can no longer be "b"');
finds('an enum where there was none', request({ kind: text }), request({ kind: { ...text, enum: ['a'] } }),
  'kind in the request must be one of a list of values now');
finds('tighter limits', request({ name: { ...text, maxLength: 10 } }), request({ name: { ...text, maxLength: 9, minLength: 2 } }),
  'maxLength of name in the request was 10 and is 9', 'minLength of name in the request was none and is 2');
finds('looser limits are no break',
  request({ name: { ...text, maxLength: 10, minLength: 2 } }), request({ name: { ...text, maxLength: 11, minLength: 1 } }));
finds('another pattern', request({ name: text }), request({ name: { ...text, pattern: '^a' } }),
  'name in the request has another pattern');
finds('a body that becomes required', {}, { required: true }, 'the request body has become required');
finds('a body where there was none', { request: null }, { required: true }, 'a request body is new and required');

// Responses may become narrower.
finds('a new member of a response is no break', response({ id: text }), response({ id: text, name: text }));
finds('a member of a response that is gone', response({ id: text, name: text }), response({ id: text }),
  'name in the response 200 is gone');
finds('a member of a response that may be absent', response({ id: text }), response({ id: text }, []),
  'id in the response 200 may be absent now');
finds('a member of a response that may be null', response({ id: text }), response({ id: { type: ['string', 'null'] } }),
  'id in the response 200 was string and is null or string');
finds('a member of a response that is never null any more is no break',
  response({ id: { type: ['string', 'null'] } }), response({ id: text }));
finds('another word in an enum of a response is no break',
  response({ kind: { ...text, enum: ['a'] } }), response({ kind: { ...text, enum: ['a', 'b'] } }));
finds('an enum of a response that is any text', response({ kind: { ...text, enum: ['a'] } }), response({ kind: text }),
  'kind in the response 200 is no longer one of a list of values');
finds('another format', response({ at: { ...text, format: 'date-time' } }), response({ at: text }),
  'the format of at in the response 200 was date-time and is none');
finds('a change deep inside',
  response({ list: { type: 'array', items: { type: 'object', properties: { id: text } } } }),
  response({ list: { type: 'array', items: { type: 'object', properties: {} } } }),
  'id in an item of list in the response 200 is gone');

// References, alternatives and schemas that contain themselves.
const named = names => ({
  responses: { 200: thing({ oneOf: names.map(name => ({ $ref: `#/components/schemas/${name}` })) }) },
  schemas: Object.fromEntries(names.map(name => [name, { type: 'object', properties: { [name]: text } }])),
});
finds('another alternative of a response', named(['A']), named(['A', 'B']), 'the response 200 can also be B');
finds('an alternative of a response that is gone is no break', named(['A', 'B']), named(['A']));
test('a member that is gone in a referenced schema', () => {
  const before = named(['A', 'B']);
  const after = named(['A', 'B']);
  after.schemas.B.properties = {};
  assert.deepEqual(breakingChanges(document(before), document(after)),
    ['POST /things: B in the response 200 (B) is gone']);
});
test('a schema that contains itself', () => {
  const tree = child => ({
    responses: { 200: thing({ $ref: '#/components/schemas/Tree' }) },
    schemas: { Tree: { type: 'object', properties: { value: child, next: { $ref: '#/components/schemas/Tree' } } } },
  });
  const found = breakingChanges(document(tree(text)), document(tree({ type: 'integer' })));
  assert.ok(found.includes('POST /things: value in the response 200 was string and is integer'));
});

// Parameters and tokens.
const parameter = (schema, required = false) => ({ parameters: [{ in: 'query', name: 'limit', required, schema }] });
finds('a parameter that is gone', parameter(text), {}, 'the parameter query limit is gone');
finds('a new required parameter', {}, parameter(text, true), 'the parameter query limit is new and required');
finds('a new optional parameter is no break', {}, parameter(text));
finds('a parameter with a tighter limit',
  parameter({ type: 'integer', maximum: 100 }), parameter({ type: 'integer', maximum: 50 }),
  'maximum of the parameter query limit was 100 and is 50');
finds('a token that is needed now', { security: [] }, { security: [{ bearer: [] }] },
  'it can no longer be called with none');
finds('a token that is no longer needed is no break', { security: [{ bearer: [] }] }, { security: [] });
