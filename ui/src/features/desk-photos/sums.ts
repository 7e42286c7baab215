import type { DeliveryPhotos } from '../../lib/api/generated/DeliveryPhotos';

export const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

export interface RoutePhotos {
  /** Empty: of no route. */
  id: string;
  name: string;
  deliveries: DeliveryPhotos[];
}

const hasPictures = (it: DeliveryPhotos) => Number(it.photos + it.parafs > 0);
const picturesFirst = (one: DeliveryPhotos, other: DeliveryPhotos) =>
  hasPictures(other) - hasPictures(one);

/** In the order of their names; of each the deliveries with something to look at come first. */
export function byRoute(deliveries: readonly DeliveryPhotos[]): RoutePhotos[] {
  const routes = new Map<string, RoutePhotos>();
  for (const delivery of deliveries) {
    const id = delivery.route_id ?? '';
    const route = routes.get(id) ?? { id, name: delivery.route_name, deliveries: [] };
    route.deliveries.push(delivery);
    routes.set(id, route);
  }
  return [...routes.values()]
    .map((route) => ({ ...route, deliveries: route.deliveries.toSorted(picturesFirst) }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Numbers of what stands there; `missing` are deliveries that were asked for a proof and have none. */
export function sums(deliveries: readonly DeliveryPhotos[]) {
  const sum = { photos: 0, parafs: 0, declined: 0, coming: 0, missing: 0 };
  for (const { photos, parafs, declined, coming } of deliveries) {
    sum.photos += photos;
    sum.parafs += parafs;
    sum.coming += coming;
    sum.declined += declined ? 1 : 0;
    sum.missing += photos + parafs === 0 && !declined ? 1 : 0;
  }
  return sum;
}
