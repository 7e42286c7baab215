import type { RelayView } from '../lib/api/generated/RelayView';
import { NOW, uuid } from './fake-people';

/** A desk that took records in over the office's Wi-Fi. */
export const fakeRelay: RelayView = {
  on: true,
  port: 7264,
  listening: true,
  problem: null,
  addresses: ['192.168.1.20:7264'],
  code: 'rantang-kantor:contoh',
  code_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"></svg>',
  certified_until_ms: NOW + 20 * 86_400_000,
  waiting: 12,
  turned_away: 0,
  from: [
    {
      user_id: uuid(3, 1),
      call_name: 'Pak Dedi',
      waiting: 12,
      refused: 0,
      at_server: 31,
      arrived_at_ms: NOW,
    },
  ],
};
