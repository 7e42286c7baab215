import { messages, plural } from '../../../lib/i18n/index.svelte';

const id = {
  allSent: 'Semua sudah terkirim',
  unsent: (n: number) => `${n} catatan belum terkirim`,
  safe: 'Catatan aman di HP ini dan terkirim sendiri begitu ada sinyal.',
  safeAll: 'Tidak ada yang tertinggal di HP ini.',
  last: (at: string) => `Terakhir terkirim pukul ${at}`,
  keep: (n: number) => `Jangan hapus aplikasi: ${n} catatan belum terkirim`,
  review: (n: number) => `${n} catatan perlu dicek oleh koordinator`,
  list: 'Belum terkirim',
  send: 'Kirim sekarang',
  sending: 'Mengirim…',
};

const en: typeof id = {
  allSent: 'Everything has been sent',
  unsent: (n) => `${plural(n, 'record', 'records')} not sent`,
  safe: 'The records are safe on this phone and are sent as soon as there is a signal.',
  safeAll: 'Nothing is left on this phone.',
  last: (at) => `Last sent ${at}`,
  keep: (n) => `Do not remove the app: ${plural(n, 'record', 'records')} not sent`,
  review: (n) => `The coordinator has to check ${plural(n, 'record', 'records')}`,
  list: 'Not sent',
  send: 'Send now',
  sending: 'Sending…',
};

export const sendingText = messages({ id, en });
