import { Problem } from './api.js';
import { h, whileBusy } from './dom.js';
import { textOf, textsOfField } from './messages.js';

let ids = 0;

/** A labelled input with its hint and its error. */
function field({ name, label, hint, type = 'text', options, value, ...attributes }) {
  const id = `field-${++ids}`;
  const described = { id, name, 'aria-describedby': `${hint ? id + '-hint ' : ''}${id}-error`, ...attributes };
  const input = options
    ? h('select', described, Object.entries(options).map(([option, text]) => h('option', { value: option }, text)))
    : h('input', { type, autocapitalize: 'none', spellcheck: 'false', ...described });
  if (value !== undefined) input.value = value;
  const error = h('p', { id: id + '-error', class: 'error' });
  const box = h('div', { class: 'box' }, input, type === 'password' ? revealer(input, label) : null);
  return {
    name,
    input,
    element: h('div', { class: 'field' },
      h('label', { for: id }, label), box, hint ? h('p', { id: id + '-hint', class: 'hint' }, hint) : null, error),
    show(message) {
      error.textContent = message;
      if (message) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    },
  };
}

function revealer(input, label) {
  input.classList.add('with-reveal');
  return h('button', {
    type: 'button', class: 'reveal', 'aria-label': `Show ${label.toLowerCase()}`, 'aria-pressed': 'false',
    click({ currentTarget: button }) {
      const shown = input.type === 'password';
      input.type = shown ? 'text' : 'password';
      button.textContent = shown ? 'Hide' : 'Show';
      button.setAttribute('aria-pressed', String(shown));
    },
  }, 'Show');
}

/**
 * A form whose errors appear beside their fields. `submit` gets the values; what it throws as a Problem is shown, and the
 * entered values stay.
 */
export function form({ fields, button, danger = false, submit, extra = [], describe = textOf }) {
  const parts = fields.map(field);
  const message = h('p', { class: 'form-message', role: 'alert' });
  const submitter = h('button', { class: `button wide ${danger ? 'danger' : 'primary'}` }, button);
  const say = (text, bad = false) => {
    message.textContent = text;
    message.classList.toggle('bad', bad);
  };

  const element = h('form', { novalidate: true, submit: event => {
    event.preventDefault();
    whileBusy(submitter, run);
  } }, parts.map(part => part.element), message, h('div', { class: 'actions' }, submitter, extra));

  async function run() {
    say('');
    parts.forEach(part => part.show(''));
    const missing = parts.filter(part => part.input.required && !part.input.value.trim());
    missing.forEach(part => part.show('Please fill this in.'));
    if (missing.length) return missing[0].input.focus();

    const slow = setTimeout(() => say('Still working…'), 2500);
    try {
      await submit(Object.fromEntries(parts.map(part => [part.name, part.input.value])));
      say('');
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      showProblem(problem);
    } finally {
      clearTimeout(slow);
    }
    return undefined;
  }

  function showProblem(problem) {
    // The reasons against a weak password are always those of "password".
    const reasonsOf = ({ name }) => problem.fields[name] ?? (name === 'new_password' ? problem.fields.password : undefined);
    const wrong = parts.filter(reasonsOf);
    wrong.forEach(part => part.show(textsOfField(part.name, reasonsOf(part))));
    if (wrong.length) {
      say('');
      wrong[0].input.focus();
    } else {
      say(describe(problem), true);
      parts.at(-1)?.input.select?.();
    }
  }

  return element;
}
