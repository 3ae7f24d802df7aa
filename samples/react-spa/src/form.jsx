import { useState } from 'react';
import { textOf } from './auth.js';

/** A form whose action may fail, which says why. */
export function Form({ button, action, children }) {
  const [state, setState] = useState({ busy: false, error: '' });

  async function submit(event) {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget));
    setState({ busy: true, error: '' });
    try {
      await action(fields);
      setState({ busy: false, error: '' });
    } catch (error) {
      setState({ busy: false, error: textOf(error) });
    }
  }

  return (
    <form onSubmit={submit}>
      {children}
      <p className="error" role="alert">{state.error}</p>
      <button disabled={state.busy}>{button}</button>
    </form>
  );
}
