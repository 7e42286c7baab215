import type { RouteRecapView } from '../../lib/api/generated/RouteRecapView';

/** Boxes of a route that are neither given nor brought back: carried until its round is over. */
export function open(route: RouteRecapView): number {
  return route.boxes_received - route.boxes_given - route.boxes_back;
}

/** The same, of the rounds that are over: nobody knows where these boxes are. */
export function unclear(routes: readonly RouteRecapView[]): number {
  return routes.filter((route) => route.finished_at_ms !== null).reduce((n, it) => n + open(it), 0);
}

/** Boxes that are still under way. */
export function carried(routes: readonly RouteRecapView[]): number {
  return routes.filter((route) => route.finished_at_ms === null).reduce((n, it) => n + open(it), 0);
}
