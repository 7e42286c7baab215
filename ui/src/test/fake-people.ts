import type { AddressValue } from '../lib/api/generated/AddressValue';
import type { PersonRow } from '../lib/api/generated/PersonRow';
import type { PersonView } from '../lib/api/generated/PersonView';
import type { RegisterView } from '../lib/api/generated/RegisterView';
import type { TodayMark } from '../lib/api/generated/TodayMark';

/** 24 November 2026, 09.14 WIB. */
export const NOW = Date.UTC(2026, 10, 24, 2, 14);
export const TODAY = '2026-11-24';
export const minutes = (n: number) => NOW - n * 60_000;

export const KELURAHAN = '31.71.08.1002';

/** An id that is always the same, so that a picture can be compared with the last one. */
export function uuid(kind: number, n: number): string {
  return `0198c0de-${kind.toString(16).padStart(4, '0')}-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

const NAMES: [string, number, string, string, string, string][] = [
  ['Ibu Sumiati', 78, '007', '04', 'Gang Mawar III', 'Pintu hijau, sebelah warung Bu Yati'],
  ['Bapak Kasman', 81, '007', '04', 'Gang Mawar III', 'Belakang pos ronda'],
  [
    'Hj. Raden Ayu Siti Nurhaliza Kusumawardhani binti Kartosuwiryo',
    84,
    '008',
    '04',
    'Gang Mawar III',
    'Rumah tingkat cat krem, bel di kiri pintu pagar',
  ],
  ['Mbah Painem', 92, '008', '04', 'Gang Mawar IV', 'Seberang musala Al-Ikhlas'],
  ['Ibu Rohmah', 76, '009', '04', 'Gang Buntu', 'Ujung, tangga semen'],
  ['Bapak Sarman', 75, '010', '04', 'Gang Bengkel', 'Samping bengkel Pak Didi'],
  ['Bapak Tarmin', 83, '002', '09', 'Gang Petak', 'Rumah petak nomor 3'],
  ['Ibu Warsinah', 79, '005', '03', 'Gang Melati', 'Atas warung pulsa, tangga besi'],
  ['Ibu Kasiyem', 88, '004', '06', 'Gang Buntu', 'Samping pos RW'],
  ['Opa Yohanes Lalamentik', 80, '003', '06', 'Gang Gereja', 'Pagar bambu, depan gereja'],
  ['Ibu Ngatinah', 77, '009', '04', 'Gang Las', 'Di atas bengkel las'],
  ['Mbah Siyem', 90, '006', '07', 'Gang Sumur', 'Pintu biru, sebelah sumur'],
  ['Bapak Wagimin', 82, '001', '05', 'Kontrakan H. Mamat', 'Pintu 4'],
  ['Ibu Tumirah', 75, '012', '02', '', 'Belakang SDN 05'],
];

const MARKS: TodayMark[] = [
  {
    kind: 'attempt',
    outcome: 'received_self',
    wellbeing: 'urgent',
    at_ms: minutes(1),
    final_for_today: true,
  },
  { kind: 'waiting' },
  { kind: 'waiting' },
  { kind: 'waiting' },
  { kind: 'held' },
  { kind: 'new' },
  {
    kind: 'attempt',
    outcome: 'no_answer',
    wellbeing: null,
    at_ms: minutes(16),
    final_for_today: true,
  },
  {
    kind: 'attempt',
    outcome: 'received_self',
    wellbeing: 'well',
    at_ms: minutes(40),
    final_for_today: true,
  },
  { kind: 'review' },
  {
    kind: 'attempt',
    outcome: 'received_family',
    wellbeing: 'well',
    at_ms: minutes(35),
    final_for_today: true,
  },
  {
    kind: 'attempt',
    outcome: 'not_home',
    wellbeing: null,
    at_ms: minutes(20),
    final_for_today: false,
  },
  { kind: 'waiting' },
  {
    kind: 'attempt',
    outcome: 'left_with_neighbor',
    wellbeing: 'not_seen',
    at_ms: minutes(55),
    final_for_today: true,
  },
  { kind: 'no_route' },
];

const MET = [
  '2026-11-24',
  '2026-11-23',
  '2026-11-23',
  '2026-11-23',
  '2026-11-15',
  null,
  '2026-11-21',
];
const COURIERS = ['Pak Dedi', 'Bu Sri', 'Bu Yuni', 'Mas Fajar', 'Pak Udin', 'Bu Tini'];
export const ROUTES = [
  'RW 04 selatan',
  'RW 03 dan RW 05',
  'RW 06',
  'RW 07',
  'RW 09',
  'RW 11 dan RW 12',
];

/** Invented people; the first fourteen are those of the drawings. */
export function people(count: number): PersonRow[] {
  return Array.from({ length: count }, (_, n) => {
    const [name, age, rt, rw, gang, landmark] = NAMES[n % NAMES.length]!;
    const route = n % NAMES.length === 13 ? -1 : Math.floor(n / NAMES.length) % ROUTES.length;
    return {
      id: uuid(1, n),
      name: n < NAMES.length ? name : `${name} ${Math.floor(n / NAMES.length) + 1}`,
      birth_year: 2026 - age,
      age,
      rw,
      rt,
      gang,
      landmark,
      kelurahan_code: KELURAHAN,
      route_id: route < 0 ? null : uuid(2, route),
      route_name: ROUTES[route] ?? null,
      courier_name: COURIERS[route] ?? null,
      status: 'active',
      hold:
        n % NAMES.length === 4
          ? {
              id: uuid(5, n),
              reason: 'hospitalized',
              from: '2026-11-16',
              until: '2026-11-30',
              note: 'RSUD',
            }
          : null,
      has_special_diet: n % 3 === 2,
      today: MARKS[n % MARKS.length]!,
      last_met_on: MET[n % MET.length] ?? null,
    };
  });
}

function register<T>(
  value: T | null,
  n: number,
  more: Partial<RegisterView<T>> = {},
): RegisterView<T> {
  return {
    value,
    heads: value === null ? [] : [uuid(9, n)],
    in_conflict: false,
    changed_at_ms: value === null ? null : minutes(60 * 26),
    changed_by: value === null ? null : 'Bu Ratna',
    ...more,
  };
}

export function person(row: PersonRow): PersonView {
  const [honorific = '', ...rest] = row.name.split(' ');
  return {
    row,
    name: register({ name: rest.join(' '), honorific, nickname: '' }, 1),
    birth: register({ date: `${row.birth_year}-06-20`, precision: 'day', sex: 'female' }, 2),
    phone: register('+6281200000055', 3),
    lives_alone: register(true, 4),
    address: register(
      {
        kelurahan_code: KELURAHAN,
        rw: row.rw,
        rt: row.rt,
        gang: row.gang,
        house_no: '12',
        landmark: row.landmark,
      },
      5,
      { in_conflict: row.name === 'Mbah Siyem' },
    ),
    access_note: register('Ketuk keras, pendengaran kurang', 6),
    diet: register({ texture: 'soft', flags: ['no_coconut_milk'], allergy: '', note: '' }, 7),
    identity: register(
      { nik_status: 'known', nik_masked: '3171••••••••0003', kk_masked: '3171••••••••0001' },
      8,
    ),
    address_ktp: register<AddressValue>(null, 9),
    fasting: register<boolean>(null, 10),
    enrolment: register({ status: row.status, date: '2026-01-05', reason: '' }, 11),
    contacts: [
      {
        id: uuid(4, 1),
        detail: register(
          {
            name: 'Bu Ani',
            relation: 'neighbor',
            phone: '',
            hint: 'tetangga kiri',
            may_receive: true,
          },
          12,
        ),
      },
      {
        id: uuid(4, 2),
        detail: register(
          {
            name: 'Pak Joko',
            relation: 'family',
            phone: '+6285600000031',
            hint: '',
            may_receive: false,
          },
          13,
        ),
      },
    ],
    holds: row.hold ? [row.hold] : [],
    life:
      row.name === 'Bapak Kasman'
        ? { kind: 'reported', by: 'Pak Dedi', at_ms: minutes(30), note: 'Kata Bu RT, tadi malam.' }
        : { kind: 'alive' },
    came_from: [],
    moving_to: null,
    days: Array.from({ length: 14 }, (_, n) => ({
      date: `2026-11-${String(n + 10).padStart(2, '0')}`,
      mark: n === 5 || n === 12 ? 'left' : n === 8 ? 'missed' : 'met',
    })),
    history: [
      {
        at_ms: minutes(60 * 24 + 27),
        by: 'Pak Dedi',
        kind: 'delivery.record',
        outcome: 'received_self',
        wellbeing: 'well',
        text: 'Minta kuahnya dipisah.',
        visit: null,
        form: null,
      },
      {
        at_ms: minutes(60 * 26),
        by: 'Bu Ratna',
        kind: 'person.edit',
        outcome: null,
        wellbeing: null,
        text: '',
        visit: null,
        form: null,
      },
    ],
  };
}
