import { h } from './dom.js';
import { form } from './form.js';

function open(title, content) {
  return new Promise(resolve => {
    let answer = null;
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title', close() {
      dialog.remove();
      resolve(answer);
    } });
    const finish = value => {
      answer = value;
      dialog.close();
    };
    dialog.append(h('h2', { id: 'dialog-title' }, title), ...content(finish));
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks before something that cannot be taken back. Returns true if the user agrees. */
export const ask = (title, text, button) => open(title, finish => [
  h('p', {}, text),
  h('div', { class: 'actions' },
    h('button', { type: 'button', class: 'button danger', click: () => finish(true) }, button),
    h('button', { type: 'button', class: 'button plain', autofocus: true, click: () => finish(null) }, 'Cancel')),
]);

/** Asks for a text and passes it to `submit`. Returns true when that has succeeded, and null if the user gives up. */
export const askFor = (title, field, button, submit) => open(title, finish => [
  form({
    fields: [{ name: 'value', required: true, ...field }],
    button,
    async submit(values) {
      await submit(values[field.name ?? 'value'].trim());
      finish(true);
    },
    extra: h('button', { type: 'button', class: 'button plain', click: () => finish(null) }, 'Cancel'),
  }),
]);
