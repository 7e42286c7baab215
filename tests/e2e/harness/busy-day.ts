import { randomUUID } from 'node:crypto';

import type { Device } from './device.ts';
import type { Who, World } from './world.ts';

interface Door {
  id: string;
  person_id: string | null;
  slots: string[];
  state: { kind: string };
}

interface Round {
  date: string;
  sitting: string;
  doors: Door[];
  boxes: { handed_over: number | null; expected: number };
}

/** What happened at one door. */
export type Happened = { outcome: string } & Record<string, unknown>;

export const well: Happened = { outcome: 'received_self', wellbeing: 'well' };

/** A courier's round by the commands that the screens send, so that a desk has something to show. */
export async function bring(
  world: World,
  who: Who,
  events: Happened[],
  options: { finish?: boolean; obstacle?: string; offList?: string } = {},
): Promise<Device> {
  const phone = await world.device(who);
  const address = await phone.host();
  const round = await phone.call<Round>(address, 'round_today', { date: null, sitting: null });
  const run = { date: round.date, sitting: round.sitting };
  const boxes = round.boxes.handed_over ?? round.boxes.expected;
  await phone.call(address, 'run_receive', { ...run, boxes });
  await phone.call(address, 'run_start', run);
  const waiting = round.doors.filter((door) => door.state.kind === 'waiting');
  for (const [index, event] of events.entries()) {
    const door = waiting[index];
    if (door) await phone.call(address, 'delivery_record', { ...attempt(run, door), ...event });
  }
  if (options.obstacle) {
    await phone.call(address, 'run_obstacle', { ...run, kind: options.obstacle, note: '' });
  }
  if (options.offList) {
    await phone.call(address, 'door_add', {
      ...run,
      ...{ delivery_id: randomUUID(), name: options.offList, rt: '008', rw: '04', boxes: 2 },
      ...{ landmark: 'belakang musala', outcome: 'received_self', note: '' },
    });
  }
  if (options.finish) await phone.call(address, 'run_finish', { ...run, boxes_back: 0, note: '' });
  await phone.sent(address);
  return phone;
}

/** The same attempt with nothing said yet. */
function attempt(run: { date: string; sitting: string }, door: Door): Record<string, unknown> {
  return {
    ...run,
    delivery_id: randomUUID(),
    person_id: door.person_id ?? door.id,
    slots: door.slots,
    flags: [],
    wellbeing: null,
    complaints: [],
    contact_id: null,
    received_by: '',
    seen_by_neighbor: null,
    bring_back: false,
    until: null,
    note: '',
  };
}
