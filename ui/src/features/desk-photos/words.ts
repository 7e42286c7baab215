import { number } from '../../lib/format/text';
import { messages } from '../../lib/i18n/index.svelte';

const id = {
  title: 'Foto antaran',
  of: (name: string) => `Foto antaran ${name}`,
  back: 'Hari ini',
  backToPerson: 'Kembali ke penerima',
  photos: (n: number) => `${number(n)} foto`,
  parafs: (n: number) => `${number(n)} paraf`,
  declined: 'Tidak difoto',
  declinedCount: (n: number) => `${number(n)} tidak difoto`,
  missing: 'Belum ada bukti',
  missingCount: (n: number) => `${number(n)} belum ada bukti`,
  coming: (n: number) => `${number(n)} foto menyusul`,
  comingHint: 'Foto yang menyusul masih di HP kurir atau sedang dalam perjalanan.',
  offline: 'Komputer ini belum tersambung. Foto yang menyusul diambil begitu ada internet.',
  routes: 'Rute',
  allRoutes: 'Semua rute',
  offList: 'di luar daftar',
  none: 'Belum ada bukti antaran pada hari ini.',
  noneText: 'Foto, paraf, dan “Tidak difoto” dari HP kurir muncul di sini.',
  noneOf: 'Belum ada bukti antaran untuk beliau.',
  open: (name: string) => `Buka ${name}`,
  loading: 'Memuat foto…',
};

const en: typeof id = {
  title: 'Delivery photos',
  of: (name) => `Delivery photos of ${name}`,
  back: 'Today',
  backToPerson: 'Back to the person',
  photos: (n) => `${number(n)} ${n === 1 ? 'photo' : 'photos'}`,
  parafs: (n) => `${number(n)} ${n === 1 ? 'drawn mark' : 'drawn marks'}`,
  declined: 'Not photographed',
  declinedCount: (n) => `${number(n)} not photographed`,
  missing: 'No proof yet',
  missingCount: (n) => `${number(n)} without proof yet`,
  coming: (n) => `${number(n)} ${n === 1 ? 'photo' : 'photos'} still to come`,
  comingHint: 'They are still on the courier’s phone or on their way.',
  offline: 'This computer is not connected. Photos still to come are fetched once it is.',
  routes: 'Routes',
  allRoutes: 'All routes',
  offList: 'off the list',
  none: 'No proof of delivery on this day yet.',
  noneText: 'Photos, drawn marks and “Not photographed” from the couriers’ phones appear here.',
  noneOf: 'No proof of delivery for this person yet.',
  open: (name) => `Open ${name}`,
  loading: 'Loading photos…',
};

export const photosWords = messages({ id, en });
