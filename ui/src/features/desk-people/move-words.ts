import { messages } from '../../lib/i18n/index.svelte';

/** A new address, here or in another kelurahan. */
const id = {
  open: 'Pindah alamat…',
  title: (who: string) => `${who} pindah`,
  kelurahan: 'Kelurahan',
  here: 'masih di sini',
  elsewhere: (to: string) =>
    `Kantor ${to} yang melanjutkan. Semua catatan ikut pindah, dan beliau masuk daftar mereka tanpa rute. Di sini tinggal keterangan bahwa beliau pindah.`,
  further: 'Pindah ke luar kecamatan? Ubah kepesertaannya menjadi keluar.',
  save: 'Simpan',
  moved: (who: string, to: string) => `${who} pindah ke ${to}`,
  changed: (who: string) => `Alamat ${who} diubah`,
  going: (to: string) => `Pindah ke ${to}`,
  goingText: 'Kantor sana menerimanya begitu catatan ini terkirim.',
  came: (from: string, when: string) => `Pindahan dari ${from}, ${when}`,
  cameText: 'Catatan lamanya ikut pindah. Pilih rutenya di sini.',
  chip: 'Pindah',
  listTitle: 'Pindah ke kelurahan lain',
  listText: 'Catatan mereka ikut ke kantor yang baru.',
  to: (to: string) => `ke ${to}`,
  by: (who: string, when: string) => `${who}, ${when}`,
  from: (route: string) => `dari ${route}`,
  toRoutes: 'Buka rute antar',
};

const en: typeof id = {
  open: 'New address…',
  title: (who) => `${who} moves`,
  kelurahan: 'Kelurahan',
  here: 'still here',
  elsewhere: (to) =>
    `The office of ${to} goes on. All records go along, and they enter its list without a route. What stays here is that they moved.`,
  further: 'Beyond the kecamatan? Set the membership to left.',
  save: 'Save',
  moved: (who, to) => `${who} moved to ${to}`,
  changed: (who) => `Address of ${who} changed`,
  going: (to) => `Moves to ${to}`,
  goingText: 'That office has them as soon as this record is sent.',
  came: (from, when) => `Came from ${from}, ${when}`,
  cameText: 'The earlier records came along. Choose the route here.',
  chip: 'Moved',
  listTitle: 'Moved to another kelurahan',
  listText: 'Their records went to the new office.',
  to: (to) => `to ${to}`,
  by: (who, when) => `${who}, ${when}`,
  from: (route) => `from ${route}`,
  toRoutes: 'Open routes',
};

export const moveWords = messages({ id, en });
