import type { VisitField } from '../../lib/api/generated/VisitField';
import { messages } from '../../lib/i18n/index.svelte';

const id = {
  title: 'Kunjungan',
  sentence: (proposed: number, open: number, check: number) =>
    `${proposed} diusulkan, ${open} belum dikunjungi, ${check} menunggu dicek.`,
  proposed: 'Diusulkan',
  proposedHint: 'Dari catatan antaran. Serahkan dengan satu ketukan.',
  open: 'Belum dikunjungi',
  check: 'Menunggu dicek',
  returned: 'Mohon dilengkapi',
  verified: 'Sudah dicek',
  none: 'Tidak ada kunjungan yang perlu diurus',
  noneText:
    'Kalau beberapa antaran tidak diterima, atau kurir memberi kabar, usulan kunjungan muncul di sini.',
  since: (moment: string) => `sejak ${moment}`,
  late: 'belum ada yang pergi',
  who: 'Siapa yang pergi',
  handOut: 'Serahkan',
  handedOut: (person: string, who: string) => `${person} diserahkan ke ${who}.`,
  unassigned: 'belum ada yang ditugaskan',
  by: (day: string) => `paling lambat ${day}`,
  madeBy: (who: string, day: string) => `${who}, ${day}`,
  cancel: 'Batalkan',
  cancelled: 'Kunjungan dibatalkan.',
  look: 'Lihat',
  hide: 'Tutup',
  ok: 'Sudah dicek',
  okSaid: (person: string) => `Kunjungan ${person} sudah dicek.`,
  ask: 'Mohon dilengkapi',
  askWhat: 'Apa yang perlu dilengkapi?',
  askNote: 'Pesan untuk PSM',
  askSend: 'Kirim permintaan',
  asked: (who: string) => `Permintaan dikirim ke ${who}.`,
  fields: {
    outcome: 'Hasil',
    met: 'Bertemu dengan',
    wellbeing: 'Keadaan',
    next: 'Tindak lanjut',
    note: 'Catatan',
  },
  noVisitors: 'Belum ada PSM di daftar petugas.',
};

const en: typeof id = {
  title: 'Visits',
  sentence: (proposed, open, check) => `${proposed} proposed, ${open} to do, ${check} to verify.`,
  proposed: 'Proposed',
  proposedHint: 'From the delivery records. One tap hands a visit out.',
  open: 'Not visited yet',
  check: 'To verify',
  returned: 'Please complete',
  verified: 'Verified',
  none: 'No visit asks for anything',
  noneText:
    'When deliveries are missed in a row, or a courier brings news, a proposed visit appears here.',
  since: (moment) => `since ${moment}`,
  late: 'nobody has gone yet',
  who: 'Who goes',
  handOut: 'Hand out',
  handedOut: (person, who) => `${person} was handed to ${who}.`,
  unassigned: 'nobody assigned yet',
  by: (day) => `by ${day}`,
  madeBy: (who, day) => `${who}, ${day}`,
  cancel: 'Cancel the visit',
  cancelled: 'The visit was cancelled.',
  look: 'Look',
  hide: 'Close',
  ok: 'Verified',
  okSaid: (person) => `The visit to ${person} is verified.`,
  ask: 'Please complete',
  askWhat: 'What is to be completed?',
  askNote: 'Message to the PSM',
  askSend: 'Send the request',
  asked: (who) => `The request was sent to ${who}.`,
  fields: {
    outcome: 'Outcome',
    met: 'Met with',
    wellbeing: 'How he or she is',
    next: 'Next action',
    note: 'Note',
  },
  noVisitors: 'There is no PSM among the staff yet.',
};

export const deskVisitsWords = messages({ id, en });

/** The fields of a short visit that can be asked for. */
export const SHORT_FIELDS = ['met', 'wellbeing', 'next', 'note'] as const satisfies VisitField[];
