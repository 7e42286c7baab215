import type { ApiError } from '../api/error';
import { i18n, messages } from './index.svelte';

/** Sentences for what happens before the device can answer. What the device says comes with its own words. */
const id = {
  unreachable: 'Aplikasi tidak bisa menghubungi penyimpanannya. Catatan aman. Buka ulang aplikasi.',
  forbidden: 'Alamat ini sudah tidak berlaku. Buka alamat yang terakhir dicetak oleh program.',
};

const en: typeof id = {
  unreachable: 'The app cannot reach its store. Your records are safe. Open the app again.',
  forbidden: 'This address is no longer valid. Open the one that the program printed last.',
};

const sentences = messages({ id, en });

/** English for the codes of the device that a courier or coordinator is likely to meet. */
const english: Record<string, string> = {
  invitation_invalid:
    'That invitation is not complete. Paste it once more, from the first to the last letter.',
  invitation_used: 'That invitation has been used. Ask the coordinator for a new one.',
  invitation_expired: 'That invitation has expired. Ask the coordinator for a new one.',
  server_unreachable: 'The server does not answer. Check the connection and try again.',
  disk_full: 'The phone is full. Nothing was lost; make room and try again.',
  internal: 'Something went wrong. Your records are safe. Try again.',
};

/** What to tell a person about an error. */
export function errorText(error: ApiError): string {
  const known: Record<string, string> = sentences();
  const own = known[error.code];
  if (own) return own;
  return (i18n.language === 'en' && english[error.code]) || error.message;
}
