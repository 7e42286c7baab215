import { messages, plural } from './index.svelte';

/** Words that every part of the app uses. */
const id = {
  back: 'Kembali',
  cancel: 'Batal',
  change: 'Ubah',
  close: 'Tutup',
  save: 'Simpan',
  undo: 'Urungkan',
  retry: 'Coba lagi',
  yes: 'Ya',
  no: 'Tidak',
  emergency: 'Darurat',
  settings: 'Pengaturan',
  today: 'Hari ini',
  boxes: (n: number) => `${n} kotak`,
  doors: (n: number) => `${n} pintu`,
  records: (n: number) => `${n} catatan`,
  doorsDone: (done: number, total: number) => `${done} dari ${total} pintu selesai`,
  switchToRound: 'Ke antaran saya',
  switchToDesk: 'Ke meja koordinator',
  failed: 'Belum berhasil',
};

const en: typeof id = {
  back: 'Back',
  cancel: 'Cancel',
  change: 'Change',
  close: 'Close',
  save: 'Save',
  undo: 'Undo',
  retry: 'Try again',
  yes: 'Yes',
  no: 'No',
  emergency: 'Emergency',
  settings: 'Settings',
  today: 'Today',
  boxes: (n: number) => plural(n, 'box', 'boxes'),
  doors: (n: number) => plural(n, 'door', 'doors'),
  records: (n: number) => plural(n, 'record', 'records'),
  doorsDone: (done: number, total: number) => `${done} of ${total} doors done`,
  switchToRound: 'To my round',
  switchToDesk: 'To the coordinator’s desk',
  failed: 'That did not work yet',
};

export const common = messages({ id, en });
