import { describe, expect, it } from 'vitest';

import { openStep, stepAfter } from './steps';
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
