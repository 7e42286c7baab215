import type { Look } from '../harness/browser.ts';
import { Courier } from '../harness/courier.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

interface Eyes extends Look {
  title: string;
  pictures: string | null;
  only?: readonly string[];
  text: 'Biasa' | 'Paling besar';
}

const eyes: Eyes[] = [
  { title: 'on a phone', pictures: 'phone', text: 'Biasa', size: 'phone' },
  {
    title: 'in the dark',
    pictures: 'phone-dark',
    text: 'Biasa',
    size: 'phone',
    theme: 'dark',
    only: ['before', 'door', 'ask', 'no-answer', 'help', 'finished'],
  },
  {
    title: 'on the smallest phone with the largest text',
    pictures: null,
    text: 'Paling besar',
    size: 'small',
  },
];

for (const { title, pictures, only, text, ...look } of eyes) {
  test(`every screen of the courier is whole and easy to reach ${title}`, async ({
    begin,
    screens,
  }) => {
    const world = await begin({ at: '2026-11-24 08:50' });
    const phone = await world.unpaired('dedi');
    const courier = await Courier.takes(await screens.phone(await phone.host(), look));
    const gallery = new Gallery(courier.page, pictures, only);

    await courier.sees('Sambungkan perangkat ini');
    await gallery.at('pairing');
    await courier.page.getByLabel('Undangan').fill(await world.invite('dedi', phone.wire));
    await courier.tap('Sambungkan');
    await courier.tap(text);
    await gallery.at('first-start');
    await courier.tap('Pakai ukuran ini');

    await courier.sees('Kabar sejak kemarin');
    await gallery.at('before');
    await courier.tap('Lihat tujuh hari ke depan');
    await courier.sees('Tujuh hari ke depan');
    await gallery.at('week');
    await courier.tap('Rabu, 25 November');
    await courier.sees('Rabu, 25 November 2026');
    await gallery.at('week-day');
    await courier.back();
    await courier.back();
    await courier.tap('Jumlahnya beda');
    await gallery.at('before-count');
    await courier.back();
    await courier.tap('Saya terima 40 kotak');
    await gallery.at('before-start');
    await courier.tap('Mulai antar');
    await courier.sees('0 dari 20');
    await gallery.at('door');

    await courier.tap('Diterima sendiri');
    await gallery.at('ask');
    await courier.tap('Kurang sehat');
    await courier.tap('Demam');
    await gallery.at('unwell');
    await courier.tap('Simpan: kurang sehat');
    await courier.said(/kurang sehat/);
    await gallery.at('undo');

    await courier.tap('Tidak menjawab');
    await gallery.at('no-answer');
    await courier.tap('Coba lagi nanti');
    await gallery.at('seen');
    await courier.tap('Ada yang melihat');
    await courier.sees('Coba lagi di akhir');

    phone.wire.cut();
    await courier.sees('Raden Ayu Siti Nurhaliza Kusumawardhani binti Kartosuwiryo');
    await gallery.at('door-long-name');
    await courier.tap('Lainnya');
    await gallery.at('other');
    await courier.tap('Dirawat di RS/puskesmas');
    await gallery.at('until');
    await courier.back();
    await courier.tap('Meninggal dunia');
    await gallery.at('confirm-death');
    await courier.back();
    await courier.tap('Jalan terhalang');
    await gallery.at('reason');
    await courier.tap('Banjir');
    await courier.said(/Raden Ayu/);

    await courier.tap('Diterima sendiri');
    await courier.tap('Perlu ditolong sekarang');
    await courier.sees('Telepon 112');
    await gallery.at('help');
    await courier.tap('Kembali ke antaran');
    await courier.tap('Darurat');
    await gallery.at('emergency');
    await courier.back();

    await courier.tap('Ada hambatan');
    await gallery.at('obstacle');
    await courier.tap('Hujan');
    await courier.tap('Tambah pintu');
    await gallery.at('add-door');
    await courier.tap('Nama belum tahu');
    await courier.tap('RW 04');
    await gallery.at('add-door-taps');
    await courier.tap('Diterima sendiri');
    await courier.sees('Coba lagi di akhir');
    await courier.tap('Tutup banyak pintu');
    await gallery.at('close-many');
    await courier.tap('Banjir');
    await gallery.at('close-many-doors');
    await courier.back();
    await courier.back();

    await courier.tapOn(courier.page.locator('button.wait'));
    await gallery.at('sending');
    await courier.tap('Kembali');
    await courier.tapOn(courier.page.locator('.group--fold'));
    await courier.tapOn(courier.page.locator('button.row--done').first());
    await gallery.at('record');
    await courier.tap('Betulkan');
    await gallery.at('correct');
    await courier.back();
    await courier.back();

    await courier.tap('Pengaturan');
    await gallery.at('settings');
    await courier.back();
    await courier.tap('Selesai antar');
    await gallery.at('finish');
    await courier.tap('Selesai antar');
    await courier.sees('Putaran selesai');
    await gallery.at('finished');
    await courier.tap('Selesai');
    await courier.sees('Antaran hari ini sudah selesai');
    await gallery.at('over');
    gallery.isClean();
  });
}

test('the screens of an old list, of Ramadan and of a holiday are whole, too', async ({
  begin,
  screens,
}) => {
  const scenes = [
    { name: 'old-list', season: 'usual', at: '2026-11-22 19:04', now: '2026-11-24 07:45' },
    { name: 'ramadan', season: 'ramadan', at: '2027-02-16 08:10', now: null },
    { name: 'holiday', season: 'holidays', at: '2026-12-25 07:45', now: null },
  ] as const;
  for (const { name, season, at, now } of scenes) {
    const world = await begin({ at, season });
    const phone = await world.device('dedi');
    if (now) {
      world.clock.set(now);
      phone.wire.cut();
    }
    const courier = await Courier.takes(await screens.phone(await phone.host()));
    await courier.begins();
    await courier.page.getByRole('heading').first().waitFor();
    const gallery = new Gallery(courier.page, 'phone');
    await gallery.at(name);
    gallery.isClean();
  }
});
