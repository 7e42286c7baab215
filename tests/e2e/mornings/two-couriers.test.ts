import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { test } from '../harness/test.ts';

test('two couriers at one door make one delivery that counts and one that the coordinator looks at', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 08:20' });
  const [phone, other, office] = await Promise.all([
    world.device('dedi'),
    world.device('sri'),
    world.device('ratna'),
  ]);
  const address = await phone.host();
  const dedi = await Courier.takes(await screens.phone(address));
  await dedi.begins();
  await dedi.starts(40);
  await phone.sent(address);
  phone.wire.cut();

  // Pak Dedi is not to be reached: the coordinator gives two of his doors to Bu Sri.
  const desk = await office.host();
  const coordinator = new Coordinator(await screens.desk(desk));
  await coordinator.goes('Rute antar');
  await coordinator.clicks(/RW 03 dan RW 04.*Pak Dedi/);
  await coordinator.page.getByRole('checkbox', { name: 'Pilih Ibu Sumiati' }).check();
  await coordinator.page.getByRole('checkbox', { name: 'Pilih Bapak Kasman' }).check();
  await coordinator.page.getByLabel('Pindahkan ke').selectOption({ label: 'RW 03 dan RW 05' });
  await coordinator.sees('2 orang pindah ke RW 03 dan RW 05');
  await office.sent(desk);

  // He brings them all the same.
  await dedi.stands('Ibu Sumiati');
  await dedi.delivers();
  await dedi.stands('Bapak Kasman');
  await dedi.delivers();
  await dedi.done('2 dari 20');

  const sriAddress = await other.host();
  const sri = await Courier.takes(await screens.phone(sriAddress));
  await sri.begins();
  await sri.sees(/18 pintu/);
  await sri.starts(32);
  await sri.open('Ibu Sumiati');
  await sri.delivers('Diterima keluarga');
  await sri.done('1 dari 18');
  // Who says that the food is here already keeps the boxes in the bag.
  await sri.sees('sisa 30 kotak');
  await sri.open('Bapak Kasman');
  await sri.tap('Lainnya');
  await sri.tap('Sudah terima dari kurir lain');
  await sri.done('2 dari 18');
  await sri.sees('sisa 30 kotak');
  await other.sent(sriAddress);

  phone.wire.mend();
  await dedi.sendsNow();

  // The rows went to the other route with the next list; what he brought stays on his round.
  await dedi.tapOn(dedi.page.locator('.group--fold'));
  await dedi.sees('Penerima pindah rute');
  await dedi.doesNotSee('Ibu Sumiati');
  await dedi.done('2 dari 20');
  await dedi.sees('sisa 36 kotak');

  await coordinator.goes('Hari ini');
  await coordinator.fetches();
  await coordinator.sees('Ibu Sumiati dicatat dua kali');
  expect(await coordinator.todo('Bapak Kasman').count()).toBe(0);
  await coordinator
    .todo('Ibu Sumiati')
    .getByRole('link', { name: /^Lihat keduanya/ })
    .click();
  await coordinator.sees('Siapa yang mengantar?', 'Pak Dedi', 'Bu Sri', 'tidak dihitung');
  await coordinator.clicks(/^Sudah dilihat/);
  await coordinator.sees('Tidak ada yang perlu dicek');
});
