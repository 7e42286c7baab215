import type { DoorView } from '../lib/api/generated/DoorView';

/** A morning in Kampung Rawa. Everybody in it is invented. */
export const TODAY = '2026-11-24';

/** An instant on that day in Jakarta: `at(9, 13)` is 09.13 WIB. */
export const at = (hour: number, minute: number) => Date.UTC(2026, 10, 24, hour - 7, minute);

type Few = Pick<DoorView, 'name' | 'rt' | 'landmark'> & Partial<DoorView>;

const few: Few[] = [
  {
    name: 'Ibu Sumiati',
    rt: '007',
    gang: 'Gang Mawar III',
    landmark: 'Pintu hijau, sebelah warung Bu Yati',
    diet: { texture: 'soft', flags: ['low_sugar'], allergy: '', note: '' },
    access_note: 'Ketuk keras dan tunggu, pendengarannya berkurang.',
    contacts: [
      {
        id: '00000000-0000-4000-8000-0000000000c1',
        name: 'Bu Ani',
        relation: 'neighbor',
        hint: 'pintu biru',
        phone: '',
        may_receive: true,
      },
      {
        id: '00000000-0000-4000-8000-0000000000c2',
        name: 'Pak Rahmat',
        relation: 'rt_head',
        hint: 'depan pos ronda',
        phone: '+6281200000002',
        may_receive: true,
      },
    ],
  },
  { name: 'Bapak Kasman', rt: '007', landmark: 'belakang pos ronda' },
  {
    name: 'Hj. Raden Ayu Siti Nurhaliza Kusumawardhani binti Kartosuwiryo',
    rt: '008',
    landmark: 'rumah tingkat cat krem, bel di kiri pintu pagar',
    diet: { texture: 'regular', flags: ['no_coconut_milk'], allergy: '', note: '' },
  },
  {
    name: 'Mbah Painem',
    rt: '008',
    landmark: 'seberang musala Al-Ikhlas',
    diet: { texture: 'soft', flags: [], allergy: '', note: '' },
    lives_alone: true,
  },
  { name: 'Ibu Rohmah', rt: '009', landmark: 'gang buntu, ujung' },
  { name: 'Oma Corry', rt: '010', landmark: 'pagar putih' },
  { name: 'Bapak Sarman', rt: '010', landmark: 'samping bengkel Pak Didi', is_new: true },
];

const more = ['Ibu Ngatinah', 'Bapak Suparto', 'Ibu Maryam', 'Mbah Sastro', 'Ibu Kartini'];

/** That many doors; the seven of the drawings first. */
export function sampleDoors(count: number): DoorView[] {
  return Array.from({ length: count }, (_, index) => {
    const person = few[index] ?? {
      name: `${more[index % more.length]} ${index + 1}`,
      rt: String(1 + (index % 14)).padStart(3, '0'),
      landmark: `pintu nomor ${index + 1}, dekat mushala`,
    };
    const id = `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
    return {
      id,
      person_id: id,
      no: index + 1,
      rw: index % 3 === 2 ? '03' : '04',
      gang: '',
      house_no: '',
      kelurahan_name: 'Kampung Rawa',
      access_note: '',
      boxes: 2,
      slots: ['first', 'second'],
      diet: null,
      contacts: [],
      lives_alone: false,
      is_new: false,
      is_off_list: false,
      has_moved: false,
      state: { kind: 'waiting' },
      attempts: [],
      send_state: null,
      ...person,
    } satisfies DoorView;
  });
}
