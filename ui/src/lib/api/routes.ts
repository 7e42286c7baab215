import { call } from './call';
import type { RouteAssign } from './generated/RouteAssign';
import type { RouteDoors } from './generated/RouteDoors';
import type { RouteDoorsView } from './generated/RouteDoorsView';
import type { RoutePlace } from './generated/RoutePlace';
import type { RouteSave } from './generated/RouteSave';
import type { RoutesView } from './generated/RoutesView';

export const routesList = () => call<RoutesView>({ command: 'routes_list', args: {} });
export const routeSave = (args: RouteSave) => call<RoutesView>({ command: 'route_save', args });
export const routeAssign = (args: RouteAssign) =>
  call<RoutesView>({ command: 'route_assign', args });
export const routeDoors = (args: RouteDoors) =>
  call<RouteDoorsView>({ command: 'route_doors', args });
export const routePlace = (args: RoutePlace) =>
  call<RouteDoorsView>({ command: 'route_place', args });
