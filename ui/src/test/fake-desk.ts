import type { DeskApi } from '../desk/api';
import { ApiError } from '../lib/api/error';
import type { PeopleList } from '../lib/api/generated/PeopleList';
import type { PersonRow } from '../lib/api/generated/PersonRow';
import type { ReviewView } from '../lib/api/generated/ReviewView';
import type { RouteView } from '../lib/api/generated/RouteView';
import type { SessionView } from '../lib/api/generated/SessionView';
import { board, recap, reviewItems, sheet } from './fake-day';
import { KELURAHAN, NOW, people, person, ROUTES, TODAY, uuid } from './fake-people';
import { fakeRelay } from './fake-relay';
import { rosterPreview } from './fake-roster';
import { fakeVisits } from './fake-visits';

export const session: SessionView = {
  user: {
    id: uuid(3, 99),
    full_name: 'Ratna Dewi',
    call_name: 'Bu Ratna',
    roles: ['koordinator'],
    kelurahan_code: KELURAHAN,
    kelurahan_name: 'Kampung Rawa',
  },
  settings: {
    text_size: 'normal',
    theme: 'system',
    language: 'id',
    text_size_asked: true,
    photos_only_wifi: false,
  },
  today: TODAY,
  now_ms: NOW,
  clock_offset_ms: null,
  is_demo: true,
};

/** A device in memory: enough of one for the desk's screens and their tests. */
export function fakeDesk({ count = 84, couriers = 6 } = {}): DeskApi {
  const rows = people(count);
  const order = rows.map((row) => row.id);
  let day = board(couriers);
  const allItems = count === 0 ? [] : reviewItems(rows);
  let review: ReviewView = { items: allItems, more_pairs: false, comparing: 0 };
  const routes = ROUTES.map((name, n) => ({ id: uuid(2, n), name, courier: n as number | null }));
  const couriersOf = day.couriers.map((one) => ({
    id: one.courier_id ?? '',
    name: one.courier_name ?? '',
    phone: one.courier_phone ?? '',
    routes: 1,
  }));

  const find = (id: string): PersonRow => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new ApiError('not_found', 'Orang ini tidak ada.');
    return row;
  };
  const doorsOf = (route: string | null) => order.map(find).filter((row) => row.route_id === route);
  const viewOf = (route: (typeof routes)[number]): RouteView => {
    const doors = doorsOf(route.id);
    return {
      id: route.id,
      name: route.name,
      courier_id: route.courier === null ? null : (couriersOf[route.courier]?.id ?? null),
      courier_name: route.courier === null ? null : (couriersOf[route.courier]?.name ?? null),
      doors: doors.length,
      boxes: doors.length * 2,
      special: doors.filter((row) => row.has_special_diet).length,
      rws: [...new Set(doors.map((row) => row.rw))].sort(),
      covers: [],
    };
  };
  const routesView = async () => ({
    routes: routes.map(viewOf),
    without_route: doorsOf(null).length,
    couriers: couriersOf,
  });
  const filters: Record<PeopleList['filter'], (row: PersonRow) => boolean> = {
    all: () => true,
    without_route: (row) => row.route_id === null,
    held: (row) => row.hold !== null,
    special_diet: (row) => row.has_special_diet,
    long_not_met: (row) => row.last_met_on === null,
    left: (row) => row.status === 'left',
    done_today: (row) => row.today.kind === 'attempt',
    open_today: (row) => row.today.kind === 'waiting',
  };
  const settle = async (drop: (item: ReviewView['items'][number]) => boolean) =>
    (review = { ...review, items: review.items.filter((item) => !drop(item)) });
  const view = (id: string) => person(find(id));

  return {
    ...fakeVisits(),
    photosDeliveries: async () => ({ date: day.date, person_name: null, deliveries: [] }),
    proofGet: async () => ({ proof: 'none', document_photos: false }),
    proofSet: async (args) => args,
    boardDay: async () => day,
    alertAcknowledge: async ({ alert_id, action }) => {
      const done = day.todo.find((one) => one.id === alert_id);
      day = {
        ...day,
        todo: day.todo.filter((one) => one.id !== alert_id),
        settled: done
          ? [
              {
                id: done.id,
                rule: done.rule,
                person_name: done.person_name,
                action,
                by: 'Bu Ratna',
                at_ms: NOW,
              },
              ...day.settled,
            ]
          : day.settled,
      };
      return day;
    },
    peopleList: async ({ search, filter, offset, limit, descending, sort }) => {
      const words = search.toLowerCase().split(/\s+/).filter(Boolean);
      const text = (row: PersonRow) => `${row.name} ${row.gang} ${row.landmark}`.toLowerCase();
      const found = rows.filter(
        (row) => filters[filter](row) && words.every((word) => text(row).includes(word)),
      );
      if (sort === 'age') found.sort((one, other) => (one.age ?? 0) - (other.age ?? 0));
      if (descending) found.reverse();
      const counts = Object.fromEntries(
        Object.entries(filters).map(([key, fits]) => [key, rows.filter(fits).length]),
      ) as Record<PeopleList['filter'], number>;
      return { rows: found.slice(offset, offset + limit), matches: found.length, counts };
    },
    personGet: async ({ person_id }) => view(person_id),
    peopleSimilar: async ({ name }) => ({
      people: rows
        .filter((row) => row.name.toLowerCase().endsWith(name.trim().toLowerCase()))
        .slice(0, 5)
        .map((row) => ({
          person: {
            row,
            nickname: '',
            birth: { date: null, precision: 'year', sex: null },
            house_no: '',
            phone: '',
            nik_masked: '',
            deceased: false,
          },
          score: 91,
          verdict: 'probable',
          reasons: ['same_name', 'same_rt', 'other_birth_year'],
        })),
    }),
    peopleJoin: async ({ person_id, into }) =>
      into === null
        ? review
        : settle(
            (item) =>
              item.body.kind === 'same_person' &&
              item.body.sides.some((side) => side.person.row.id === person_id),
          ),
    personAdd: async ({ person_id, name }) => {
      rows.push({ ...rows[0]!, id: person_id, name: `${name.honorific} ${name.name}`.trim() });
      order.push(person_id);
      return view(person_id);
    },
    timelineGet: async ({ person_id, offset, limit }) => {
      const { history, row } = view(person_id);
      return {
        members: [{ person_id, name: row.name }],
        total: history.length,
        lines: history.slice(offset, offset + limit).map((line) => ({ person_id, line })),
      };
    },
    reportMonthly: async () => {
      throw new ApiError('internal', 'Belum ada laporan.');
    },
    reportFile: async () => {
      throw new ApiError('internal', 'Belum ada laporan.');
    },
    personEdit: async ({ person_id, edit }) => {
      if (edit.register === 'address') Object.assign(find(person_id), edit.value);
      return view(person_id);
    },
    personMove: async ({ person_id, address }) => {
      Object.assign(find(person_id), address);
      return view(person_id);
    },
    peopleMoved: async () => [],
    areasNear: async () => [
      { code: '31.71.08.1002', name: 'Kampung Rawa' },
      { code: '31.71.08.1003', name: 'Galur' },
    ],
    contactSave: async ({ person_id }) => view(person_id),
    contactRemove: async ({ person_id }) => view(person_id),
    holdPlace: async ({ person_id, reason, from, until, note }) => {
      find(person_id).hold = { id: uuid(5, 1), reason, from, until, note };
      return view(person_id);
    },
    holdEnd: async ({ person_id }) => {
      find(person_id).hold = null;
      return view(person_id);
    },
    deathDecide: async ({ person_id, decision, date }) => ({
      ...view(person_id),
      life:
        decision === 'confirm'
          ? { kind: 'deceased', date, by: 'Bu Ratna', at_ms: NOW }
          : { kind: 'alive' },
    }),
    fastingChoose: async ({ person_id }) => view(person_id),
    enrolmentSet: async ({ person_id, value }) => {
      find(person_id).status = value.status;
      return view(person_id);
    },
    bundleExport: async () => ({
      records: 3,
      file: {
        name: 'catatan.rantang',
        media_type: 'application/octet-stream',
        bytes_base64: btoa('tersegel'),
      },
    }),
    relayGet: async () => fakeRelay,
    relaySet: async ({ on }) => ({ ...fakeRelay, on, listening: on }),
    bundleRead: async () => ({
      kind: 'delivered',
      records: 34,
      others: 0,
      left: 0,
      answers: {
        name: 'jawaban.rantang',
        media_type: 'application/octet-stream',
        bytes_base64: btoa('jawaban'),
      },
    }),
    recapDay: async () => recap(),
    recapFile: async ({ format }) => ({
      name: `rekap.${format}`,
      media_type: 'text/csv',
      bytes_base64: btoa('pintu;62'),
    }),
    sheetGet: async ({ route_id }) =>
      sheet(
        doorsOf(route_id),
        routes.findIndex((route) => route.id === route_id),
      ),
    reviewList: async () => review,
    conflictResolve: async ({ entity_id }) =>
      settle((item) => item.body.kind === 'conflict' && item.body.entity_id === entity_id),
    doorAttach: async ({ delivery_id }) =>
      settle((item) => item.body.kind === 'off_list' && item.body.delivery_id === delivery_id),
    reviewDecide: async ({ item_ids }) => settle((item) => item_ids.includes(item.id)),
    reviewReopen: async ({ item_ids }) => {
      const back = allItems.filter((item) => item_ids.includes(item.id));
      return (review = { ...review, items: [...back, ...review.items] });
    },
    rosterPreview: async (asked) => {
      if (/rusak/.test(asked.file_name)) {
        throw new ApiError(
          'roster_unreadable',
          'Berkas ini rusak dan tidak bisa dibuka. Data yang ada aman. Buka di Excel, simpan ulang sebagai XLSX, lalu coba lagi.',
        );
      }
      return rosterPreview(asked);
    },
    rosterCommit: async ({ accept_changes, accept_gone }) => ({
      added: 84,
      changed: accept_changes.length,
      left: accept_gone.length,
      unchanged: 3,
    }),
    receiptVerify: async ({ code }) => ({
      kind: 'safe',
      code,
      call_name: 'Pak Dedi',
      device_name: 'HP Pak Dedi',
      records: 214,
      received_at_ms: NOW,
      backed_up: false,
    }),
    coverGive: routesView,
    coverEnd: routesView,
    runColleagues: async () => couriersOf,
    runSplit: async () => ({ doors: 3, courier_name: 'Bu Sri' }),
    routesList: routesView,
    routeSave: async ({ route_id, name }) => {
      const route = routes.find((one) => one.id === route_id);
      if (route) route.name = name;
      else routes.push({ id: route_id, name, courier: null });
      return routesView();
    },
    routeAssign: async ({ route_id, courier_id }) => {
      const route = routes.find((one) => one.id === route_id);
      const at = couriersOf.findIndex((one) => one.id === courier_id);
      if (route) route.courier = at < 0 ? null : at;
      return routesView();
    },
    routeDoors: async ({ route_id }) => {
      const route = routes.find((one) => one.id === route_id);
      return { route: route ? viewOf(route) : null, doors: doorsOf(route_id) };
    },
    routePlace: async ({ route_id, person_ids, after }) => {
      for (const id of person_ids) find(id).route_id = route_id;
      const staying = order.filter((id) => !person_ids.includes(id));
      const at = after === null ? 0 : staying.indexOf(after) + 1;
      order.splice(0, order.length, ...staying.slice(0, at), ...person_ids, ...staying.slice(at));
      const route = routes.find((one) => one.id === route_id);
      return { route: route ? viewOf(route) : null, doors: doorsOf(route_id) };
    },
  };
}
