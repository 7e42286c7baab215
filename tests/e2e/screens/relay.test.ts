import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

test('the desk takes records in over the office’s Wi-Fi when it is told to, and the phone offers to scan its code', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 07:10' });
  const [own, office] = await Promise.all([world.device('dedi'), world.device('ratna')]);
  const coordinator = new Coordinator(await screens.desk(await office.host()));
  const desk = new Gallery(coordinator.page, 'desk');
  await coordinator.clicks('Wi-Fi kantor');
  await coordinator.sees('Mati.', 'Belum ada catatan yang masuk lewat Wi-Fi kantor.');
  await desk.at('relay-off');
  await coordinator.clicks('Nyalakan');
  await coordinator.sees('Menyala.');
  await desk.at('relay');

  const dedi = await Courier.takes(await screens.phone(await own.host()));
  const phone = new Gallery(dedi.page, 'phone');
  own.wire.cut();
  await dedi.begins();
  await dedi.starts(40);
  await dedi.delivers();
  await dedi.tapOn(dedi.page.locator('button.wait'));
  await dedi.sees('catatan belum terkirim');
  await phone.at('sending-office');
  await dedi.tap('Serahkan di kantor: pindai kode');
  await dedi.sees('Pindai kode');
  await phone.at('scan-office');
  for (const gallery of [desk, phone]) gallery.isClean();
});
