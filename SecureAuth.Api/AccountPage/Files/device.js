// The device token makes this browser known at the next sign-in, so that strangers cannot lock it out. It outlives the page and
// the sign-out, because that is its purpose. Unlike the other tokens it signs nobody in: somebody who steals it gets five guesses
// at the password.
const key = 'secureauth.device';

/** What a sign-in sends of this browser. A browser that stores nothing is a new device each time. */
export function device() {
  try {
    return { device_token: localStorage.getItem(key) ?? undefined };
  } catch {
    return {};
  }
}

export function rememberDevice(token) {
  try {
    localStorage.setItem(key, token);
  } catch {
    // The browser stores nothing.
  }
}
