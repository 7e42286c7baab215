/**
 * Tells the open screens that records changed.
 *
 * A pull may change hundreds of records one after the other: the first news is told at once, what
 * follows within `pauseMs` is told together.
 */
export class Live {
  #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #again = false;

  constructor(private readonly pauseMs = 400) {}

  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    if (this.#timer !== null) {
      this.#again = true;
      return;
    }
    this.#tell();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#again) return;
      this.#again = false;
      this.changed();
    }, this.pauseMs);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
