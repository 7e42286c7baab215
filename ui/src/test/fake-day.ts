import type { BoardView } from '../lib/api/generated/BoardView';
import type { CourierDayView } from '../lib/api/generated/CourierDayView';
import type { DayRecapView } from '../lib/api/generated/DayRecapView';
import type { PersonRow } from '../lib/api/generated/PersonRow';
import type { ReviewItem } from '../lib/api/generated/ReviewItem';
import type { SheetView } from '../lib/api/generated/SheetView';
import type { TodoView } from '../lib/api/generated/TodoView';
import { minutes, ROUTES, TODAY, uuid } from './fake-people';

const ROUNDS: [string, number, number][] = [
  ['Pak Dedi', 12, 20],
  ['Bu Sri', 16, 16],
  ['Bu Yuni', 13, 14],
  ['Mas Fajar', 10, 12],
  ['Pak Udin', 11, 12],
  ['Bu Tini', 0, 10],
];

function courier(n: number): CourierDayView {
  const [name, done, total] = ROUNDS[n % ROUNDS.length]!;
  return {
    route_id: uuid(2, n),
    route_name: ROUTES[n % ROUTES.length] ?? '',
    sitting: 'morning',
    courier_id: uuid(3, n),
    courier_name: name,
    courier_phone: '+6281200000014',
    doors_total: total,
    doors_done: done,
    at_office: 0,
    state: done === total ? 'finished' : done === 0 ? 'not_started' : 'running',
    urgent: n === 0 ? 1 : 0,
    alerts: n === 0 ? 1 : 0,
    held: n === 2 ? 1 : 0,
    last_news_at_ms: done === 0 ? null : minutes(n === 4 ? 53 : n + 1),
    finished_at_ms: done === total ? minutes(9) : null,
    silent_for_min: n === 4 ? 53 : null,
    obstacle: n === 3 ? { kind: 'rain', at_ms: minutes(30), note: 'berteduh di musala' } : null,
    instead_of: null,
    rests: [],
    has_list: n !== 5,
  };
}

function todo(n: number, change: Partial<TodoView>): TodoView {
  return {
    id: uuid(6, n),
    rule: 'urgent',
    person_id: uuid(1, n),
    person_name: null,
    place: null,
    route_id: uuid(2, 0),
    courier_name: 'Pak Dedi',
    courier_phone: '+6281200000014',
    at_ms: minutes(1),
    attempts: [],
    note: '',
    ...change,
  };
}

export function board(couriers = 6): BoardView {
  return {
    date: TODAY,
    now_ms: minutes(0),
    kelurahan_name: 'Kampung Rawa',
    service: { kind: 'service' },
    doors_total: 84,
    doors_done: 62,
    urgent: 1,
    silent: 1,
    phones_total: 6,
    phones_current: 5,
    couriers: Array.from({ length: couriers }, (_, n) => courier(n)),
    todo: [
      todo(0, {
        person_name: 'Ibu Sumiati',
        place: 'RT 007 / RW 04, Gang Mawar III, pintu hijau sebelah warung Bu Yati',
      }),
      todo(1, {
        rule: 'death_reported',
        person_name: 'Bapak Kasman',
        place: 'RT 007 / RW 04',
        at_ms: minutes(30),
      }),
      todo(6, {
        rule: 'nobody_saw',
        person_name: 'Bapak Tarmin',
        place: 'RT 002 / RW 09',
        courier_name: 'Pak Udin',
        attempts: [
          { at_ms: minutes(53), by: 'Pak Udin', outcome: 'no_answer' },
          { at_ms: minutes(16), by: 'Pak Udin', outcome: 'no_answer' },
        ],
      }),
      todo(20, {
        rule: 'silent',
        person_id: null,
        courier_name: 'Pak Udin',
        courier_phone: '+6281300000027',
        place: 'rute RW 09',
        at_ms: minutes(53),
      }),
      todo(8, {
        rule: 'duplicate',
        person_name: 'Ibu Kasiyem',
        attempts: [
          { at_ms: minutes(30), by: 'Bu Yuni', outcome: 'received_self' },
          { at_ms: minutes(23), by: 'Mas Fajar', outcome: 'received_self' },
        ],
      }),
    ],
    settled: [
      {
        id: uuid(6, 90),
        rule: 'unwell',
        person_name: 'Ibu Rohmah',
        action: 'sudah ditelepon, cucunya di rumah',
        by: 'Bu Ratna',
        at_ms: minutes(50),
      },
    ],
    boxes: {
      expected: 168,
      received: 168,
      given: 124,
      carried: 40,
      back: 2,
      unclear: 2,
      good_until_ms: minutes(-136),
    },
    review_count: 5,
  };
}

export function reviewItems(rows: PersonRow[]): ReviewItem[] {
  const item = (n: number, body: ReviewItem['body'], row?: PersonRow): ReviewItem => ({
    id: uuid(6, n),
    person_id: row?.id ?? null,
    person_name: row?.name ?? null,
    at_ms: minutes(60 * 23),
    body,
  });
  return [
    item(
      30,
      {
        kind: 'conflict',
        entity_kind: 'person',
        entity_id: rows[11]!.id,
        register: 'address',
        values: [
          {
            operation_id: uuid(9, 1),
            text: 'RT 006 / RW 07, Gang Sumur, pintu biru, sebelah sumur',
            by: 'Mas Fajar',
            by_phone: '+6281200000019',
            phone: 'HP Mas Fajar',
            at_ms: minutes(60 * 24 + 22),
            is_provisional: true,
          },
          {
            operation_id: uuid(9, 2),
            text: 'RT 006 / RW 07, Gang Sumur, pintu hijau, sebelah warung Bu Nur',
            by: 'Bu Ratna',
            by_phone: '',
            phone: 'Komputer kantor',
            at_ms: minutes(60 * 23),
            is_provisional: false,
          },
        ],
      },
      rows[11],
    ),
    item(31, {
      kind: 'off_list',
      delivery_id: uuid(8, 1),
      date: TODAY,
      door: {
        name: 'Bu Tari',
        rt: '003',
        rw: '06',
        landmark: 'rumah belakang gereja',
        boxes: 2,
        outcome: 'received_self',
        by: 'Bu Yuni',
        at_ms: minutes(44),
        note: '',
      },
      candidates: [rows[9]!, rows[8]!],
    }),
    item(
      8,
      {
        kind: 'duplicate',
        date: TODAY,
        attempts: [
          {
            delivery_id: uuid(8, 2),
            by: 'Bu Yuni',
            by_phone: '+6281200000018',
            phone: 'HP Bu Yuni',
            at_ms: minutes(30),
            outcome: 'received_self',
            boxes: 2,
            received_by: '',
            counts: true,
          },
          {
            delivery_id: uuid(8, 3),
            by: 'Mas Fajar',
            by_phone: '+6281200000019',
            phone: 'HP Mas Fajar',
            at_ms: minutes(23),
            outcome: 'received_family',
            boxes: 2,
            received_by: 'anaknya',
            counts: false,
          },
        ],
      },
      rows[8],
    ),
    item(
      33,
      {
        kind: 'proposal',
        proposal_id: uuid(7, 1),
        outcome: 'moved',
        by: 'Bu Sri',
        note: 'Ikut anak ke Depok.',
      },
      rows[7],
    ),
    item(34, {
      kind: 'set_aside',
      state: 'held',
      cause: 'awaiting_grant',
      said: {
        kind_code: 'delivery.record',
        date: TODAY,
        outcome: 'received_self',
        boxes: 2,
        doors: null,
        door: 'Nenek Icih',
      },
      by: 'Bu Tini',
      by_phone: '+6281200000021',
      phone: 'HP Bu Tini',
      received_at_ms: minutes(3),
      can_accept: true,
    }),
  ];
}

export function recap(): DayRecapView {
  return {
    date: TODAY,
    kelurahan_name: 'Kampung Rawa',
    doors_total: 84,
    doors_done: 62,
    boxes_received: 168,
    boxes_given: 124,
    boxes_back: 2,
    lines: [
      { outcome: 'received_self', doors: 48, boxes: 96 },
      { outcome: 'received_family', doors: 9, boxes: 18 },
      { outcome: 'left_with_neighbor', doors: 5, boxes: 10 },
      { outcome: 'no_answer', doors: 2, boxes: 0 },
    ],
    routes: ROUNDS.map(([name, done, total], n) => ({
      route_id: uuid(2, n),
      route_name: ROUTES[n] ?? '',
      courier_name: name,
      doors_total: total,
      doors_done: done,
      boxes_received: total * 2,
      boxes_given: done * 2,
      boxes_back: done === total ? 0 : 2,
      started_at_ms: done === 0 ? null : minutes(85),
      finished_at_ms: done === total ? minutes(9) : null,
    })),
    text: 'Rekap antaran Kampung Rawa\nSelasa, 24 November 2026\n\n62 dari 84 pintu selesai\nKotak: 168 diterima, 124 diantar, 2 kembali',
  };
}

export function sheet(rows: PersonRow[], route: number): SheetView {
  return {
    date: TODAY,
    sitting: 'morning',
    kelurahan_name: 'Kampung Rawa',
    route_name: ROUTES[route] ?? '',
    courier_name: ROUNDS[route]?.[0] ?? '',
    boxes: rows.length * 2,
    doors: rows.map((row, n) => ({
      id: row.id,
      person_id: row.id,
      no: n + 1,
      name: row.name,
      rt: row.rt,
      rw: row.rw,
      gang: row.gang,
      house_no: '',
      landmark: row.landmark,
      kelurahan_name: 'Kampung Rawa',
      access_note: n === 3 ? 'Ketuk keras, pendengaran kurang' : '',
      boxes: 2,
      slots: ['first', 'second'],
      diet: row.has_special_diet
        ? { texture: 'soft', flags: ['no_coconut_milk'], allergy: '', note: '' }
        : null,
      contacts:
        n % 2 === 0
          ? [
              {
                id: uuid(4, n),
                name: 'Bu Ani',
                relation: 'neighbor',
                hint: 'tetangga kiri',
                phone: '',
                may_receive: true,
              },
            ]
          : [],
      lives_alone: true,
      is_new: row.today.kind === 'new',
      is_off_list: false,
      has_moved: false,
      state: row.hold
        ? { kind: 'held', reason: row.hold.reason, until: row.hold.until }
        : { kind: 'waiting' },
      attempts: [],
      send_state: null,
    })),
  };
}
