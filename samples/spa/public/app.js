import { ProblemError, createClient, memoryStoreWithDevice } from '/secureauth.js';

// The session ends with the page, and no other script can read it. The browser stays known, so that nobody can lock it out.
const auth = createClient({
  store: memoryStoreWithDevice(localStorage),
  onSessionEnd: () => show('sign-in', 'Your session has ended. Please sign in again.'),
});

const messages = {
  invalid_credentials: 'The e-mail address or the password is not right.',
  invalid_code: 'This code is not right.',
  account_locked: 'There were too many attempts. Please wait.',
  rate_limited: 'There were too many attempts. Please wait.',
  invalid_temp_token: 'This took too long. Please sign in again.',
};

onSubmit('sign-in', async form => go(await auth.signIn({ email: form.get('email'), password: form.get('password') })));

async function go(step) {
  if (step.status === 'signed_in') return showHome();
  if (step.status === 'second_factor') {
    onSubmit('second-factor', async form => go(await step.withCode(form.get('code'))));
    return show('second-factor');
  }

  const { secret, qr_svg } = await step.setUpTotp();
  part('set-up', '.secret').textContent = secret;
  part('set-up', 'img').src = `data:image/svg+xml,${encodeURIComponent(qr_svg)}`;
  onSubmit('set-up', async form => {
    const { recoveryCodes } = await step.verifyTotp(form.get('code'));
    await showHome(recoveryCodes);
  });
  show('set-up');
}

async function showHome(recoveryCodes = []) {
  const [me, { events }] = await Promise.all([auth.api.getMe(), auth.api.listActivity({ query: { limit: 5 } })]);
  part('home', 'h1').textContent = `Hello, ${me.display_name ?? me.email}`;
  part('home', '.email').textContent = me.email;
  part('home', '.recovery').hidden = recoveryCodes.length === 0;
  part('home', '.recovery code').textContent = recoveryCodes.join(' ');
  part('home', 'ul').replaceChildren(...events.map(event => {
    const item = document.createElement('li');
    item.textContent = `${new Date(event.at).toLocaleTimeString()} ${event.event.replaceAll('_', ' ')}`;
    return item;
  }));
  onSubmit('home', async () => {
    await auth.signOut();
    show('sign-in');
  });
  show('home');
}

function onSubmit(section, action) {
  const form = part(section, 'form');
  form.onsubmit = async event => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    try {
      await action(new FormData(form));
      form.reset();
    } catch (error) {
      part(section, '.error').textContent = error instanceof ProblemError && messages[error.code] || `That failed: ${error.message}`;
    } finally {
      button.disabled = false;
    }
  };
}

function show(id, message = '') {
  for (const section of document.querySelectorAll('section')) section.hidden = section.id !== id;
  part(id, '.error').textContent = message;
  part(id, 'input')?.focus();
}

function part(section, selector) {
  return document.querySelector(`#${section} ${selector}`);
}

show('sign-in');
