import type { PeopleFilter } from '../lib/api/generated/PeopleFilter';

/** Where in the desk one is; every place has an address, so that back and a bookmark work. */
export type Place =
  | { screen: 'today' }
  | { screen: 'people'; filter: PeopleFilter | null }
  | { screen: 'add' }
  | { screen: 'person'; id: string }
  | { screen: 'routes'; route: string | null }
  | { screen: 'review'; item: string | null }
  | { screen: 'roster' }
  | { screen: 'visits' }
  | { screen: 'report' }
  | { screen: 'recap' }
  /** Of a day ("2026-11-24"), of a person, or of today. */
  | { screen: 'photos'; of: string | null }
  | { screen: 'sheet'; route: string | null };

const FILTERS: readonly PeopleFilter[] = [
  'all',
  'without_route',
  'held',
  'special_diet',
  'long_not_met',
  'left',
  'done_today',
  'open_today',
];

/** The people without a route, where a route's id would stand. */
export const WITHOUT_ROUTE = 'none';

export const DESK = '/desk';

export function pathOf(place: Place): string {
  switch (place.screen) {
    case 'today':
      return DESK;
    case 'people':
      return join('people', place.filter);
    case 'add':
      return join('people', 'new');
    case 'person':
      return join('person', place.id);
    case 'routes':
      return join('routes', place.route);
    case 'review':
      return join('review', place.item);
    case 'sheet':
      return join('sheet', place.route);
    case 'photos':
      return join('photos', place.of);
    case 'roster':
    case 'visits':
    case 'report':
    case 'recap':
      return join(place.screen, null);
  }
}

/** An address that leads nowhere leads to the day. */
export function placeOf(segments: readonly string[]): Place {
  const [, screen, rest] = segments;
  const id = rest ?? null;
  switch (screen) {
    case 'people':
      if (id === 'new') return { screen: 'add' };
      return { screen: 'people', filter: FILTERS.find((filter) => filter === id) ?? null };
    case 'person':
      return id === null ? { screen: 'people', filter: null } : { screen: 'person', id };
    case 'routes':
      return { screen: 'routes', route: id };
    case 'review':
      return { screen: 'review', item: id };
    case 'sheet':
      return { screen: 'sheet', route: id };
    case 'photos':
      return { screen: 'photos', of: id };
    case 'roster':
    case 'visits':
    case 'report':
    case 'recap':
      return { screen };
    default:
      return { screen: 'today' };
  }
}

function join(screen: string, rest: string | null): string {
  return rest === null ? `${DESK}/${screen}` : `${DESK}/${screen}/${encodeURIComponent(rest)}`;
}
