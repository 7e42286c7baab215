import { describe, expect, it } from 'vitest';
import { differingWords } from './diff';

const show = (one: string, other: string) =>
  differingWords(one, other).map((parts) =>
    parts.map((part) => (part.differs ? `[${part.text}]` : part.text)).join(''),
  );

describe('the words in which two values differ', () => {
  it('are marked on both sides, without the punctuation between them', () => {
    expect(show('Pintu biru, sebelah sumur', 'Pintu hijau, sebelah warung Bu Nur')).toEqual([
      'Pintu [biru], sebelah [sumur]',
      'Pintu [hijau], sebelah [warung Bu Nur]',
    ]);
  });

  it('do not include words written in another case', () => {
    expect(show('RT 007 / RW 04, gang mawar', 'RT 008 / RW 04, Gang Mawar')).toEqual([
      'RT [007] / RW 04, gang mawar',
      'RT [008] / RW 04, Gang Mawar',
    ]);
  });

  it('are the whole value where the other is empty', () => {
    expect(show('Belakang musala', '')).toEqual(['[Belakang musala]', '']);
  });

  it('keep the text as it was written', () => {
    const text = 'Jl. Rawa Selatan  II/5 — pintu (biru)';
    expect(
      differingWords(text, 'x')[0]
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});
