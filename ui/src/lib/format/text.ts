import { i18n } from '../i18n/index.svelte';

/** "12.500" in Indonesian, "12,500" in English. */
export function number(value: number): string {
  const separator = i18n.language === 'id' ? '.' : ',';
  const digits = Math.abs(Math.trunc(value)).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, separator);
  return value < 0 ? `−${grouped}` : grouped;
}

/** "Rp15.000": without a space, always with points, as money is written in Indonesia. */
export function rupiah(value: number): string {
  const grouped = Math.abs(Math.trunc(value))
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '.');
  return `${value < 0 ? '−' : ''}Rp${grouped}`;
}

/** "+6281200000001" → "0812-0000-0001"; a number of another country stays as it is stored. */
export function phone(stored: string): string {
  if (!stored.startsWith('+62')) return stored;
  const local = `0${stored.slice(3)}`;
  return [local.slice(0, 4), local.slice(4, 8), local.slice(8)].filter(Boolean).join('-');
}

/** "lunak, rendah gula dan tanpa santan" */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  const and = i18n.language === 'id' ? 'dan' : 'and';
  return `${words.slice(0, -1).join(', ')} ${and} ${words.at(-1)}`;
}

/** The first letter in upper case: the start of a sentence. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
