import { Courier } from '../harness/courier.ts';
import { test } from '../harness/test.ts';

test('at 07.45 without a signal an old list is marked and still full of doors', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-22 19:04' });
  const phone = await world.device('dedi');
  await phone.off();

  world.clock.set('2026-11-24 07:45');
  phone.wire.cut();
  const courier = await Courier.takes(await screens.phone(await phone.host()));
  await courier.begins();
  await courier.sees(
    'Selasa, 24 November',
    /20 pintu, RW 03 dan RW 04/,
    'Daftar lama.',
    /Terakhir diperbarui .*19\.04/,
  );
  await courier.starts(40);
  await courier.delivers();
  await courier.done('1 dari 20');
  await courier.sees('Daftar lama.');

  // With a signal the list is young again, and what was done with the old one counts.
  await world.prepareDay();
  phone.wire.mend();
  await courier.sendsNow();
  await courier.page.getByText('Daftar lama.').waitFor({ state: 'detached' });
  await courier.sees('1 dari 20');
});
