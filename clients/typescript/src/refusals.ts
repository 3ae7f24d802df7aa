const pauseTime = 10_000;

/**
 * Remembers which origins have refused a new token as well. A service that expects another audience refuses every token, and would
 * otherwise cost a refresh for each request.
 */
export class Refusals {
  readonly #replacements = new Map<string, { readonly token: string; readonly until: number }>();
  readonly #pauses = new Map<string, number>();

  /** Whether another token may help where this one has been refused. */
  mayReplace(origin: string, token: string): boolean {
    if (Date.now() < (this.#pauses.get(origin) ?? 0)) return false;
    const replacement = this.#replacements.get(origin);
    if (replacement?.token !== token || Date.now() >= replacement.until) return true;
    this.pause(origin);
    return false;
  }

  /** The token takes the place of one that the origin has refused. */
  replaced(origin: string, token: string): void {
    this.#replacements.set(origin, { token, until: Date.now() + pauseTime });
  }

  pause(origin: string): void {
    this.#pauses.set(origin, Date.now() + pauseTime);
  }
}
