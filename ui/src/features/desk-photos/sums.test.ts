import { describe, expect, it } from 'vitest';
import type { DeliveryPhotos } from '../../lib/api/generated/DeliveryPhotos';
import { byRoute, isDay, sums } from './sums';

const delivery = (part: Partial<DeliveryPhotos>): DeliveryPhotos => ({
  delivery_id: 'a',
  at_ms: 0,
  date: '2026-11-24',
  person_id: null,
  name: 'Ibu Contoh',
  route_id: null,
  route_name: 'tanpa rute',
  courier_name: 'Pak Dedi',
  outcome: 'received_self',
  photos: 0,
  coming: 0,
  parafs: 0,
  declined: false,
  ...part,
});

describe('proof of delivery at the desk', () => {
  it('is missing only where nothing answered', () => {
    const all = [
      delivery({ photos: 2, coming: 1 }),
      delivery({ parafs: 1 }),
      delivery({ declined: true }),
      delivery({}),
    ];
    expect(sums(all)).toEqual({ photos: 2, parafs: 1, declined: 1, coming: 1, missing: 1 });
  });

  it('stands by route, in the order of names', () => {
    const all = [
      delivery({ route_id: 'b', route_name: 'RW 05' }),
      delivery({ route_id: 'a', route_name: 'RW 03' }),
      delivery({ route_id: 'b', route_name: 'RW 05' }),
    ];
    expect(byRoute(all).map((it) => [it.name, it.deliveries.length])).toEqual([
      ['RW 03', 1],
      ['RW 05', 2],
    ]);
  });

  it('begins with what can be looked at', () => {
    const all = [
      delivery({ name: 'a', declined: true }),
      delivery({ name: 'b', photos: 1 }),
      delivery({ name: 'c', parafs: 1 }),
    ];
    expect(byRoute(all)[0]?.deliveries.map((it) => it.name)).toEqual(['b', 'c', 'a']);
  });

  it('is asked for by a day or by a person', () => {
    expect(isDay('2026-11-24')).toBe(true);
    expect(isDay('0198c0de-0000-7000-8000-000000000001')).toBe(false);
  });
});
