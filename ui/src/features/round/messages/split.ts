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
};

export const splitText = messages({ id, en });
