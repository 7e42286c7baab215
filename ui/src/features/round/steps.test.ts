import { describe, expect, it } from 'vitest';

import type { Outcome } from '../../lib/api/generated/Outcome';
import { groups, parseStep, question, stepPath, type Step } from './steps';

const segments = (path: string) => path.split('/').filter(Boolean).slice(3);

describe('the steps of a door', () => {
  it('are found again by their path, so that a killed app comes back to the same question', () => {
    const steps: Step[] = [
      { kind: 'door' },
      { kind: 'ask', outcome: 'received_family' },
      { kind: 'unwell', outcome: 'received_self' },
      { kind: 'no_answer' },
      { kind: 'seen', then: { kind: 'contact', id: 'c1' } },
      { kind: 'seen', then: { kind: 'retry' } },
      { kind: 'seen', then: { kind: 'back' } },
      { kind: 'other' },
      { kind: 'until', outcome: 'hospitalized' },
      { kind: 'confirm', outcome: 'deceased' },
    ];
    for (const step of steps)
      expect(parseStep(segments(stepPath('door', 'd1', step)))).toEqual(step);
  });

  it('lead to the door itself where the path makes no sense', () => {
    expect(parseStep(['ask', 'vanished'])).toEqual({ kind: 'door' });
    expect(parseStep(['seen', 'contact'])).toEqual({ kind: 'door' });
    expect(parseStep(['elsewhere'])).toEqual({ kind: 'door' });
  });

  it('ask for the keadaan only where the person was met', () => {
    const every: Outcome[] = [
      'received_self',
      'received_family',
      'no_answer',
      ...groups.flatMap((group) => group.outcomes),
    ];
    const asked = every.filter((outcome) => question(outcome)?.kind === 'ask');
    expect(asked).toEqual(['received_self', 'received_family', 'refused_today']);
  });

  it('offer every outcome of the vocabulary exactly once', () => {
    const offered = groups.flatMap((group) => group.outcomes);
    expect(new Set(offered).size).toBe(offered.length);
    expect(offered).toHaveLength(15);
  });
});
