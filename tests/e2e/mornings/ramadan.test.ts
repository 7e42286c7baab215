import { Courier } from '../harness/courier.ts';
import { test } from '../harness/test.ts';

test('in Ramadan those who do not fast are served in the morning and the others before magrib', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2027-02-16 08:10', season: 'ramadan' });
  const phone = await world.device('dedi');
  const courier = await Courier.takes(await screens.phone(await phone.host()));
  await courier.begins();

  await courier.tap('Antaran pagi');
  await courier.sees(/^2 pintu/);
  await courier.starts(4);
  await courier.delivers();
  await courier.done('1 dari 2');
  await courier.delivers();
  await courier.sees('Semua pintu selesai');
  await courier.tap('Selesai antar');
  await courier.tap('Selesai antar');
  await courier.sees('Putaran selesai');

  // Buka and sahur come together in the afternoon, with a cut-off of their own.
  await phone.off();
  world.clock.set('2027-02-16 15:40');
  await courier.opens(await phone.host());
  await courier.tap('Antaran sore');
  await courier.sees(/^18 pintu/);
  await courier.starts(36);
  await courier.delivers();
  await courier.done('1 dari 18');
});
