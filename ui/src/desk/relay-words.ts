import type { RelayProblem } from '../lib/api/generated/RelayProblem';
import { number } from '../lib/format/text';
import { messages, plural } from '../lib/i18n/index.svelte';

/** Records over the office's Wi-Fi while the internet is down. */
const id = {
  open: 'Wi-Fi kantor',
  title: 'Terima catatan lewat Wi-Fi kantor',
  text: 'Saat internet putus, HP kurir dan PSM menyerahkan catatan ke komputer ini lewat Wi-Fi yang sama. Begitu tersambung, komputer ini meneruskannya ke server.',
  on: 'Menyala.',
  off: 'Mati. HP belum bisa menyerahkan catatan ke sini.',
  at: (address: string) => `HP menemukannya sendiri, atau di ${address}.`,
  noNetwork: 'Komputer ini belum tersambung ke Wi-Fi atau kabel kantor.',
  problem: {
    not_certified: 'Menunggu server: komputer ini perlu sekali tersambung ke server dulu.',
    port_taken: 'Belum bisa menerima: program lain memakai pintunya. Dicoba lagi sendiri.',
  } satisfies Record<RelayProblem, string>,
  code: 'HP yang tidak menemukannya memindai kode ini dari layar kirim.',
  codeAlt: 'Kode alamat komputer ini',
  came: 'Masuk lewat kantor',
  none: 'Belum ada catatan yang masuk lewat Wi-Fi kantor.',
  who: 'Dari',
  waiting: 'Belum di server',
  atServer: 'Sudah di server',
  unknown: 'Belum dikenal',
  last: (at: string) => `terakhir ${at}`,
  refused: (n: number) => `${number(n)} ditolak server; tetap aman di HP-nya`,
  turnedAway: (n: number) => `${number(n)} kiriman dari perangkat asing ditolak.`,
  turnOn: 'Nyalakan',
  turnOff: 'Matikan',
  takenIn: (n: number) => `${number(n)} catatan kurir di sini, belum di server`,
};

const en: typeof id = {
  open: 'Office Wi-Fi',
  title: 'Take records in over the office Wi-Fi',
  text: 'While the internet is down, phones of couriers and PSM hand their records to this computer over the same Wi-Fi. It passes them on to the server when it is connected.',
  on: 'On.',
  off: 'Off. Phones cannot hand records over here.',
  at: (address) => `Phones find it by themselves, or at ${address}.`,
  noNetwork: 'This computer is on no Wi-Fi or cable of the office.',
  problem: {
    not_certified: 'Waits for the server: this computer has to reach it once.',
    port_taken: 'Cannot take in yet: another program uses its port. It tries again by itself.',
  },
  code: 'A phone that does not find it scans this code from its sending screen.',
  codeAlt: 'Code of this computer’s address',
  came: 'Came in over the office',
  none: 'No records have come in over the office Wi-Fi.',
  who: 'From',
  waiting: 'Not at the server',
  atServer: 'At the server',
  unknown: 'Not known yet',
  last: (at) => `last ${at}`,
  refused: (n) => `${number(n)} refused by the server; safe on the phone`,
  turnedAway: (n) => `${plural(n, 'delivery', 'deliveries')} of strangers turned away.`,
  turnOn: 'Turn on',
  turnOff: 'Turn off',
  takenIn: (n) => `${plural(n, 'record', 'records')} of couriers here, not at the server`,
};

export const relayWords = messages({ id, en });
