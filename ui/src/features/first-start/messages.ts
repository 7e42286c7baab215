import { messages } from '../../lib/i18n/index.svelte';

const id = {
  title: 'Seberapa besar tulisannya?',
  sampleName: 'Ibu Sumiati',
  sampleMark: 'Pintu hijau, sebelah warung',
  sampleText: 'Ketuk keras dan tunggu.',
  sizes: { normal: 'Biasa', large: 'Besar', largest: 'Paling besar' },
  use: 'Pakai ukuran ini',
  later: 'Bisa diubah kapan saja di Pengaturan.',
};

const en: typeof id = {
  title: 'How large should the text be?',
  sampleName: 'Ibu Sumiati',
  sampleMark: 'Green door, beside the stall',
  sampleText: 'Knock loudly and wait.',
  sizes: { normal: 'Normal', large: 'Large', largest: 'Largest' },
  use: 'Use this size',
  later: 'You can change it at any time in Settings.',
};

export const firstStartText = messages({ id, en });
