import type { DeskApi } from '../../desk/api';
import { WITHOUT_ROUTE } from '../../desk/places';
import type { CoverGive } from '../../lib/api/generated/CoverGive';
import type { PersonRow } from '../../lib/api/generated/PersonRow';
import type { RoutesView } from '../../lib/api/generated/RoutesView';
import type { RouteView } from '../../lib/api/generated/RouteView';
import { moved, placeBehind } from './order';

/** The routes, and the doors of the one that is open. */
export class Routes {
  list = $state.raw<RoutesView | null>(null);
  /** The open route's id, or `WITHOUT_ROUTE`. */
  open = $state<string | null>(null);
  doors = $state.raw<PersonRow[]>([]);
  selected = $state.raw<ReadonlySet<string>>(new Set());
  at = $state(0);
  error = $state.raw<unknown>(null);
  #api: DeskApi;
  #moving = 0;

  constructor(api: DeskApi) {
    this.#api = api;
  }

  get route(): RouteView | null {
    return this.list?.routes.find((route) => route.id === this.open) ?? null;
  }

  /** Loads the list and the doors of `asked`; without one, those who need a route, or the first route. */
  async load(asked: string | null = this.open): Promise<void> {
    try {
      const list = await this.#api.routesList();
      this.list = list;
      const known = asked === WITHOUT_ROUTE || list.routes.some((route) => route.id === asked);
      const open = known
        ? asked
        : list.without_route > 0 && list.routes.length > 0
          ? WITHOUT_ROUTE
          : (list.routes[0]?.id ?? (list.without_route > 0 ? WITHOUT_ROUTE : null));
      if (open !== this.open) {
        this.selected = new Set();
        this.at = 0;
      }
      this.open = open;
      const doors =
        open === null ? [] : (await this.#api.routeDoors({ route_id: idOf(open) })).doors;
      // A move that is under way brings its own answer.
      if (this.open !== open || this.#moving > 0) return;
      this.#take(doors);
      this.error = null;
    } catch (cause) {
      this.error = cause;
    }
  }

  select(ids: Iterable<string>, on: boolean): void {
    const next = new Set(this.selected);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    this.selected = next;
  }

  /** The selected doors, or the one under the cursor. In the order of the list. */
  get moving(): string[] {
    const chosen = this.doors.filter((door) => this.selected.has(door.id)).map((door) => door.id);
    const current = this.doors[this.at];
    return chosen.length > 0 ? chosen : current ? [current.id] : [];
  }

  /** Another place on the same route: shown at once, put back when the device refuses. */
  async reorder(ids: readonly string[], to: number): Promise<void> {
    const open = this.open;
    if (open === null || open === WITHOUT_ROUTE || ids.length === 0) return;
    const moving = new Set(ids);
    const before = this.doors;
    const under = before[this.at]?.id;
    this.doors = moved(before, moving, to);
    this.at = Math.max(
      0,
      this.doors.findIndex((door) => door.id === under),
    );
    this.#moving++;
    try {
      const answer = await this.#api.routePlace({
        route_id: open,
        person_ids: before.filter((door) => moving.has(door.id)).map((door) => door.id),
        after: placeBehind(before, moving, to),
      });
      this.#moving--;
      if (this.#moving === 0 && this.open === open) this.#take(answer.doors);
      this.error = null;
    } catch (cause) {
      this.#moving--;
      this.doors = before;
      this.error = cause;
    }
  }

  /** To the end of another route, or off every route. Answers how to undo it; `null`: nothing was moved. */
  async send(ids: readonly string[], target: string): Promise<(() => Promise<void>) | null> {
    const from = this.open;
    const before = this.doors;
    if (ids.length === 0 || from === null || target === from) return null;
    try {
      const last =
        target === WITHOUT_ROUTE
          ? null
          : (await this.#api.routeDoors({ route_id: target })).doors.at(-1);
      await this.#place(target, ids, last?.id ?? null);
      this.selected = new Set();
      await this.load();
    } catch (cause) {
      this.error = cause;
      return null;
    }
    return async () => {
      try {
        // Each behind the one it stood behind, from the head on: those are all in their places by then.
        for (const [at, door] of before.entries()) {
          if (ids.includes(door.id)) await this.#place(from, [door.id], before[at - 1]?.id ?? null);
        }
        await this.load();
      } catch (cause) {
        this.error = cause;
      }
    };
  }

  async #place(route: string, ids: readonly string[], after: string | null): Promise<void> {
    await this.#api.routePlace({
      route_id: idOf(route),
      person_ids: [...ids],
      after: route === WITHOUT_ROUTE ? null : after,
    });
  }

  async save(id: string, name: string): Promise<void> {
    this.list = await this.#api.routeSave({ route_id: id, name });
  }

  async assign(courier: string | null): Promise<void> {
    const route = this.route;
    if (!route) return;
    try {
      this.list = await this.#api.routeAssign({ route_id: route.id, courier_id: courier });
      this.error = null;
    } catch (cause) {
      this.error = cause;
    }
  }

  async cover(args: CoverGive): Promise<void> {
    this.list = await this.#api.coverGive(args);
  }

  async endCover(cover_id: string): Promise<void> {
    this.list = await this.#api.coverEnd({ cover_id });
  }

  #take(doors: PersonRow[]): void {
    const under = this.doors[this.at]?.id;
    this.doors = doors;
    const here = new Set(doors.map((door) => door.id));
    this.selected = new Set([...this.selected].filter((id) => here.has(id)));
    const at = doors.findIndex((door) => door.id === under);
    this.at = at >= 0 ? at : Math.max(0, Math.min(this.at, doors.length - 1));
  }
}

function idOf(open: string): string | null {
  return open === WITHOUT_ROUTE ? null : open;
}
