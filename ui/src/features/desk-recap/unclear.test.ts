import { expect, it } from 'vitest';

import type { RouteRecapView } from '../../lib/api/generated/RouteRecapView';
import { carried, unclear } from './unclear';

const route = (finished: number | null): RouteRecapView => ({
  route_id: '1',
  route_name: 'RW 04',
  courier_name: 'Pak Dedi',
  doors_total: 20,
  doors_done: 12,
  boxes_received: 40,
  boxes_given: 24,
  boxes_back: 2,
  started_at_ms: 1,
  finished_at_ms: finished,
});

it('calls boxes unclear only when the round is over', () => {
  expect([unclear([route(null)]), carried([route(null)])]).toEqual([0, 14]);
  expect([unclear([route(2)]), carried([route(2)])]).toEqual([14, 0]);
});
