import { messages } from '../../lib/i18n/index.svelte';

/** Another courier carries a route for some days. */
const id = {
  give: 'Digantikan oleh…',
  by: 'Digantikan oleh',
  title: (route: string) => `${route} digantikan`,
  text: 'Pengganti mendapat daftarnya sejak sore sebelum hari pertama, dan bisa bekerja tanpa sinyal. Penggantian berakhir sendiri.',
  choose: 'pilih kurir…',
  chooseCourier: 'Pilih kurir yang menggantikan.',
  reversed: 'Tanggal terakhir ada sebelum tanggal pertama.',
  from: 'Hari pertama',
  until: 'Hari terakhir',
  span: (from: string, until: string) => `${from} sampai ${until}`,
  save: 'Simpan',
  end: 'Akhiri',
  given: (route: string, who: string) => `${route} digantikan oleh ${who}`,
  ended: (route: string, who: string) => `${who} tidak lagi menggantikan di ${route}`,
};

const en: typeof id = {
  give: 'Covered by…',
  by: 'Covered by',
  title: (route) => `Cover for ${route}`,
  text: 'Who covers gets the list on the evening before the first day, and can work without a signal. It ends by itself.',
  choose: 'choose a courier…',
  chooseCourier: 'Choose who covers.',
  reversed: 'The last day is before the first.',
  from: 'First day',
  until: 'Last day',
  span: (from, until) => `${from} to ${until}`,
  save: 'Save',
  end: 'End',
  given: (route, who) => `${who} covers ${route}`,
  ended: (route, who) => `${who} no longer covers ${route}`,
};

export const coverWords = messages({ id, en });
