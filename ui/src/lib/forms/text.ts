import type { FormAnswer } from '../api/generated/FormAnswer';
import type { FormChoice } from '../api/generated/FormChoice';
import type { FormQuestion } from '../api/generated/FormQuestion';
import type { FormText } from '../api/generated/FormText';
import { list, number } from '../format/text';
import { shortDate } from '../format/time';
import { i18n, messages } from '../i18n/index.svelte';

const words = messages({ id: { skipped: 'dilewati' }, en: { skipped: 'skipped' } });

/** A text of a form in the language of the screen. */
export function formText(text: FormText): string {
  return text[i18n.language];
}

/** What can be chosen; nothing where the answer is typed. */
export function optionsOf(question: FormQuestion): FormChoice[] {
  const { kind } = question;
  if (kind === 'date') return [];
  if ('choice' in kind) return kind.choice.options;
  return 'choices' in kind ? kind.choices.options : [];
}

/** An answer in words; an option that this version does not have is told by its code. */
export function answerText(question: FormQuestion, answer: FormAnswer): string {
  if (answer === 'skipped') return words().skipped;
  const label = (code: string) => {
    const option = optionsOf(question).find((it) => it.code === code);
    return option ? formText(option.label) : code;
  };
  if ('choice' in answer) return label(answer.choice);
  if ('choices' in answer) return answer.choices.length > 0 ? list(answer.choices.map(label)) : '–';
  if ('date' in answer) return shortDate(answer.date);
  if ('text' in answer) return answer.text;
  const { kind } = question;
  const unit = kind !== 'date' && 'number' in kind ? formText(kind.number.unit) : '';
  return `${number(answer.number)} ${unit}`.trim();
}
