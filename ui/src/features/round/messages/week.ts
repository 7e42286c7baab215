import { messages, plural } from '../../../lib/i18n/index.svelte';

const id = {
  title: 'Tujuh hari ke depan',
  open: 'Lihat tujuh hari ke depan',
  sum: (doors: number, boxes: number, special: number) =>
    [`${doors} pintu`, `${boxes} kotak`, special > 0 ? `${special} khusus` : '']
      .filter(Boolean)
      .join(' · '),
  noRound: 'Tidak ada pintu untuk Anda',
  none: {
    weekday: 'Bukan hari antar',
    holiday: (name: string | null) => (name ? `Libur: ${name}` : 'Libur'),
    called_off: (why: string | null) =>
      why ? `Diliburkan koordinator: ${why}` : 'Diliburkan koordinator',
    outside_period: 'Di luar masa program',
  },
  changes: 'Untuk dilihat dulu. Daftarnya bisa berubah sampai pagi harinya.',
  doors: (n: number) => `${n} pintu`,
  special: (n: number) => `${n} kotak khusus`,
  held: 'Tidak diantar hari itu',
  gone: 'Hari itu sudah lewat.',
};

const en: typeof id = {
  title: 'The next seven days',
  open: 'See the next seven days',
  sum: (doors, boxes, special) =>
    [
      plural(doors, 'door', 'doors'),
      plural(boxes, 'box', 'boxes'),
      special > 0 ? `${special} special` : '',
    ]
      .filter(Boolean)
      .join(' · '),
  noRound: 'No doors for you',
  none: {
    weekday: 'Not a delivery day',
    holiday: (name) => (name ? `Holiday: ${name}` : 'Holiday'),
    called_off: (why) =>
      why ? `Called off by the coordinator: ${why}` : 'Called off by the coordinator',
    outside_period: 'Outside the programme period',
  },
  changes: 'To look ahead. The list may change until the morning itself.',
  doors: (n) => plural(n, 'door', 'doors'),
  special: (n) => plural(n, 'special box', 'special boxes'),
  held: 'Not delivered that day',
  gone: 'That day is over.',
};

export const weekText = messages({ id, en });
