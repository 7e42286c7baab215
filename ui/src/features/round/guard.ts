/** How long a new question ignores taps that were meant for the one before it. */
export const GUARD_MS = 300;

/** Lets taps through once the screen has stood long enough to be read. */
export class TapGuard {
  #since = performance.now();

  reset(): void {
    this.#since = performance.now();
  }

  allows(): boolean {
    return performance.now() - this.#since >= GUARD_MS;
  }

  /** The handler, deaf for the first moment. */
  wrap(handle: () => void): () => void {
    return () => {
      if (this.allows()) handle();
    };
  }
}
