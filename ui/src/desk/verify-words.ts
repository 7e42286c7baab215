import { number } from '../lib/format/text';
import { messages, plural } from '../lib/i18n/index.svelte';

/** A receipt code that a courier reads out. */
const id = {
  open: 'Cek kode bukti',
  title: 'Cek kode bukti',
  text: 'Kurir membacakan kode dari layar kirimnya. Server menjawab apakah catatannya benar ada.',
  code: 'Kode bukti',
  ask: 'Cek',
  asking: 'Menanyakan…',
  safe: (n: number, who: string) => `${number(n)} catatan ${who} ada di server.`,
  since: (device: string, at: string) => `Dari ${device}, yang terakhir masuk ${at}.`,
  backedUp: 'Semuanya sudah tercadang.',
  notBackedUp: 'Belum tercadang; pencadangan berikutnya memuatnya.',
  unknown: (code: string) =>
    `Server tidak memegang catatan dengan kode ${code}. Minta dibacakan sekali lagi, atau minta kurir menekan Kirim sekarang.`,
};

const en: typeof id = {
  open: 'Verify a receipt code',
  title: 'Verify a receipt code',
  text: 'A courier reads the code out from the sending screen. The server says whether it has these records.',
  code: 'Receipt code',
  ask: 'Verify',
  asking: 'Asking…',
  safe: (n, who) => `The server has ${plural(n, 'record', 'records')} of ${who}.`,
  since: (device, at) => `From ${device}, the last came ${at}.`,
  backedUp: 'All of them are backed up.',
  notBackedUp: 'Not backed up yet; the next backup holds them.',
  unknown: (code) =>
    `The server holds no records under ${code}. Have it read out once more, or ask the courier to send now.`,
};

export const verifyWords = messages({ id, en });
