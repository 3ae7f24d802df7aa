import { textOf } from './messages.js';
import { fields, usernames } from './settings.js';

/** The input of a username, where there are usernames. */
export const usernameInput = (value = '') => usernames === 'off' ? [] : [{
  name: 'username', label: usernames === 'required' ? 'Username' : 'Username (optional)', autocomplete: 'username', value,
  required: usernames === 'required',
  hint: 'Letters and digits, and . _ - between them. You can sign in with it instead of your address.',
}];

export const usernameTaken = problem =>
  problem.code === 'conflict' ? 'Somebody else has this username, or one that looks like it.' : textOf(problem);

/** The inputs of fields that users may set themselves. A registration asks only for those that are required. */
export const inputsOf = (values = {}, isNew = false) => fields
  .filter(field => field.editable && (field.required || !isNew))
  .map(field => ({
    name: nameOf(field), label: field.required ? labelOf(field) : `${labelOf(field)} (optional)`, required: field.required,
    value: String(values[field.name] ?? ''), ...shapes[field.type](field),
  }));

const shapes = {
  string: ({ max_length }) => ({ autocapitalize: 'sentences', maxlength: max_length }),
  integer: () => ({ type: 'number', step: '1', inputmode: 'numeric' }),
  date: () => ({ type: 'date' }),
  boolean: () => ({ options: { '': '', true: 'Yes', false: 'No' } }),
};

/** What to send for what was entered. What was left empty is removed from an account, and not sent for a new one. */
export function valuesOf(entered, isNew = false) {
  const sent = fields.filter(field => nameOf(field) in entered)
    .map(field => [field.name, read(field, entered[nameOf(field)].trim())])
    .filter(([, value]) => value !== null || !isNew);
  return sent.length ? { fields: Object.fromEntries(sent) } : {};
}

/** The same for a username. */
export function usernameOf({ username }, isNew = false) {
  const name = username?.trim() || null;
  return username === undefined || (isNew && !name) ? {} : { username: name };
}

/** What is known about the user, but changed by operators alone. */
export const factsOf = account => fields
  .filter(field => !field.editable && (account.fields?.[field.name] ?? null) !== null)
  .map(field => [labelOf(field), shown(account.fields[field.name])]);

const nameOf = field => `fields.${field.name}`;

/** "cost_centre" is "Cost centre". */
function labelOf({ name }) {
  const words = name.replaceAll('_', ' ');
  return words[0].toUpperCase() + words.slice(1);
}

const shown = value => typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value);

function read({ type }, text) {
  if (!text) return null;
  if (type === 'integer') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}
