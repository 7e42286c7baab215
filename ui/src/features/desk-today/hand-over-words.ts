import { messages, plural } from '../../lib/i18n/index.svelte';

/** The rest of a round goes to a colleague. */
const id = {
  open: 'Serahkan sisanya…',
  title: (n: number, who: string) => `Serahkan ${n} pintu ${who}`,
  text: 'Siapa yang meneruskan? Pintu yang masih terbuka muncul di HP-nya; yang sudah dicatat tetap dihitung. Telepon dulu untuk serah terima kotaknya.',
  to: (who: string) => `Kepada ${who}`,
  nobody: 'Belum ada kurir lain di kelurahan ini.',
  saved: (n: number, from: string, to: string) => `${n} pintu ${from} diserahkan kepada ${to}`,
  rest: (n: number, who: string) => `${n} pintu diteruskan ${who}`,
  instead: (who: string) => `menggantikan ${who}`,
};

const en: typeof id = {
  open: 'Hand over the rest…',
  title: (n, who) => `Hand over ${plural(n, 'door', 'doors')} of ${who}`,
  text: 'Who goes on? The open doors show on that phone; what is recorded still counts. Call first to hand the boxes over.',
  to: (who) => `To ${who}`,
  nobody: 'There is no other courier in this kelurahan.',
  saved: (n, from, to) => `${plural(n, 'door', 'doors')} of ${from} handed to ${to}`,
  rest: (n, who) => `${plural(n, 'door', 'doors')} taken on by ${who}`,
  instead: (who) => `stands in for ${who}`,
};

export const handOverWords = messages({ id, en });
