import { messages } from '../i18n/index.svelte';

/** Which code somebody looks for. */
export type Wanted = 'invitation' | 'relay';

const id = {
  scan: 'Pindai kode',
  hint: {
    invitation: 'Arahkan kamera ke kode QR undangan.',
    relay: 'Arahkan kamera ke kode QR di layar komputer koordinator.',
  } satisfies Record<Wanted, string>,
  other: {
    invitation: 'Itu bukan kode undangan Rantang. Coba kode yang lain.',
    relay: 'Itu bukan kode Wi-Fi kantor. Minta koordinator membuka Wi-Fi kantor di komputernya.',
  } satisfies Record<Wanted, string>,
  several: 'Ada lebih dari satu kode di sini. Arahkan ke satu kode saja.',
  nothing:
    'Tidak ada kode QR yang terbaca di foto ini. Potret lebih dekat, terang, seluruh kodenya.',
  noCamera:
    'Kamera tidak bisa dipakai di sini. Potret kode QR-nya dengan kamera HP, lalu pilih fotonya.',
  photo: 'Pilih foto kode',
  photoReading: 'Membaca foto…',
  photoTooLarge: 'Foto ini terlalu besar. Potret lagi dengan ukuran biasa, lalu pilih foto itu.',
  photoUnreadable: 'Foto ini tidak bisa dibuka. Pilih foto lain.',
};

const en: typeof id = {
  scan: 'Scan code',
  hint: {
    invitation: 'Point the camera at the QR code of the invitation.',
    relay: 'Point the camera at the QR code on the coordinator’s computer.',
  },
  other: {
    invitation: 'That is no invitation of Rantang. Try another code.',
    relay: 'That is no code of an office’s Wi-Fi. Ask the coordinator to open Office Wi-Fi.',
  },
  several: 'There is more than one code here. Point at a single one.',
  nothing:
    'No QR code can be read on this photo. Take it closer, in good light, with the whole code.',
  noCamera: 'The camera cannot be used here. Take a photo of the QR code, then choose it.',
  photo: 'Choose a photo of the code',
  photoReading: 'Reading the photo…',
  photoTooLarge: 'This photo is too large. Take it again in the usual size, then choose that one.',
  photoUnreadable: 'This photo cannot be opened. Choose another one.',
};

export const scanWords = messages({ id, en });
