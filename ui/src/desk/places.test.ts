import { describe, expect, it } from 'vitest';
import { segments } from '../lib/router/router.svelte';
import { pathOf, placeOf, type Place } from './places';

describe('the addresses of the desk', () => {
  const places: Place[] = [
    { screen: 'today' },
    { screen: 'people', filter: null },
    { screen: 'people', filter: 'without_route' },
    { screen: 'add' },
    { screen: 'person', id: '0198c0de-0000-7000-8000-000000000001' },
    { screen: 'routes', route: null },
    { screen: 'routes', route: 'none' },
    { screen: 'review', item: 'a b' },
    { screen: 'roster' },
    { screen: 'recap' },
    { screen: 'photos', of: null },
    { screen: 'photos', of: '2026-11-24' },
    { screen: 'sheet', route: null },
  ];

  it.each(places)('lead back to where they came from: $screen', (place) => {
    expect(placeOf(segments(pathOf(place)))).toEqual(place);
  });

  it('lead to the day when they are unknown', () => {
    expect(placeOf(['desk', 'laporan'])).toEqual({ screen: 'today' });
    expect(placeOf(['desk', 'people', 'nobody'])).toEqual({ screen: 'people', filter: null });
  });
});
