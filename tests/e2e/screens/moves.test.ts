import { randomUUID } from 'node:crypto';

import { Courier } from '../harness/courier.ts';
import type { Device } from '../harness/device.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

interface Routes {
  couriers: { id: string }[];
}

/** A route of Pak Dedi with two people on it. */
async function fill(office: Device, address: string): Promise<void> {
  const { couriers } = await office.call<Routes>(address, 'routes_list');
  const route_id = randomUUID();
  await office.call(address, 'route_save', { route_id, name: 'RW 04' });
  await office.call(address, 'route_assign', { route_id, courier_id: couriers[0]?.id ?? null });
  for (const name of ['Sumiati', 'Rohmah']) {
    await office.call(address, 'person_add', {
      ...{ person_id: randomUUID(), route_id, different_from: [] },
      name: { name, honorific: 'Ibu', nickname: '' },
      birth: { date: '1941-12-31', precision: 'year', sex: 'female' },
      address: {
        ...{ kelurahan_code: '', rw: '04', rt: '007', gang: 'Gang Mawar III' },
        ...{ house_no: '5', landmark: 'Pintu hijau, sebelah warung Bu Yati' },
      },
      ...{ access_note: '', phone: '', lives_alone: true },
      diet: { texture: 'regular', flags: [], allergy: '', note: '' },
      identity: { nik_status: 'unknown', nik: '', kk: '' },
    });
  }
  await office.sent(address);
}

test('who moves to another kelurahan leaves one office and is found by the other, with everything', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 06:50', offices: true });
  const [phone, office, other] = await Promise.all([
    world.device('dedi'),
    world.device('ratna'),
    world.device('wati'),
  ]);
  const [address, hereAddress, thereAddress] = await Promise.all([
    phone.host(),
    office.host(),
    other.host(),
  ]);
  await fill(office, hereAddress);
  await phone.call(address, 'sync_now');
  const dedi = await Courier.takes(await screens.phone(address));
  await dedi.begins();
  await dedi.sees('Saya terima 4 kotak');

  const here = new Coordinator(await screens.desk(hereAddress));
  const desk = new Gallery(here.page, 'desk');
  await here.opens('Ibu Sumiati');
  await here.clicks('Pindah alamat…');
  await here.page.getByRole('combobox', { name: 'Kelurahan' }).selectOption({ label: 'Galur' });
  await here.page.getByRole('textbox', { name: 'RT' }).fill('2');
  await here.page.getByRole('textbox', { name: 'RW' }).fill('5');
  await here.page
    .getByRole('textbox', { name: 'Patokan' })
    .fill('Rumah anaknya, seberang puskesmas');
  await here.sees(/Kantor Galur yang melanjutkan/);
  await desk.at('person-move');
  await here.clicks('Simpan');
  await here.sees('Ibu Sumiati pindah ke Galur');
  await office.sent(hereAddress);
  await here.sees('Orang ini tidak ada di komputer ini');
  await here.goes('Penerima');
  await here.clicks(/^Pindah\s*1/);
  await here.sees('Pindah ke kelurahan lain', /ke Galur, dari RW 04/);
  await desk.at('people-moved');

  // The courier reads it before he sets out, and has one door less.
  await phone.call(address, 'sync_now');
  await dedi.sees(/pindah ke Galur\. Jangan antar\./, 'Saya terima 2 kotak');
  const courier = new Gallery(dedi.page, 'phone');
  await courier.at('news-moved');

  await other.call(thereAddress, 'sync_now');
  const there = new Coordinator(await screens.desk(thereAddress));
  const theirs = new Gallery(there.page, 'desk');
  await there.goes('Penerima');
  await there.reads(/1 penerima, 1 tanpa rute/);
  await there.opens('Ibu Sumiati');
  await there.sees(/Pindahan dari Kampung Rawa/, 'Rumah anaknya, seberang puskesmas');
  await theirs.at('person-came');
  for (const gallery of [desk, courier, theirs]) gallery.isClean();
});
