import type { HistoryLine } from '../api/generated/HistoryLine';
import { sentence } from '../format/text';
import { codes } from '../i18n/codes';
import { visitCodes } from '../i18n/visit-codes';
import { formText } from '../forms/text';
import { timelineWords } from './words';

/** "Diterima sendiri, keadaan baik. Minta kuahnya dipisah." */
export function lineText(line: HistoryLine): string {
  const t = timelineWords();
  const k = codes();
  const how = line.wellbeing ? k.wellbeing[line.wellbeing].toLowerCase() : '';
  const c = visitCodes();
  let what: string;
  if (line.visit) {
    const purpose = c.purpose[line.visit.purpose].toLowerCase();
    what = `${sentence(t.kind['visit.record'] ?? t.other)} (${purpose}): `;
    what += [c.outcome[line.visit.outcome].toLowerCase(), how].filter(Boolean).join(', ');
  } else if (line.form) {
    what = formText(line.form.title);
  } else if (line.outcome) {
    what = [k.outcome[line.outcome], how].filter(Boolean).join(', ');
  } else {
    what = sentence(t.kind[line.kind] ?? t.other);
  }
  return line.text ? `${what}. ${line.text}` : what;
}
