import { product } from './settings.js';

/**
 * Creates an element. Text is always inserted as text, never as markup; the page's policy (Trusted Types) enforces that.
 * An attribute that is a function is an event listener.
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

export const link = (href, text, attributes) => h('a', { href, 'data-link': true, ...attributes }, text);

export const time = value => h('time', { datetime: value }, new Date(value).toLocaleString(undefined, {
  dateStyle: 'medium', timeStyle: 'short',
}));

/** Names the view first, which tells tabs of the same product apart. */
export const setTitle = title => { document.title = title ? `${title} – ${product}` : product; };

let hiding;

/** Tells what has happened, also to a screen reader. */
export function notify(text) {
  const notice = document.getElementById('notice');
  notice.textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => notice.replaceChildren(), 6000);
}

/** Runs the action of a button, which shows that it is busy and cannot be pressed again meanwhile. */
export async function whileBusy(button, action) {
  if (button.getAttribute('aria-busy') === 'true') return undefined;
  button.setAttribute('aria-busy', 'true');
  try {
    return await action();
  } finally {
    button.removeAttribute('aria-busy');
  }
}
