import { describe, expect, it } from 'vitest';

import { openStep, stepAfter, stepAfterMending } from './steps';
import { NOTHING_SAID } from './visits.svelte';

const said = (part: object) => ({ ...NOTHING_SAID, ...part });

describe('a short visit', () => {
  it('asks how somebody is only who was met in person', () => {
    const family = said({ outcome: 'met', met: ['family'] });
    const person = said({ outcome: 'met', met: ['person', 'family'] });
    expect(stepAfter('whom', family)).toBe('next');
    expect(stepAfter('whom', person)).toBe('how');
  });

  it('goes straight to the next step where nobody was met', () => {
    expect(stepAfter('result', said({ outcome: 'not_met' }))).toBe('next');
  });

  it('asks no more than what is missing where one answer is mended', () => {
    const whole = said({ outcome: 'met', met: ['person'], wellbeing: 'well', next: 'nothing' });
    expect(stepAfterMending('whom', whole)).toBeNull();
    expect(stepAfterMending('whom', { ...whole, wellbeing: null })).toBe('how');
    expect(stepAfterMending('how', { ...whole, wellbeing: 'unwell' })).toBe('complaints');
    expect(stepAfterMending('next', { ...whole, next: 'assess' })).toBe('when');
  });

  it('asks for a day unless it is enough', () => {
    expect(stepAfter('next', said({ next: 'nothing' }))).toBeNull();
    expect(stepAfter('next', said({ next: 'visit_again' }))).toBe('when');
  });

  it('goes on after a crash where it stood', () => {
    expect(openStep(NOTHING_SAID)).toBeNull();
    expect(openStep(said({ outcome: 'met' }))).toBe('whom');
    expect(openStep(said({ outcome: 'met', met: ['person'] }))).toBe('how');
    expect(openStep(said({ outcome: 'met', met: ['family'] }))).toBe('next');
  });
});
