import { messages, plural } from '../../../lib/i18n/index.svelte';

/** The rest of a round goes to a colleague; a route is carried instead of somebody. */
const id = {
  open: 'Serahkan sisa rute',
  title: 'Siapa yang meneruskan?',
  hint: 'Pintu yang masih terbuka pindah ke HP kurir itu. Yang sudah dicatat tetap milik Anda.',
  nobody: 'Belum ada kurir lain. Hubungi koordinator.',
  sure: (n: number, who: string) => `Serahkan ${n} pintu kepada ${who}?`,
  sureHint: (who: string) =>
    `Telepon ${who} dulu dan serahkan kotaknya. Daftarnya muncul di HP-nya begitu kedua HP dapat sinyal.`,
  yes: (n: number) => `Ya, serahkan ${n} pintu`,
  saved: (n: number, who: string) => `${n} pintu diserahkan kepada ${who}`,
  instead: (who: string) => `Menggantikan ${who}`,
  rest: (who: string) => `Sisa rute dari ${who}`,
  covered: (who: string) => `${who} yang mengantar hari ini`,
  coveredUntil: (day: string) =>
    `Anda digantikan sampai ${day}. Setelah itu rutenya kembali kepada Anda.`,
  call: (who: string) => `Telepon ${who}`,
  listOf: (who: string) => `Daftar ${who}`,
  anyway: 'Saya ikut mengantar',
  anywayHint: (who: string) =>
    `Ada pintu yang tetap Anda antar? Catat saja; catatan Anda dan ${who} sama-sama dihitung.`,
  leave: 'Lihat daftarnya saja',
  coveredShort: (who: string) => `${who} yang mengantar`,
};

const en: typeof id = {
  open: 'Hand over the rest',
  title: 'Who goes on?',
  hint: 'The open doors move to that courier’s phone. What is recorded stays yours.',
  nobody: 'There is no other courier. Call the coordinator.',
  sure: (n, who) => `Hand ${plural(n, 'door', 'doors')} to ${who}?`,
  sureHint: (who) =>
    `Call ${who} first and hand over the boxes. The list shows there once both phones had a signal.`,
  yes: (n) => `Yes, hand over ${plural(n, 'door', 'doors')}`,
  saved: (n, who) => `${plural(n, 'door', 'doors')} handed to ${who}`,
  instead: (who) => `Standing in for ${who}`,
  rest: (who) => `Rest of ${who}’s route`,
  covered: (who) => `${who} delivers today`,
  coveredUntil: (day) => `You are covered until ${day}. After that the route is yours again.`,
  call: (who) => `Call ${who}`,
  listOf: (who) => `${who}’s list`,
  anyway: 'I deliver too',
  anywayHint: (who) =>
    `A door that you still bring? Record it; your records and those of ${who} both count.`,
  leave: 'Only look at the list',
  coveredShort: (who) => `${who} delivers`,
};

export const splitText = messages({ id, en });
