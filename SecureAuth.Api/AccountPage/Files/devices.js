import { callAsUser } from './api.js';
import { nameOfAgent } from './agents.js';
import { actionButton } from './actions.js';
import { h, notify, time } from './dom.js';
import { ask } from './dialogs.js';
import { callFresh } from './step-up.js';

export async function devices(context) {
  const { sessions } = await callAsUser('GET', '/users/me/sessions');
  const others = sessions.filter(session => !session.current);
  const endOne = session => async () => {
    await callFresh(context, 'DELETE', `/users/me/sessions/${session.id}`);
    await context.show();
    notify('The device has been signed out.');
  };
  const endOthers = actionButton('Sign out all others', 'danger', async () => {
    const text = 'They have to sign in again. This one stays signed in.';
    if (!await ask('Sign out all other devices?', text, 'Sign them out')) return;
    await callFresh(context, 'DELETE', '/users/me/sessions');
    await context.show();
    notify('All other devices have been signed out.');
  });

  return [
    h('div', { class: 'page-title' },
      h('h1', { tabindex: '-1' }, 'Devices'),
      h('p', { class: 'soft' }, 'Where you are signed in. Sign out what you do not know, and change your password then.')),
    h('section', { class: 'card' },
      h('ul', { class: 'list' }, sessions.map(session => h('li', {},
        h('div', {},
          h('strong', {}, nameOf(session)), session.current ? h('span', { class: 'tag' }, 'this one') : null,
          h('div', { class: 'hint' }, 'Signed in ', time(session.created_at), session.ip ? ` from ${session.ip}` : ''),
          h('div', { class: 'hint' }, 'Last active ', time(session.last_used_at))),
        session.current ? null : actionButton('Sign out', 'danger compact', endOne(session), {
          'aria-label': `Sign out ${nameOf(session)}`,
        })))),
      h('p', {}),
      others.length ? endOthers : h('p', { class: 'soft' }, 'There are no other devices.')),
  ];
}

const nameOf = ({ device_name, user_agent }) => device_name ?? nameOfAgent(user_agent) ?? 'Unknown device';
