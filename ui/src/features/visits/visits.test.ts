import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { VisitDraftSave } from '../../lib/api/generated/VisitDraftSave';
import type { VisitView } from '../../lib/api/generated/VisitView';
import * as api from '../../lib/api/visits';
import { fakeVisits } from '../../test/fake-visits';
import { Visits } from './visits.svelte';

vi.mock('../../lib/api/visits');

describe('the taps of a short visit', () => {
  let visits: Visits;
  let view: VisitView;
  const answers: (() => void)[] = [];

  beforeEach(async () => {
    answers.length = 0;
    view = await fakeVisits().visitGet({ visit_id: 'v', person_id: null });
    vi.mocked(api.visitDraftSave).mockImplementation(
      ({ value }: VisitDraftSave) =>
        new Promise((resolve) => answers.push(() => resolve({ ...view, draft: value }))),
    );
    visits = new Visits();
    visits.visit = view;
  });

  it('build on each other, also before the device has answered', async () => {
    const first = visits.tap({ met: ['person'] });
    const second = visits.tap({ met: [...visits.value.met, 'family'] });
    answers.forEach((answer) => answer());
    await Promise.all([first, second]);
    expect(visits.value.met).toEqual(['person', 'family']);
  });

  it('show what is kept when one could not be', async () => {
    vi.mocked(api.visitDraftSave).mockRejectedValueOnce(new Error('disk'));
    expect(await visits.tap({ outcome: 'met' })).toBe(false);
    expect(visits.value.outcome).toBeNull();
    expect(visits.problem).not.toBeNull();
  });
});
