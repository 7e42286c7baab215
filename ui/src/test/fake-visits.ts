import type { DeskApi } from '../desk/api';
import type { VisitRow } from '../lib/api/generated/VisitRow';
import type { VisitsDeskView } from '../lib/api/generated/VisitsDeskView';
import { NOW, uuid } from './fake-people';

type VisitsApi = Pick<
  DeskApi,
  'visitsDesk' | 'visitGet' | 'visitHandOut' | 'visitCancel' | 'visitVerify' | 'checkGet'
>;

const DATE = '2026-11-24';
const lastri = { id: uuid(8, 1), name: 'Bu Lastri', phone: '+6281200000020' };

function row(number: number, part: Partial<VisitRow>): VisitRow {
  return {
    id: uuid(7, number),
    person_id: uuid(2, number),
    person_name: 'Ibu Sumiati',
    age: 80,
    rw: '4',
    rt: '7',
    gang: 'Gang Mawar III',
    landmark: 'pintu hijau',
    lives_alone: true,
    purpose: 'monitoring',
    due: null,
    standing: 'due',
    reason: { kind: 'missed_meals', days: 3 },
    note: '',
    assigned_id: null,
    assigned_to: null,
    made_on: null,
    visitor: null,
    outcome: null,
    wellbeing: null,
    verified: false,
    has_draft: false,
    send_state: null,
    ...part,
  };
}

/** One visit that is proposed and one that waits to be verified. */
export function fakeVisits(): VisitsApi {
  let view: VisitsDeskView = {
    date: DATE,
    now_ms: NOW,
    proposed: [{ row: row(1, {}), since_ms: NOW - 3 * 3_600_000, stands_out: true }],
    open: [],
    to_verify: [
      row(2, {
        person_name: 'Bapak Karto',
        made_on: DATE,
        visitor: 'Bu Lastri',
        outcome: 'met',
        wellbeing: 'well',
        standing: 'done',
      }),
    ],
    returned: [],
    verified: [],
    visitors: [lastri],
  };
  const without = (id: string) => ({
    ...view,
    proposed: view.proposed.filter((it) => it.row.id !== id),
    to_verify: view.to_verify.filter((it) => it.id !== id),
  });
  return {
    visitsDesk: async () => view,
    visitHandOut: async ({ visit_id, assigned_to }) => {
      const open = row(1, { assigned_id: assigned_to, assigned_to: lastri.name, due: DATE });
      return (view = { ...without(visit_id), open: [open] });
    },
    visitCancel: async ({ visit_id }) =>
      (view = { ...view, open: view.open.filter((it) => it.id !== visit_id) }),
    visitVerify: async ({ visit_id, fields }) => {
      const found = view.to_verify.filter((it) => it.id === visit_id);
      const to = fields.length > 0 ? 'returned' : 'verified';
      return (view = { ...without(visit_id), [to]: found });
    },
    visitGet: async ({ visit_id }) => ({
      row: view.to_verify.find((it) => it.id === visit_id) ?? row(1, {}),
      phone: '',
      house_no: '',
      access_note: '',
      contacts: [],
      value: {
        value: {
          outcome: 'met',
          met: ['person'],
          wellbeing: 'well',
          complaints: [],
          next: 'nothing',
          next_on: null,
          next_by: null,
          note: '',
        },
        heads: [uuid(9, 1)],
        in_conflict: false,
        changed_at_ms: NOW,
        changed_by: 'Bu Lastri',
      },
      draft: null,
      returned: null,
      forms: [],
      colleagues: [lastri],
      coordinator: null,
      earlier: [],
      today: DATE,
    }),
    checkGet: async () => {
      throw new Error('no form was filled in');
    },
  };
}
