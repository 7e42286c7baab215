import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { test } from '../harness/test.ts';

test('when nobody answers and nobody has seen the elder, the coordinator is told and the door comes back', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 08:20' });
  const phone = await world.device('dedi');
  const office = await world.device('ratna');
  const address = await phone.host();
  const courier = await Courier.takes(await screens.phone(address));
  const coordinator = new Coordinator(await screens.desk(await office.host()));
  await courier.begins();
  await courier.starts(40);

  const name = await courier.door();
  const taps = await courier.counting(async () => {
    await courier.tap('Tidak menjawab');
    // The known neighbours are offered without typing; nobody is asked how she is.
    await courier.sees('Titip ke Bu Ani', 'tetangga, tetangga kiri, pintu biru', 'Bawa kembali');
    await courier.doesNotSee(/Bagaimana keadaan/);
    await courier.tap('Coba lagi nanti');
    await courier.sees('Ada yang melihat beliau?');
    await courier.tap('Belum ada yang melihat');
  });
  expect(taps).toBe(3);
  await courier.sees('Coba lagi di akhir', /tidak menjawab 08\.\d\d · muncul lagi sendiri/);
  await courier.done('0 dari 20');
  await phone.sent(address);
  await coordinator.fetches();

  await coordinator.sees(`Belum ada yang melihat ${name}`);
  await coordinator.todo(name).getByText('0812-0000-0014').waitFor();

  // The boxes of the next one go back, and somebody has seen him: no second alert.
  const second = await courier.door();
  await courier.tap('Tidak menjawab');
  await courier.tap('Bawa kembali');
  await courier.tap('Ada yang melihat');
  await courier.done('1 dari 20');
  await courier.sees('sisa 40 kotak');
  await phone.sent(address);
  await coordinator.fetches();
  await coordinator.reads('1 dari 82');
  expect(await coordinator.todo(second).count()).toBe(0);

  // The further attempt is no duplicate, and it settles the alert.
  await courier.open(name);
  await courier.delivers();
  await courier.done('2 dari 20');
  await phone.sent(address);
  await coordinator.fetches();
  await coordinator.todo(`Belum ada yang melihat ${name}`).waitFor({ state: 'detached' });
  expect(await coordinator.todo('dicatat dua kali').count()).toBe(0);
});
