import type { RelayOutcome } from '../../../lib/api/generated/RelayOutcome';
import type { WaitingKind } from '../../../lib/api/generated/WaitingKind';
import { number } from '../../../lib/format/text';
import { messages, plural } from '../../../lib/i18n/index.svelte';

const id = {
  allSent: 'Semua sudah terkirim',
  unsent: (n: number) => `${n} catatan belum terkirim`,
  safe: 'Catatan aman di HP ini dan terkirim sendiri begitu ada sinyal.',
  safeAll: 'Tidak ada yang tertinggal di HP ini.',
  last: (at: string) => `Terakhir terkirim pukul ${at}`,
  keep: (n: number) => `Jangan hapus aplikasi: ${n} catatan belum terkirim`,
  atOffice: (n: number, at: string) => `${n} catatan sudah di kantor, ${at}. Belum di server.`,
  review: (n: number) => `${n} catatan perlu dicek oleh koordinator`,
  onServer: (n: number, at: string, backedUp: boolean) =>
    `${number(n)} catatan aman di server${backedUp ? ' dan tercadang' : ''}, ${at}`,
  code: 'Kode bukti',
  photos: (n: number) => `${n} foto menunggu dikirim`,
  photosWifi: (n: number) => `${n} foto menunggu Wi-Fi`,
  photosNow: 'Kirim foto sekarang',
  list: 'Belum terkirim',
  send: 'Kirim sekarang',
  sending: 'Mengirim…',
  again: 'Sambungkan lagi HP ini',
  carry: 'Bagikan sebagai berkas',
  carried: (n: number, name: string) =>
    `${n} catatan ada di berkas ${name}. Serahkan kepada koordinator; hanya server yang bisa membukanya. Catatan tetap aman di HP ini.`,
  office: 'Serahkan di kantor: pindai kode',
  given: (n: number) =>
    `${number(n)} catatan sudah di kantor. Belum di server; tetap aman di HP ini sampai terkirim.`,
  notGiven: {
    nothing_unsent: 'Tidak ada catatan yang perlu diserahkan.',
    not_certified:
      'HP ini belum bisa menyerahkan di kantor: perlu sekali tersambung ke server dulu. Catatan aman di sini.',
    nobody_near:
      'Komputer kantor tidak ditemukan. Sambungkan HP ke Wi-Fi kantor yang sama, lalu pindai lagi.',
    not_ours:
      'Komputer itu bukan milik kantor ini. Tidak ada yang diserahkan; catatan aman di sini.',
    not_taken:
      'Komputer kantor belum bisa menerima. Catatan aman di sini; coba lagi sebentar lagi.',
  } satisfies Record<Exclude<RelayOutcome, 'given'>, string>,
  answer: 'Buka berkas jawaban',
  answered: (n: number) => `${n} catatan sudah dijawab server`,
  nothingNew: 'Tidak ada jawaban baru di berkas itu.',
  kind: {
    delivery: 'Antaran',
    closed: 'Banyak pintu ditutup',
    corrected: 'Catatan dibetulkan',
    taken_back: 'Catatan diurungkan',
    started: 'Mulai antar',
    received: 'Kotak diterima',
    obstacle: 'Hambatan di jalan',
    finished: 'Selesai antar',
    held: 'Ditahan sampai tanggal',
    hold_ended: 'Diantar lagi',
    death: 'Kabar meninggal',
    other: 'Catatan lain',
  } satisfies Record<WaitingKind, string>,
};

const en: typeof id = {
  allSent: 'Everything has been sent',
  unsent: (n) => `${plural(n, 'record', 'records')} not sent`,
  safe: 'The records are safe on this phone and are sent as soon as there is a signal.',
  safeAll: 'Nothing is left on this phone.',
  last: (at) => `Last sent ${at}`,
  keep: (n) => `Do not remove the app: ${plural(n, 'record', 'records')} not sent`,
  atOffice: (n, at) =>
    `${plural(n, 'record', 'records')} at the office, ${at}. Not at the server yet.`,
  review: (n) => `The coordinator has to check ${plural(n, 'record', 'records')}`,
  onServer: (n, at, backedUp) =>
    `${number(n)} ${n === 1 ? 'record' : 'records'} safe on the server${backedUp ? ' and backed up' : ''}, ${at}`,
  code: 'Receipt code',
  photos: (n) => plural(n, 'photo waits', 'photos wait'),
  photosWifi: (n) => plural(n, 'photo waits for Wi-Fi', 'photos wait for Wi-Fi'),
  photosNow: 'Send photos now',
  list: 'Not sent',
  send: 'Send now',
  sending: 'Sending…',
  again: 'Connect this phone again',
  carry: 'Share as a file',
  carried: (n, name) =>
    `${plural(n, 'record', 'records')} in the file ${name}. Hand it to the coordinator; only the server can open it. The records stay safe on this phone.`,
  office: 'Hand over at the office: scan code',
  given: (n) =>
    `${plural(n, 'record', 'records')} at the office. Not at the server yet; safe on this phone until then.`,
  notGiven: {
    nothing_unsent: 'There is nothing to hand over.',
    not_certified:
      'This phone cannot hand over at the office yet: it has to reach the server once. The records are safe here.',
    nobody_near:
      'The office’s computer was not found. Join the same Wi-Fi of the office, then scan again.',
    not_ours:
      'That computer is not of this office. Nothing was handed over; the records are safe here.',
    not_taken:
      'The office’s computer cannot take them in yet. The records are safe; try again soon.',
  },
  answer: 'Open an answer file',
  answered: (n) => `The server has answered ${plural(n, 'record', 'records')}`,
  nothingNew: 'There is no new answer in that file.',
  kind: {
    delivery: 'Delivery',
    closed: 'Many doors closed',
    corrected: 'Record corrected',
    taken_back: 'Record taken back',
    started: 'Round started',
    received: 'Boxes received',
    obstacle: 'Obstacle on the way',
    finished: 'Round finished',
    held: 'Held until a date',
    hold_ended: 'Deliveries go on',
    death: 'News of a death',
    other: 'Another record',
  },
};

export const sendingText = messages({ id, en });
