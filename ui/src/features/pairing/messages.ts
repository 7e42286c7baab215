import { messages } from '../../lib/i18n/index.svelte';

const id = {
  title: 'Sambungkan perangkat ini',
  what: 'Tempel undangan dari koordinator. Satu undangan untuk satu perangkat, cukup sekali.',
  field: 'Undangan',
  paste: 'Tempel undangan',
  scan: 'Pindai kode',
  scanHint: 'Arahkan kamera ke kode QR undangan.',
  scanOther: 'Itu bukan kode undangan Rantang. Coba kode yang lain.',
  noCamera: 'Kamera tidak bisa dipakai. Tempel undangannya saja.',
  placeholder: 'rantang:…',
  connect: 'Sambungkan',
  connecting: 'Menyambungkan…',
  empty: 'Tempel undangan dulu. Koordinator bisa mengirimnya lewat WhatsApp.',
  needsNet: 'Perlu internet sekali ini saja. Setelah itu bisa dipakai tanpa sinyal.',
};

const en: typeof id = {
  title: 'Connect this device',
  what: 'Paste the invitation of your coordinator. One invitation is for one device, and only once.',
  field: 'Invitation',
  paste: 'Paste invitation',
  scan: 'Scan code',
  scanHint: 'Point the camera at the QR code of the invitation.',
  scanOther: 'That is no invitation of Rantang. Try another code.',
  noCamera: 'The camera cannot be used. Paste the invitation instead.',
  placeholder: 'rantang:…',
  connect: 'Connect',
  connecting: 'Connecting…',
  empty: 'Paste the invitation first. The coordinator can send it by WhatsApp.',
  needsNet: 'It needs the internet this once. After that it works without a signal.',
};

export const pairingText = messages({ id, en });
