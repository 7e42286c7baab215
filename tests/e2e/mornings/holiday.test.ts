import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { test } from '../harness/test.ts';

test('on a holiday the phone and the desk say that there is no service, why, and when the next one is', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-12-25 07:45', season: 'holidays' });
  const phone = await world.device('dedi');
  const office = await world.device('ratna');
  const courier = await Courier.takes(await screens.phone(await phone.host()));
  await courier.begins();
  await courier.sees(
    'Jumat, 25 Desember 2026',
    'Hari ini tidak ada antaran',
    /Kelahiran Yesus Kristus/,
    'Senin, 28 Desember',
    'Daftarnya sudah ada di HP ini.',
  );

  const coordinator = new Coordinator(await screens.desk(await office.host()));
  await coordinator.reads('Hari ini libur.');
  await coordinator.sees(/Kelahiran Yesus Kristus/, /Antaran berikutnya Senin, 28 Desember/);
});
