import { describe, expect, it } from 'vitest';

import type { FormQuestion } from '../api/generated/FormQuestion';
import { answerText } from './text';

const text = (id: string) => ({ id, en: id });
const question = (kind: FormQuestion['kind']): FormQuestion => ({
  code: 'pet',
  ask: text('Which pet?'),
  help: null,
  kind,
  required: false,
  intimate: false,
  observed: false,
  when: null,
});
const option = (code: string, label: string) => ({ code, label: text(label), points: null });

describe('an answer in words', () => {
  const pets = question({
    choices: { options: [option('cat', 'Kucing'), option('bird', 'Burung')] },
  });

  it('says the labels of what was chosen', () => {
    expect(answerText(pets, { choices: ['cat', 'bird'] })).toBe('Kucing dan Burung');
  });

  it('keeps an option of another version by its code', () => {
    expect(answerText(pets, { choices: ['fish'] })).toBe('fish');
  });

  it('says numbers with their unit, and what was skipped', () => {
    const meals = question({ number: { least: 0, most: 6, likely: null, unit: text('kali') } });
    expect(answerText(meals, { number: 3 })).toBe('3 kali');
    expect(answerText(meals, 'skipped')).toBe('dilewati');
  });
});
