import { createContext } from 'svelte';

import type { SessionUser } from '../lib/api/generated/SessionUser';
import type { Router } from '../lib/router/router.svelte';
import type { Session } from '../lib/state/session.svelte';
import type { DeskApi } from './api';
import { Live } from './live';
import { pathOf, type Place } from './places';

/** How many there are of what the rail leads to; `null`: not yet known. */
export interface RailCounts {
  people: number | null;
  routes: number | null;
  withoutRoute: number | null;
  review: number | null;
  /** Proposed, or waiting to be verified. */
  visits: number | null;
}

/** What all screens of the desk share: the device, who sits here, and where one may go. */
export class Desk {
  readonly live = new Live();
  counts = $state.raw<RailCounts>({
    people: null,
    routes: null,
    withoutRoute: null,
    review: null,
    visits: null,
  });
  /** Said once at the foot of the window, with the way to undo it where there is one. */
  toast = $state.raw<{ text: string; undo?: () => void } | null>(null);
  #kept = new Map<string, unknown>();
  #toastTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly api: DeskApi,
    readonly session: Session,
    private readonly router: Router,
  ) {}

  get user(): SessionUser | null {
    return this.session.view?.user ?? null;
  }

  get today(): string {
    return this.session.today;
  }

  /** What a screen wants to find again when it comes back: its search, its place in a long list. */
  keep<T>(key: string, make: () => T): T {
    if (!this.#kept.has(key)) this.#kept.set(key, make());
    return this.#kept.get(key) as T;
  }

  href(place: Place): string {
    return `#${pathOf(place)}`;
  }

  go(place: Place): void {
    this.router.go(pathOf(place));
  }

  replace(place: Place): void {
    this.router.replace(pathOf(place));
  }

  back(fallback: Place): void {
    this.router.back(pathOf(fallback));
  }

  say(text: string, undo?: () => void): void {
    clearTimeout(this.#toastTimer);
    this.toast = undo ? { text, undo } : { text };
    this.#toastTimer = setTimeout(() => (this.toast = null), 8000);
  }

  hush(): void {
    clearTimeout(this.#toastTimer);
    this.toast = null;
  }

  /** The numbers of the rail. They are a help: a failure leaves the old ones. */
  async count(): Promise<void> {
    const [people, routes, review, visits] = await Promise.allSettled([
      this.api.peopleList({ ...EVERYBODY, limit: 1 }),
      this.api.routesList(),
      this.api.reviewList(),
      this.api.visitsDesk(),
    ]);
    this.counts = {
      people: people.status === 'fulfilled' ? people.value.counts.all : this.counts.people,
      routes: routes.status === 'fulfilled' ? routes.value.routes.length : this.counts.routes,
      withoutRoute:
        routes.status === 'fulfilled' ? routes.value.without_route : this.counts.withoutRoute,
      review: review.status === 'fulfilled' ? review.value.items.length : this.counts.review,
      visits:
        visits.status === 'fulfilled'
          ? visits.value.proposed.length + visits.value.to_verify.length
          : this.counts.visits,
    };
  }
}

const EVERYBODY = {
  search: '',
  filter: 'all',
  route_id: null,
  rw: null,
  sort: 'name',
  descending: false,
  offset: 0,
} as const;

export const [getDesk, setDesk] = createContext<Desk>();
