import { messages } from '../../lib/i18n/index.svelte';

const id = {
  title: 'Sambungkan perangkat ini',
  again: 'Sambungkan lagi',
  whatAgain:
    'Server kantor tidak mengenal perangkat ini lagi. Semua catatan aman di sini dan ikut terkirim setelah tersambung. Tempel undangan baru atas nama Anda dari koordinator.',
  what: 'Tempel undangan dari koordinator. Satu undangan untuk satu perangkat, cukup sekali.',
  field: 'Undangan',
  paste: 'Tempel undangan',
  scan: 'Pindai kode',
  scanHint: 'Arahkan kamera ke kode QR undangan.',
  scanOther: 'Itu bukan kode undangan Rantang. Coba kode yang lain.',
  scanSeveral: 'Ada lebih dari satu undangan di sini. Arahkan ke satu kode saja.',
  scanNothing:
    'Tidak ada kode QR yang terbaca di foto ini. Potret lebih dekat, terang, seluruh kodenya.',
  noCamera:
    'Kamera tidak bisa dipakai di sini. Potret kode QR undangan dengan kamera HP, lalu pilih fotonya.',
  photo: 'Pilih foto kode',
  photoReading: 'Membaca foto…',
  photoTooLarge: 'Foto ini terlalu besar. Potret lagi dengan ukuran biasa, lalu pilih foto itu.',
  photoUnreadable: 'Foto ini tidak bisa dibuka. Pilih foto lain, atau tempel undangannya.',
  placeholder: 'rantang:…',
  connect: 'Sambungkan',
  connecting: 'Menyambungkan…',
  empty: 'Tempel undangan dulu. Koordinator bisa mengirimnya lewat WhatsApp.',
  needsNet: 'Perlu internet sekali ini saja. Setelah itu bisa dipakai tanpa sinyal.',
};

const en: typeof id = {
  title: 'Connect this device',
  again: 'Connect again',
  whatAgain:
    'The office’s server does not know this device any more. All records are safe here and will be sent once it is connected. Paste a new invitation in your own name from the coordinator.',
  what: 'Paste the invitation of your coordinator. One invitation is for one device, and only once.',
  field: 'Invitation',
  paste: 'Paste invitation',
  scan: 'Scan code',
  scanHint: 'Point the camera at the QR code of the invitation.',
  scanOther: 'That is no invitation of Rantang. Try another code.',
  scanSeveral: 'There is more than one invitation here. Point at a single code.',
  scanNothing:
    'No QR code can be read on this photo. Take it closer, in good light, with the whole code.',
  noCamera:
    'The camera cannot be used here. Take a photo of the invitation’s QR code, then choose it.',
  photo: 'Choose a photo of the code',
  photoReading: 'Reading the photo…',
  photoTooLarge: 'This photo is too large. Take it again in the usual size, then choose that one.',
  photoUnreadable: 'This photo cannot be opened. Choose another one, or paste the invitation.',
  placeholder: 'rantang:…',
  connect: 'Connect',
  connecting: 'Connecting…',
  empty: 'Paste the invitation first. The coordinator can send it by WhatsApp.',
  needsNet: 'It needs the internet this once. After that it works without a signal.',
};

export const pairingText = messages({ id, en });
