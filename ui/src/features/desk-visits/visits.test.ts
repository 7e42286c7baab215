import { beforeEach, describe, expect, it } from 'vitest';

import type { DeskApi } from '../../desk/api';
import type { VisitView } from '../../lib/api/generated/VisitView';
import { fakeDesk } from '../../test/fake-desk';
import { DeskVisits } from './visits.svelte';

describe('a visit that is looked at', () => {
  let api: DeskApi;
  let visits: DeskVisits;
  let visit: VisitView;

  beforeEach(async () => {
    api = fakeDesk();
    visits = new DeskVisits(api);
    await visits.load();
    const row = visits.view!.to_verify[0]!;
    visit = await api.visitGet({ visit_id: row.id, person_id: row.person_id });
    await visits.open(row);
  });

  it('shows what its visitor completes meanwhile', async () => {
    api.visitGet = async () => ({ ...visit, access_note: 'lewat belakang' });
    await visits.load();
    expect(visits.opened?.visit.access_note).toBe('lewat belakang');
  });

  it('stays closed when it was closed while news was read', async () => {
    const loading = visits.load();
    api.visitGet = async () => {
      visits.close();
      return visit;
    };
    await loading;
    expect(visits.opened).toBeNull();
  });
});
