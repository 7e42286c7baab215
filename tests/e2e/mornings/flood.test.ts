import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { test } from '../harness/test.ts';

test('a flood closes many doors at once with one reason, and the other doors go on', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 08:30' });
  const phone = await world.device('dedi');
  const office = await world.device('ratna');
  const address = await phone.host();
  const courier = await Courier.takes(await screens.phone(address));
  const coordinator = new Coordinator(await screens.desk(await office.host()));
  await courier.begins();
  await courier.starts(40);
  await courier.delivers();
  await courier.done('1 dari 20');

  await courier.tap('Ada hambatan');
  await courier.tap('Hujan');
  await courier.sees(/hujan, 08\.3\d/i);

  const taps = await courier.counting(async () => {
    await courier.tap('Tutup banyak pintu');
    await courier.tap('Banjir');
    await courier.tap('RW 03');
    await courier.tap('Tutup 12 pintu: banjir');
  });
  expect(taps).toBe(4);
  await courier.said('12 pintu ditutup, banjir');
  await courier.done('13 dari 20');

  // RW 04 is dry: its doors stand where they stood.
  await courier.delivers();
  await courier.done('14 dari 20');
  await phone.sent(address);
  await coordinator.fetches();
  await coordinator.reads('14 dari 82');
  await coordinator.sees('Hambatan di jalan', /hujan/i);
  expect(courier.typed).toBe(0);
});
