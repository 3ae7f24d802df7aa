// The server writes what the page needs to know of its configuration into attributes, because no inline code runs here.
const {
  product, minimumLength, requires, proof, registration, off, usernames, fields: declared,
} = document.documentElement.dataset;

const kinds = { uppercase: 'a capital letter', digit: 'a digit', symbol: 'a symbol' };

const required = new Intl.ListFormat('en').format(requires.split(' ').filter(Boolean).map(kind => kinds[kind]));

/** What the operator has switched off. */
const switchedOff = new Set(off.split(' '));

export const isOn = feature => !switchedOff.has(feature);

export { product, minimumLength, required, registration, usernames };

/** The operator's own fields. */
export const fields = JSON.parse(declared);

/** Mails carry codes, which are typed into the tab that asked for them. */
export const usesCodes = proof === 'code';

export const passwordRules = `At least ${minimumLength} characters${required ? `, with ${required}` : ''}.`;
