import * as api from './api.js';
import { activity } from './activity.js';
import { devices } from './devices.js';
import { h, link, notify, setTitle, whileBusy } from './dom.js';
import { textOf } from './messages.js';
import { withdraw } from './passkeys.js';
import { profile } from './profile.js';
import { forgot, reset, restore, verify } from './recovery.js';
import { accept, register } from './register.js';
import { security } from './security.js';
import { signIn } from './sign-in.js';

const open = {
  '/account': signIn,
  '/account/register': register,
  '/account/invitation': accept,
  '/account/forgot': forgot,
  '/account/reset': reset,
  '/account/verify': verify,
  '/account/restore': restore,
};

const own = {
  '/account/profile': ['Profile', profile],
  '/account/security': ['Security', security],
  '/account/devices': ['Devices', devices],
  '/account/activity': ['Activity', activity],
};

const frame = document.getElementById('frame');
const main = document.getElementById('main');
const nav = document.getElementById('nav');
const actions = document.getElementById('top-actions');
const progress = document.getElementById('progress');

/** The one-time tokens of mailed links, each by the path that it is for. They are taken out of the address and its history. */
const tokens = new Map();

const context = {
  account: null,
  get token() { return tokens.get(location.pathname); },
  set token(token) { tokens.set(location.pathname, token); },
  reason: '',
  /** The address that a mailed link is for, if it says so. */
  address: '',
  async signedIn(pair) {
    context.begin(pair);
    await context.reload();
    await go('/account/profile');
  },
  /** Begins a session while the view stays, because it still has something to show. */
  begin(pair) {
    withdraw();
    api.begin(pair);
  },
  async reload() {
    context.account = await api.callAsUser('GET', '/users/me');
  },
  /** The account is gone, and the session with it. */
  async ended(text) {
    await leave();
    notify(text);
  },
  go,
  show,
};

let shown = 0;
let shownPath;
let waiting;

async function show() {
  const turn = ++shown;
  shownPath = location.pathname;
  withdraw();
  const signedIn = api.isSignedIn();
  let path = location.pathname.replace(/\/+$/, '');
  if (signedIn && path === '/account') path = '/account/profile';
  const view = (signedIn ? own[path]?.[1] : undefined) ?? open[path] ?? signIn;
  main.setAttribute('aria-busy', 'true');
  showProgress();
  let content;
  try {
    if (signedIn && !context.account) await context.reload();
    content = await view(context);
  } catch (problem) {
    if (!(problem instanceof api.Problem)) reportError(problem);
    content = [h('h1', { tabindex: '-1' }, 'This did not work'), h('p', {}, textOf(problem)),
      h('button', { class: 'button plain', click: () => show() }, 'Try again')];
  }

  if (turn !== shown) return;
  main.removeAttribute('aria-busy');
  hideProgress();
  frame.className = 'frame ' + (signedIn ? 'signed-in' : 'signed-out');
  showFrame(signedIn, path);
  main.replaceChildren(...[content].flat());
  const title = main.querySelector('h1');
  setTitle(title?.textContent);
  const first = main.querySelector('[data-first]') ?? title;
  first?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Most answers come so soon that a progress would only flicker. */
function showProgress() {
  waiting ??= setTimeout(() => progress.replaceChildren(h('span', { class: 'unseen' }, 'Loading…')), 300);
}

function hideProgress() {
  clearTimeout(waiting);
  waiting = undefined;
  progress.replaceChildren();
}

function showFrame(signedIn, path) {
  nav.hidden = !signedIn;
  nav.replaceChildren(...Object.entries(own).map(([href, [name]]) =>
    link(href, name, { 'aria-current': href === path ? 'page' : null })));
  actions.replaceChildren(...signedIn
    ? [
      h('span', { class: 'who' }, context.account.email),
      h('button', { class: 'button plain compact', click: signOut }, 'Sign out'),
    ]
    : []);
}

async function signOut({ currentTarget: button }) {
  await whileBusy(button, async () => {
    try {
      await api.end();
    } catch (problem) {
      if (!(problem instanceof api.Problem)) throw problem;
      return notify(textOf(problem));
    }

    await leave();
    notify('You are signed out.');
  });
}

async function leave() {
  api.forget();
  context.account = null;
  await go('/account');
}

function go(path) {
  if (path !== location.pathname) history.pushState(null, '', path);
  return show();
}

document.addEventListener('click', event => {
  const anchor = event.target.closest?.('a[data-link]');
  if (!anchor || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(anchor.pathname);
});

/** Whether the address had a token, even if a mailed link is opened in a tab that shows this page already. */
function takeToken() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('token');
  if (!token) return false;
  context.token = token;
  context.address = fragment.get('email') ?? '';
  history.replaceState(null, '', location.pathname);
  return true;
}

addEventListener('popstate', () => {
  // The link to the content changes the fragment alone. A form that is being filled in must stay.
  if (takeToken() || location.pathname !== shownPath) show();
});
addEventListener('hashchange', () => {
  if (takeToken()) show();
});

api.whenSessionEnds(() => {
  context.account = null;
  context.reason = 'Your session has ended. Please sign in again.';
  go('/account');
});

api.whenSessionChanges(() => {
  context.account = null;
  if (api.isSignedIn()) return show();
  context.reason = 'You have signed out in another tab.';
  return go('/account');
});

takeToken();
show();
