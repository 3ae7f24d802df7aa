const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** The origin of an address that may get passwords and tokens. A page that came over `http:` itself cannot do better. */
export function protectedOrigin(address: string, allowHttp: boolean): string {
  const { protocol, hostname, origin } = new URL(address);
  if (protocol === 'https:') return origin;
  if (protocol === 'http:' && (allowHttp || loopback.includes(hostname) || origin === globalThis.location?.origin)) return origin;
  throw new TypeError(`${protocol}//${hostname} is not protected. Use https:, or set allowHttp.`);
}
