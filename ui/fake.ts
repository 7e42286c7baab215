import '@fontsource-variable/plus-jakarta-sans';
import './src/styles/app.css';
import { mount } from 'svelte';
import FakeDesk from './src/test/FakeDesk.svelte';
import { fakeDesk, session } from './src/test/fake-desk';
const q = new URLSearchParams(location.search);
const api = fakeDesk({
  count: Number(q.get('count') ?? 84),
  couriers: Number(q.get('couriers') ?? 6),
});
const settings = {
  ...session.settings,
  theme: (q.get('theme') ?? 'light') as 'light',
  language: (q.get('lang') ?? 'id') as 'id',
  text_size: (q.get('text') ?? 'normal') as 'normal',
};
if (q.get('holiday')) {
  const b = await api.boardDay({ date: null });
  api.boardDay = async () => ({
    ...b,
    couriers: [],
    todo: [],
    settled: [],
    service: { kind: 'no_service', reason: 'holiday', holiday: 'Natal', next_date: '2026-12-28' },
  });
}
mount(FakeDesk, {
  target: document.getElementById('app')!,
  props: { api, view: { ...session, settings } },
});
