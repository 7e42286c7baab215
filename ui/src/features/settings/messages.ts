import { messages } from '../../lib/i18n/index.svelte';

const id = {
  title: 'Pengaturan',
  textSize: 'Ukuran tulisan',
  sizes: { normal: 'Biasa', large: 'Besar', largest: 'Paling besar' },
  theme: 'Warna layar',
  themes: { system: 'Ikut HP', light: 'Terang', dark: 'Gelap' },
  language: 'Bahasa',
  languages: { id: 'Indonesia', en: 'English' },
  photos: 'Kirim foto',
  photosBy: { any: 'Sinyal apa saja', wifi: 'Hanya Wi-Fi' },
  who: 'HP ini dipakai oleh',
  demo: 'Data contoh: semua orang di sini rekaan.',
};

const en: typeof id = {
  title: 'Settings',
  textSize: 'Text size',
  sizes: { normal: 'Normal', large: 'Large', largest: 'Largest' },
  theme: 'Screen colours',
  themes: { system: 'Like the phone', light: 'Light', dark: 'Dark' },
  language: 'Language',
  languages: { id: 'Indonesia', en: 'English' },
  photos: 'Send photos',
  photosBy: { any: 'Any connection', wifi: 'Wi-Fi only' },
  who: 'This phone is used by',
  demo: 'Sample data: everybody in it is invented.',
};

export const settingsText = messages({ id, en });
