import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { test } from '../harness/test.ts';

test('a death that the coordinator set in the night reaches the courier before the round begins', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-23 21:30' });
  const phone = await world.device('dedi');
  const office = await world.device('ratna');

  const atNight = await office.host();
  const coordinator = new Coordinator(await screens.desk(atNight));
  await coordinator.opens('Mbah Painem');
  await coordinator.clicks('Meninggal dunia…');
  await coordinator.page.getByLabel('Pesan untuk kurir').fill('Rumah duka di RT 008.');
  await coordinator.page.getByRole('button', { name: 'Tetapkan meninggal dunia' }).click();
  await coordinator.sees(/Meninggal dunia/, /Jangan antar/);
  await office.sent(atNight);

  world.clock.set('2026-11-24 07:45');
  await world.prepareDay();
  const courier = await Courier.takes(await screens.phone(await phone.host()));
  await courier.begins();
  await courier.sees(
    /Mbah Painem meninggal dunia\. Jangan antar\./,
    'Rumah duka di RT 008.',
    /19 pintu/,
  );
  await courier.starts(40);
  await courier.sees('0 dari 19', 'Jangan antar hari ini');
  await courier.tapOn(courier.page.locator('button.row').filter({ hasText: 'Mbah Painem' }));
  await courier.sees('Jangan antar hari ini.', 'Kalau ternyata keliru, telepon koordinator.');
});
