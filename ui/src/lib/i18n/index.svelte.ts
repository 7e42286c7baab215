import type { Language } from '../api/generated/Language';

/** The language of the UI: there is one at a time. */
class I18n {
  language = $state<Language>('id');
}

export const i18n = new I18n();

/**
 * A feature's words in every language. All catalogs have the shape of the Indonesian one, so a message
 * that is missing, or a parameter that is forgotten, does not compile. Call the result where the words
 * are shown (`const t = $derived(words())`): it follows the language.
 */
export function messages<M>(catalogs: Record<Language, M>): () => M {
  return () => catalogs[i18n.language];
}

/** English needs it; Indonesian does not count its nouns. */
export function plural(n: number, one: string, other: string): string {
  return `${n} ${n === 1 ? one : other}`;
}
