const browsers = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']];

const systems = [['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Android', 'Android'], ['Mac', 'Mac'], ['Windows', 'Windows'],
  ['Linux', 'Linux']];

const find = (agent, names) => names.find(([part]) => agent.includes(part))?.[1];

export const nameOfSystem = agent => find(agent, systems);

/** The browser and the system in words, or what a program calls itself. */
export function nameOfAgent(agent) {
  const browser = agent && find(agent, browsers);
  if (!browser) return agent;
  const system = nameOfSystem(agent);
  return system ? `${browser} on ${system}` : browser;
}

/** A name for a passkey that is made on this device. */
export function nameOfDevice() {
  const system = nameOfSystem(navigator.userAgent) ?? 'This device';
  return `${system}, ${new Date().toLocaleDateString(undefined, { dateStyle: 'medium' })}`;
}
