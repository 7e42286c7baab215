/**
 * Hash router on the browser's own history, so that Android's gesture, the browser's button and
 * `back()` are one thing. Each entry knows how deep it lies, which lets `home` fold a finished
 * sequence of steps: back never leads into the middle of something that was saved.
 */
export class Router {
  path = $state('/');

  #depth = 0;
  /** Set while the browser travels to the base entry: what stands there on arrival. */
  #arrival: string | null = null;
  #queued: (() => void)[] = [];

  constructor() {
    this.#depth = depthOf(history.state);
    this.path = read();
    if (history.state === null) history.replaceState({ depth: 0 }, '', `#${this.path}`);
    addEventListener('popstate', this.#travelled);
  }

  /** One step deeper; back returns here. */
  go(path: string): void {
    if (this.#arrival !== null) return void this.#queued.push(() => this.go(path));
    if (path === this.path) return;
    this.#depth += 1;
    history.pushState({ depth: this.#depth }, '', `#${path}`);
    this.path = path;
  }

  /** Another view in the same place of the history. */
  replace(path: string): void {
    if (this.#arrival !== null) return void this.#queued.push(() => this.replace(path));
    history.replaceState({ depth: this.#depth }, '', `#${path}`);
    this.path = path;
  }

  /** One step back; from an entry without a past, to `fallback`. */
  back(fallback = '/'): void {
    if (this.#depth > 0) history.back();
    else this.replace(fallback);
  }

  /** Folds all steps: `path` becomes the base of the history. */
  home(path: string): void {
    if (this.#depth === 0 && this.#arrival === null) return this.replace(path);
    this.path = path;
    if (this.#arrival === null) history.go(-this.#depth);
    this.#arrival = path;
  }

  /** The parts of the path: "/round/door/1" → ["round", "door", "1"]. */
  get segments(): string[] {
    return segments(this.path);
  }

  stop(): void {
    removeEventListener('popstate', this.#travelled);
  }

  #travelled = (event: PopStateEvent): void => {
    this.#depth = depthOf(event.state);
    if (this.#arrival !== null) {
      const path = this.#arrival;
      this.#arrival = null;
      this.replace(path);
      for (const run of this.#queued.splice(0)) run();
      return;
    }
    this.path = read();
  };
}

export function segments(path: string): string[] {
  return path.split('/').filter(Boolean).map(decodeURIComponent);
}

function read(): string {
  const path = location.hash.slice(1);
  return path.startsWith('/') ? path : '/';
}

function depthOf(state: unknown): number {
  if (typeof state === 'object' && state !== null && 'depth' in state) {
    return typeof state.depth === 'number' ? state.depth : 0;
  }
  return 0;
}
