import { FakeDevice } from './fake-device';
import { at } from './sample';

/** Moments of a morning, to look at. */
export function scene(name: string): FakeDevice {
  const device = new FakeDevice(name === 'seventy' ? 70 : 20);
  switch (name) {
    case 'unpaired':
      device.session.user = null;
      return device;
    case 'first':
      device.session.settings.text_size_asked = false;
      return device;
    case 'running':
    case 'seventy':
      return device.running();
    case 'middle': {
      device.running();
      for (const door of device.doors.slice(7, 19)) device.record(door, 'received_self');
      device.now = at(8, 52);
      const away = device.doors[19];
      if (away) device.record(away, 'no_answer');
      device.now = at(9, 13);
      const dead = device.doors[6];
      if (dead) dead.state = { kind: 'held', reason: 'death_reported', until: null };
      device.sync.unsent = 3;
      return device;
    }
    case 'last':
      return device.running().deliver(20);
    case 'finished':
      device.running().deliver(19);
      device.answer({
        command: 'run_finish',
        args: { date: '2026-11-24', sitting: 'morning', boxes_back: 2, note: '' },
      });
      device.sync.unsent = 3;
      return device;
    case 'holiday':
      device.state = {
        kind: 'no_service',
        reason: 'holiday',
        holiday: 'Cuti bersama Natal',
        next_date: '2026-12-26',
        next_doors: 20,
      };
      device.sync = { ...device.sync, online: true, problem: null };
      return device;
    case 'no_route':
      device.state = { kind: 'no_route' };
      return device;
    case 'no_list':
      device.state = { kind: 'no_list' };
      return device;
    case 'old':
      device.overrides.list = {
        date: '2026-11-24',
        updated_at_ms: at(19, 4) - 3 * 86_400_000,
        is_old: true,
      };
      device.session.clock_offset_ms = 12 * 60_000;
      return device;
    case 'ramadan':
      device.overrides.sittings = ['morning', 'afternoon'];
      return device;
    default:
      device.overrides.news = [
        {
          kind: 'died',
          person_name: 'Bapak Karto',
          at_ms: at(5, 10),
          until: null,
          note: 'Rumah duka di RT 008, kita melayat pukul 13.00.',
          door_no: null,
        },
        {
          ...{ kind: 'new', person_name: 'Bapak Sarman', at_ms: at(5, 10) },
          ...{ until: null, note: null, door_no: 7 },
        },
        {
          ...{ kind: 'back', person_name: 'Ibu Rohmah', at_ms: at(5, 10) },
          ...{ until: null, note: null, door_no: null },
        },
      ];
      return device;
  }
}
