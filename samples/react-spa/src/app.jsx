import { useEffect, useState } from 'react';
import { auth } from './auth.js';
import { Form } from './form.jsx';

/** Null while it is not known whether somebody is signed in. */
const unknown = null;

export function App() {
  const [view, setView] = useState(unknown);

  async function follow(step) {
    if (step.status !== 'signed_in') return setView({ step });
    setView({ user: await auth.api.getMe() });
  }

  useEffect(() => {
    auth.api.getMe().then(user => setView({ user }), () => setView({}));
  }, []);

  if (view === unknown) return <p>Loading…</p>;
  if (view.user) return <Home user={view.user} onUser={user => setView({ user })} onSignOut={() => setView({})} />;
  if (view.step?.status === 'second_factor') return <SecondFactor step={view.step} onStep={follow} />;
  if (view.step) return <p>Set up a second step at <a href={`${API}/account`}>your account page</a> first.</p>;
  return <SignIn onStep={follow} />;
}

function SignIn({ onStep }) {
  return (
    <>
      <h1>Sign in</h1>
      <Form button="Sign in" action={async ({ email, password }) => onStep(await auth.signIn({ email, password }))}>
        <label>E-mail <input name="email" type="email" autoComplete="username" required /></label>
        <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
      </Form>
    </>
  );
}

function SecondFactor({ step, onStep }) {
  return (
    <>
      <h1>Second step</h1>
      <p>Enter the code of your authenticator app, or a recovery code.</p>
      <Form button="Continue" action={async ({ code }) => onStep(await step.withCode(code))}>
        <label>Code <input name="code" autoComplete="one-time-code" required /></label>
      </Form>
    </>
  );
}

function Home({ user, onUser, onSignOut }) {
  return (
    <>
      <h1>Hello, {user.display_name ?? user.email}</h1>
      <p>You are signed in as <strong>{user.email}</strong>.</p>
      <Form button="Save" action={async ({ name }) => onUser(await auth.api.updateMe({ body: { display_name: name } }))}>
        <label>Name <input name="name" defaultValue={user.display_name ?? ''} required /></label>
      </Form>
      <Form button="Sign out" action={async () => {
        await auth.signOut();
        onSignOut();
      }} />
    </>
  );
}
