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
  placeholder: 'rantang:…',
  connect: 'Connect',
  connecting: 'Connecting…',
  empty: 'Paste the invitation first. The coordinator can send it by WhatsApp.',
  needsNet: 'It needs the internet this once. After that it works without a signal.',
};

export const pairingText = messages({ id, en });
