import { callAsUser } from './api.js';
import { nameOfAgent } from './agents.js';
import { actionButton } from './actions.js';
import { h, time } from './dom.js';

export async function activity() {
  const list = h('ul', { class: 'list' });
  const more = actionButton('Show earlier', 'plain', async () => {
    const known = list.childElementCount;
    await load();
    list.children[known]?.querySelector('strong').focus();
  });
  let before = null;

  async function load() {
    const { events, next_before } = await callAsUser('GET', '/users/me/activity' + (before ? `?before=${before}` : ''));
    before = next_before;
    more.hidden = !before;
    list.append(...events.map(item));
  }

  await load();
  return [
    h('div', { class: 'page-title' },
      h('h1', { tabindex: '-1' }, 'Activity'),
      h('p', { class: 'soft' }, 'What has happened to your account, the latest first.')),
    h('section', { class: 'card' }, list, h('p', {}), more),
  ];
}

const item = ({ event, outcome, at, ip, user_agent }) => h('li', {},
  h('div', {},
    h('strong', { tabindex: '-1' }, inWords(event)),
    outcome === 'success' ? null : h('span', { class: 'tag off' }, inWords(outcome).toLowerCase()),
    h('div', { class: 'hint' }, time(at), ip ? ` from ${ip}` : ''),
    user_agent ? h('div', { class: 'hint' }, nameOfAgent(user_agent)) : null));

/** The names of the events are stable words with underscores or dots. */
function inWords(name) {
  const words = name.replace(/[._-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
