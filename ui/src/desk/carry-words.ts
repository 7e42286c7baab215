import { number } from '../lib/format/text';
import { messages, plural } from '../lib/i18n/index.svelte';

/** Records that go by hand, where there is no line. */
const id = {
  title: 'Bawa catatan dengan berkas',
  others: 'Catatan dari HP lain',
  othersText:
    'Berkas .rantang dari kurir tersegel: komputer ini hanya mengantarnya ke server dan tidak bisa membacanya. Perlu sambungan.',
  choose: 'Pilih berkas',
  reading: 'Mengantar…',
  delivered: (n: number) => `${number(n)} catatan sudah di server.`,
  refused: (n: number) =>
    `${number(n)} bagian tidak diterima server. Catatannya tetap aman di HP yang mencatat.`,
  left: (n: number) =>
    `${number(n)} bagian belum sempat. Pilih berkas yang sama sekali lagi kalau ada sambungan.`,
  answered: (n: number) => `${number(n)} catatan komputer ini sudah dijawab server.`,
  nothingNew: 'Tidak ada yang baru di berkas ini.',
  keepAnswers: 'Simpan jawaban untuk HP itu',
  keepAnswersText:
    'Kurir memilih berkas jawaban di HP-nya, lalu catatannya tertulis sudah terkirim. Tanpa itu pun HP akan tahu sendiri begitu ada sinyal.',
  own: 'Catatan komputer ini',
  ownText: (n: number) =>
    `${number(n)} catatan belum terkirim. Berkas tersegel: siapa saja boleh mengantarnya, hanya server yang bisa membukanya.`,
  ownNone: 'Semua catatan komputer ini sudah terkirim.',
  save: 'Simpan sebagai berkas',
  saved: (name: string) => `${name} ada di folder unduhan. Catatan tetap ada di komputer ini.`,
};

const en: typeof id = {
  title: 'Carry records in a file',
  others: 'Records of other phones',
  othersText:
    'A courier’s .rantang file is sealed: this computer only hands it to the server and cannot read it. Needs a connection.',
  choose: 'Choose a file',
  reading: 'Delivering…',
  delivered: (n) => `The server has ${plural(n, 'record', 'records')} now.`,
  refused: (n) =>
    `The server refused ${plural(n, 'part', 'parts')}. The records are safe on the phone that made them.`,
  left: (n) =>
    `${plural(n, 'part', 'parts')} not delivered yet. Choose the same file again when there is a connection.`,
  answered: (n) => `The server has answered ${plural(n, 'record', 'records')} of this computer.`,
  nothingNew: 'There is nothing new in this file.',
  keepAnswers: 'Save the answer for that phone',
  keepAnswersText:
    'The courier chooses the answer on the phone, and the records show as sent. Without it the phone finds out by itself when there is a signal.',
  own: 'Records of this computer',
  ownText: (n) =>
    `${plural(n, 'record', 'records')} not sent. The file is sealed: anybody may carry it, only the server can open it.`,
  ownNone: 'All records of this computer have been sent.',
  save: 'Save as a file',
  saved: (name) => `${name} is in the downloads folder. The records stay on this computer.`,
};

export const carryWords = messages({ id, en });
