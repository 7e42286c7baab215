import type { AheadRoundView } from '../lib/api/generated/AheadRoundView';
import type { AheadView } from '../lib/api/generated/AheadView';
import type { AttemptView } from '../lib/api/generated/AttemptView';
import type { Command } from '../lib/api/generated/Command';
import type { DoorView } from '../lib/api/generated/DoorView';
import type { Outcome } from '../lib/api/generated/Outcome';
import type { RoundState } from '../lib/api/generated/RoundState';
import type { RoundView } from '../lib/api/generated/RoundView';
import type { ServiceView } from '../lib/api/generated/ServiceView';
import type { SessionView } from '../lib/api/generated/SessionView';
import type { SyncView } from '../lib/api/generated/SyncView';
import type { WaitingView } from '../lib/api/generated/WaitingView';
import { at, sampleDoors, TODAY } from './sample';

interface Refusal {
  code: string;
  message: string;
}

const handedOver: Outcome[] = [
  'received_self',
  'received_family',
  'left_with_neighbor',
  'left_at_place',
];
const notNow: Outcome[] = [
  'no_answer',
  'not_home',
  'searching',
  'access_blocked',
  'address_not_found',
];

/**
 * As much of a device as the screens of a round need, in memory. It is not the rules: those are in
 * Rust and are tested there. Here it only answers, so that components can be tried.
 */
export class FakeDevice {
  readonly commands: Command[] = [];
  state: RoundState = { kind: 'ready' };
  doors: DoorView[];
  received: number | null = null;
  backBoxes = 0;
  /** The next command fails with this. */
  refuse: Refusal | null = null;
  now = at(9, 13);
  sync: SyncView = {
    unsent: 0,
    at_office: 0,
    at_office_ms: null,
    taken_in: 0,
    needs_review: 0,
    last_sent_at_ms: at(7, 32),
    last_pulled_at_ms: at(7, 32),
    safe: null,
    online: false,
    syncing: false,
    problem: 'no_signal',
  };
  session: SessionView = {
    user: {
      id: '00000000-0000-4000-8000-00000000000a',
      full_name: 'Dedi Kurnia',
      call_name: 'Pak Dedi',
      roles: ['kurir'],
      kelurahan_code: '31.71.08.1002',
      kelurahan_name: 'Kampung Rawa',
    },
    settings: {
      text_size: 'normal',
      theme: 'system',
      language: 'id',
      text_size_asked: true,
      photos_only_wifi: false,
    },
    today: TODAY,
    now_ms: this.now,
    clock_offset_ms: null,
    is_demo: true,
  };
  /** Shown over the round's own view. */
  overrides: Partial<RoundView> = {};

  constructor(doors = 20) {
    this.doors = sampleDoors(doors);
  }

  running(): this {
    this.state = { kind: 'running' };
    this.received = this.doors.length * 2;
    return this;
  }

  record(door: DoorView, outcome: Outcome): void {
    this.#attempt(door, crypto.randomUUID(), outcome, {});
  }

  /** Records the first doors, so that a test begins in the middle of a round. */
  deliver(count: number): this {
    for (const door of this.doors.slice(0, count)) this.record(door, 'received_self');
    return this;
  }

  /** Every command of one kind that was sent. */
  sent<K extends Command['command']>(kind: K): Extract<Command, { command: K }>['args'][] {
    return this.commands
      .filter((command) => command.command === kind)
      .map(({ args }) => args) as never;
  }

  answer(command: Command): unknown {
    this.commands.push(command);
    if (this.refuse) {
      const refusal = this.refuse;
      this.refuse = null;
      throw refusal;
    }
    switch (command.command) {
      case 'session_get':
        return { ...this.session, now_ms: this.now };
      case 'settings_set':
        this.session.settings = command.args.settings;
        return this.session;
      case 'sync_status':
        return { ...this.sync };
      case 'sync_now':
        this.sync = {
          ...this.sync,
          unsent: 0,
          online: true,
          problem: null,
          last_sent_at_ms: this.now,
        };
        return { ...this.sync };
      case 'bundle_export':
        return {
          records: this.sync.unsent,
          file: {
            name: 'catatan-2026-11-24-09.13.rantang',
            media_type: 'application/octet-stream',
            bytes_base64: btoa('tersegel'),
          },
        };
      case 'bundle_read': {
        const records = this.sync.unsent;
        this.sync = { ...this.sync, unsent: 0 };
        return { kind: 'answered', records, others: 0, left: 0, answers: null };
      }
      case 'round_today':
        return { ...this.view(), sitting: command.args.sitting ?? 'morning' };
      case 'sync_waiting':
        return this.#waiting();
      case 'round_ahead':
        return this.#ahead();
      case 'run_start':
        this.state = { kind: 'running' };
        return this.view();
      case 'run_receive':
        this.received = command.args.boxes;
        return this.view();
      case 'run_obstacle':
        this.overrides.obstacles = [{ kind: command.args.kind, at_ms: this.now, note: '' }];
        return this.view();
      case 'run_close_doors':
        for (const door of this.doors) {
          if (command.args.doors && !command.args.doors.includes(door.id)) continue;
          this.#attempt(door, crypto.randomUUID(), command.args.outcome, {});
          door.state = { kind: 'done', outcome: command.args.outcome, at_ms: this.now };
        }
        return this.view();
      case 'run_finish':
        this.state = { kind: 'finished' };
        this.backBoxes = command.args.boxes_back;
        return this.view();
      case 'delivery_record': {
        const { args } = command;
        const door = this.doors.find((candidate) => candidate.id === args.person_id);
        if (!door) throw { code: 'person_unknown', message: 'Pintu itu tidak ada di daftar.' };
        if (!door.attempts.some((attempt) => attempt.delivery_id === args.delivery_id)) {
          this.#attempt(door, args.delivery_id, args.outcome, {
            wellbeing: args.wellbeing,
            received_by: args.received_by,
            flags: args.flags,
            note: args.note,
          });
          if (args.bring_back)
            door.state = { kind: 'done', outcome: args.outcome, at_ms: this.now };
        }
        return { delivery_id: args.delivery_id, round: this.view() };
      }
      case 'door_add': {
        const { args } = command;
        const door: DoorView = {
          ...sampleDoors(8)[7]!,
          ...{ id: args.delivery_id, person_id: null, no: this.doors.length + 1 },
          ...{ name: args.name, rt: args.rt, rw: args.rw, landmark: args.landmark },
          ...{ boxes: args.boxes, is_off_list: true },
        };
        this.doors.push(door);
        this.#attempt(door, args.delivery_id, args.outcome, {});
        return { delivery_id: args.delivery_id, round: this.view() };
      }
      case 'delivery_retract':
        for (const door of this.doors) {
          const kept = door.attempts.filter(
            (attempt) => attempt.delivery_id !== command.args.delivery_id,
          );
          if (kept.length < door.attempts.length) {
            door.attempts = kept;
            door.state = { kind: 'waiting' };
            this.sync.unsent -= 1;
          }
        }
        return this.view();
      case 'delivery_correct':
        for (const door of this.doors) {
          for (const attempt of door.attempts) {
            if (attempt.delivery_id !== command.args.delivery_id) continue;
            Object.assign(attempt, { ...command.args, corrected: true });
            door.state = stateAfter(attempt.outcome, this.now);
          }
        }
        return this.view();
      case 'round_recap':
        return this.#recap();
      default:
        throw { code: 'internal', message: `not of this fake: ${command.command}` };
    }
  }

  view(): RoundView {
    const rank = { waiting: 0, retry: 1, held: 2, done: 3 };
    const doors = [...this.doors].sort(
      (a, b) => rank[a.state.kind] - rank[b.state.kind] || a.no - b.no,
    );
    const open = doors.find(({ state }) => state.kind === 'waiting' || state.kind === 'retry');
    const expected = this.doors.length * 2;
    const given = this.#given();
    return structuredClone({
      date: TODAY,
      state: this.state,
      route_id: null,
      route_name: 'Rute 2',
      instead_of: null,
      is_rest: false,
      sitting: 'morning',
      sittings: ['morning'],
      list: { date: TODAY, updated_at_ms: at(19, 4) - 86_400_000, is_old: false },
      rws: ['03', '04'],
      news: [],
      boxes: {
        expected,
        expected_special: 4,
        handed_over: expected,
        handed_over_by: 'Bu Lilis',
        handed_over_at_ms: at(7, 32),
        received: this.received,
        given,
        left: (this.received ?? expected) - given,
        good_until_ms: at(11, 30),
        cut_off_ms: at(10, 0),
      },
      doors,
      doors_total: doors.length,
      doors_done: doors.filter(({ state }) => state.kind === 'done').length,
      open_door: open?.id ?? null,
      obstacles: [],
      unsent: this.sync.unsent,
      started_at_ms: this.state.kind === 'ready' ? null : at(7, 45),
      finished_at_ms: this.state.kind === 'finished' ? at(9, 47) : null,
      help: {
        coordinator_name: 'Bu Ratna',
        coordinator_phone: '+6281200000001',
        courier_name: 'Dedi',
      },
      ...this.overrides,
    } satisfies RoundView);
  }

  #waiting(): WaitingView[] {
    return this.doors
      .flatMap((door) => door.attempts.map((attempt) => ({ door, attempt })))
      .filter(({ attempt }) => this.sync.unsent > 0 && attempt.send_state !== 'sent')
      .map(({ door, attempt }) => ({
        ...{ id: attempt.delivery_id, kind: 'delivery', name: door.name },
        ...{ outcome: attempt.outcome, at_ms: attempt.at_ms, send_state: attempt.send_state },
      }));
  }

  #ahead(): AheadView {
    const service: ServiceView = { kind: 'service' };
    const free: ServiceView = {
      ...{ kind: 'no_service', reason: 'holiday', holiday: 'Hari Guru', next_date: '2026-11-26' },
    };
    const doors = sampleDoors(this.doors.length);
    const round: AheadRoundView = {
      ...{
        route_id: 'r',
        route_name: 'Rute 2',
        covered_by: null,
        sitting: 'morning',
        rws: ['03', '04'],
      },
      ...{ boxes: doors.length * 2, boxes_special: 4, doors, held: [] },
    };
    return {
      list: this.view().list,
      days: [
        { date: '2026-11-25', service: free, rounds: [] },
        { date: '2026-11-26', service, rounds: [round] },
      ],
    };
  }

  #given(): number {
    return this.doors
      .filter(({ state }) => state.kind === 'done' && handedOver.includes(state.outcome))
      .reduce((sum, door) => sum + door.boxes, 0);
  }

  #attempt(
    door: DoorView,
    delivery_id: string,
    outcome: Outcome,
    more: Partial<AttemptView>,
  ): void {
    door.attempts.push({
      ...{ delivery_id, outcome, flags: [], wellbeing: null, boxes: door.boxes, received_by: '' },
      ...{
        at_ms: this.now,
        by: 'Pak Dedi',
        note: '',
        send_state: 'waiting',
        corrected: false,
        proofs: 0,
        asks_proof: false,
      },
      ...more,
    });
    door.state = stateAfter(outcome, this.now);
    door.send_state = 'waiting';
    this.sync.unsent += 1;
  }

  #recap() {
    const lines = new Map<Outcome, { outcome: Outcome; doors: number; boxes: number }>();
    for (const door of this.doors) {
      if (door.state.kind !== 'done') continue;
      const { outcome } = door.state;
      const line = lines.get(outcome) ?? { outcome, doors: 0, boxes: 0 };
      lines.set(outcome, { outcome, doors: line.doors + 1, boxes: line.boxes + door.boxes });
    }
    const received = this.received ?? 0;
    const given = this.#given();
    return {
      ...{ date: TODAY, received, given, back: this.backBoxes },
      unclear: received - given - this.backBoxes,
      lines: [...lines.values()],
      started_at_ms: at(7, 45),
      finished_at_ms: at(9, 47),
      text: `Rekap antaran, Selasa 24 November 2026\nKampung Rawa, kurir Dedi\n${this.doors.length} pintu, ${received} kotak: ${given} diberikan, ${this.backBoxes} kembali\nSelesai 09.47 WIB`,
    };
  }
}

function stateAfter(outcome: Outcome, at_ms: number): DoorView['state'] {
  return notNow.includes(outcome)
    ? { kind: 'retry', outcome, at_ms }
    : { kind: 'done', outcome, at_ms };
}

/** `fetch` as the loopback host answers it. */
export function fakeFetch(device: FakeDevice): typeof fetch {
  return (_input, init) => {
    const command = JSON.parse(String(init?.body)) as Command;
    try {
      return Promise.resolve(Response.json(device.answer(command)));
    } catch (refusal) {
      return Promise.resolve(Response.json(refusal, { status: 422 }));
    }
  };
}
