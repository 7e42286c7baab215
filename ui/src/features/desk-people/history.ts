import type { HistoryLine } from '../../lib/api/generated/HistoryLine';
import { sentence } from '../../lib/format/text';
import type { codes } from '../../lib/i18n/codes';
import type { PeopleWords } from './words';

/** "Diterima sendiri, keadaan baik. Minta kuahnya dipisah." */
export function historyText(
  line: HistoryLine,
  t: PeopleWords,
  k: ReturnType<typeof codes>,
): string {
  const what = line.outcome
    ? [k.outcome[line.outcome], line.wellbeing ? k.wellbeing[line.wellbeing].toLowerCase() : '']
        .filter(Boolean)
        .join(', ')
    : sentence(t.kind[line.kind] ?? t.kindOther);
  return line.text ? `${what}. ${line.text}` : what;
}
