import type { DietView } from '../../lib/api/generated/DietView';
import type { codes } from '../../lib/i18n/codes';

/** What differs from the usual meal, a word each; nothing for the usual meal. */
export function dietWords(diet: DietView, k: ReturnType<typeof codes>): string[] {
  return [
    ...(diet.texture === 'regular' ? [] : [k.texture[diet.texture]]),
    ...diet.flags.map((flag) => k.dietFlag[flag]),
    ...(diet.allergy ? [diet.allergy] : []),
    ...(diet.note ? [diet.note] : []),
  ];
}
