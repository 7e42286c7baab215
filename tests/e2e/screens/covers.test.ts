import { bring, well } from '../harness/busy-day.ts';
import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

test('a courier who is ill sees who carries the route and until when, and may still record', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 07:10' });
  const [own, other, office] = await Promise.all([
    world.device('dedi'),
    world.device('sri'),
    world.device('ratna'),
  ]);
  const ownAddress = await own.host();
  const deskAddress = await office.host();
  const coordinator = new Coordinator(await screens.desk(deskAddress));
  const desk = new Gallery(coordinator.page, 'desk');
  const dedi = await Courier.takes(await screens.phone(ownAddress));
  const phone = new Gallery(dedi.page, 'phone');
  await dedi.begins();
  await dedi.sees('Saya terima 40 kotak');

  await coordinator.goes('Rute antar');
  await coordinator.clicks(/RW 03 dan RW 04/);
  await coordinator.clicks('Digantikan oleh…');
  await coordinator.page.getByLabel('Digantikan oleh').selectOption({ label: 'Bu Sri' });
  await coordinator.page.getByLabel('Hari terakhir').fill('2026-11-26');
  await desk.at('cover-give');
  await coordinator.clicks('Simpan');
  await coordinator.sees(/hari ini sampai Kamis, 26 November/);
  await desk.at('cover');
  await office.sent(deskAddress);
  await own.call(ownAddress, 'sync_now');

  await dedi.sees('Bu Sri yang mengantar hari ini', /sampai Kamis/, 'Telepon Bu Sri');
  await phone.at('covered');
  await dedi.tap('Lihat tujuh hari ke depan');
  await dedi.sees('Bu Sri yang mengantar');
  await phone.at('covered-week');
  await dedi.tap('Kembali');

  // She carries both routes, each under its name.
  const sri = await Courier.takes(await screens.phone(await other.host()));
  await sri.begins();
  await sri.sees('Saya terima');

  // One door he brings himself after all.
  await dedi.tap('Saya ikut mengantar');
  await dedi.sees('Bu Sri yang mengantar', 'Saya terima 40 kotak');
  await dedi.starts(40);
  await dedi.delivers();
  await dedi.done('1 dari 20');
  await own.sent(ownAddress);
  await coordinator.goes('Hari ini');
  await coordinator.fetches();
  await coordinator.reads(/^1 dari 8\d/);
  for (const gallery of [desk, phone]) gallery.isClean();
});

test('the rest of a round goes to a colleague from the phone, and from the desk with a click and a choice', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 09:05' });
  const broken = { obstacle: 'vehicle' };
  await bring(
    world,
    'yuni',
    Array.from({ length: 6 }, () => well),
    broken,
  );
  const [own, other, office] = await Promise.all([
    world.device('dedi'),
    world.device('sri'),
    world.device('ratna'),
  ]);
  const ownAddress = await own.host();
  const dedi = await Courier.takes(await screens.phone(ownAddress));
  const phone = new Gallery(dedi.page, 'phone');
  await dedi.begins();
  await dedi.starts(40);
  await dedi.delivers();
  await dedi.delivers();
  await dedi.done('2 dari 20');
  await dedi.tap('Serahkan sisa rute');
  await dedi.sees('Siapa yang meneruskan?', 'Bu Sri');
  await phone.at('split');
  await dedi.tap('Bu Sri');
  await dedi.sees('Serahkan 18 pintu kepada Bu Sri?');
  await phone.at('split-sure');
  await dedi.tap('Ya, serahkan 18 pintu');
  await dedi.said('18 pintu diserahkan kepada Bu Sri');
  await dedi.done('2 dari 2');
  await own.sent(ownAddress);

  const otherAddress = await other.host();
  const sri = await Courier.takes(await screens.phone(otherAddress));
  const standIn = new Gallery(sri.page, 'phone');
  await sri.begins();
  await sri.sees('Sisa rute dari Pak Dedi');
  await standIn.at('split-rest');

  // The coordinator does the same for somebody whose motorcycle broke down, and takes it back.
  const coordinator = new Coordinator(await screens.desk(await office.host()));
  const desk = new Gallery(coordinator.page, 'desk');
  await coordinator.sees('18 pintu diteruskan Bu Sri');
  await coordinator.clicks(/^Serahkan sisanya… Bu Yuni/);
  await coordinator.sees(/^Serahkan \d+ pintu Bu Yuni/);
  await desk.at('split');
  await coordinator.clicks('Kepada Mas Fajar');
  await coordinator.sees(/pintu Bu Yuni diserahkan kepada Mas Fajar/);
  await coordinator.sees(/pintu diteruskan Mas Fajar/);
  await desk.at('split-done');
  await coordinator.clicks('Urungkan');
  await coordinator.page.getByText(/pintu diteruskan Mas Fajar/).waitFor({ state: 'detached' });
  for (const gallery of [desk, phone, standIn]) gallery.isClean();
});

test('the code that a courier reads out is answered at the desk', async ({ begin, screens }) => {
  const world = await begin({ at: '2026-11-24 10:20' });
  const done = Array.from({ length: 4 }, () => well);
  const own = await bring(world, 'dedi', done);
  const office = await world.device('ratna');
  const coordinator = new Coordinator(await screens.desk(await office.host()));
  const desk = new Gallery(coordinator.page, 'desk');
  await own.off();
  const dedi = await Courier.takes(await screens.phone(await own.host()));
  await dedi.begins();
  await dedi.page.evaluate(() => (location.hash = '#/round/sending'));
  const code = await dedi.page.locator('.code b').innerText();

  await coordinator.clicks('Cek kode bukti');
  await desk.at('verify-code');
  await coordinator.page.getByRole('textbox', { name: 'Kode bukti' }).fill(code.toLowerCase());
  await coordinator.clicks(/^Cek$/);
  await coordinator.sees(/catatan Pak Dedi ada di server/);
  await desk.at('verify-code-safe');
  await coordinator.page.getByRole('textbox', { name: 'Kode bukti' }).fill('AAAA-AAAA');
  await coordinator.clicks(/^Cek$/);
  await coordinator.sees(/tidak memegang catatan dengan kode/);
  await desk.at('verify-code-unknown');
  desk.isClean();
});
