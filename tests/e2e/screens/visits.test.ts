import { bring, well } from '../harness/busy-day.ts';
import type { Look } from '../harness/browser.ts';
import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { test, type Morning } from '../harness/test.ts';
import { barthel11, barthel7, VisitDesk, VisitPhone } from '../harness/visits.ts';

interface Eyes extends Look {
  title: string;
  pictures: string | null;
  only?: readonly string[];
  text: string;
}

const onPhones: Eyes[] = [
  { title: 'on a phone', pictures: 'psm', text: 'Biasa', size: 'phone' },
  {
    title: 'in the dark',
    pictures: 'psm-dark',
    text: 'Biasa',
    size: 'phone',
    theme: 'dark',
    only: ['visits', 'how', 'check-part', 'score'],
  },
  {
    title: 'on the smallest phone with the largest text',
    pictures: null,
    text: 'Paling besar',
    size: 'small',
  },
];

/** Two weeks ago somebody was visited and checked; today there are visits of every kind. */
async function visited(begin: Morning['begin']) {
  const world = await begin({ at: '2026-11-10 09:00' });
  const office = await world.device('ratna');
  const phone = await world.device('lastri');
  const then = new VisitDesk(office, await office.host());
  const first = await then.plans('Ngatinah', '2026-11-10');
  await office.sent(then.address);
  const before = new VisitPhone(phone, await phone.host());
  await before.checks(first, 'kegiatan', barthel11);
  await before.records(first, 'well');
  await phone.sent(before.address);
  await phone.off();
  await office.off();

  world.clock.set('2026-11-24 09:05');
  await world.prepareDay();
  const nobody = { outcome: 'no_answer', seen_by_neighbor: false };
  await bring(world, 'dedi', [well, well, nobody, well]);
  const desk = new VisitDesk(office, await office.host());
  await desk.plans('Painem', '2026-11-22', 'Tanyakan obatnya.');
  const due = await desk.plans('Ngatinah', '2026-11-24');
  await desk.plans('Sugeng', '2026-12-02');
  const [urgent, calm, asked] = [
    await desk.plans('Sumiati', '2026-11-24'),
    await desk.plans('Kasman', '2026-11-24'),
    await desk.plans('Saodah', '2026-11-24'),
  ];
  await office.sent(desk.address);
  const now = new VisitPhone(phone, await phone.host());
  await now.records(asked, 'well');
  await now.records(calm, 'well');
  await now.checks(urgent, 'kegiatan', barthel7);
  await now.records(urgent, 'unwell');
  await phone.sent(now.address);
  await office.call(desk.address, 'sync_now');
  await desk.verifies(asked, ['met'], 'Siapa lagi yang ada di rumah?');
  await office.sent(desk.address);
  await phone.call(now.address, 'sync_now');
  return { world, office, phone, desk, now, due };
}

for (const { title, pictures, only, text, ...look } of onPhones) {
  test(`every screen of a PSM is whole and easy to reach ${title}`, async ({ begin, screens }) => {
    const { now } = await visited(begin);
    const psm = await Courier.takes(await screens.phone(now.address, look));
    const gallery = new Gallery(psm.page, pictures, only);
    await psm.tap(text);
    await psm.tap('Pakai ukuran ini');
    await psm.sees('Kunjungan saya', 'Terlewat', 'Mohon dilengkapi', 'Sudah dikunjungi');
    await gallery.at('visits');
    await psm.tapOn(psm.page.getByRole('link', { name: 'Darurat' }));
    await psm.sees('Telepon 112', 'Bu Ratna');
    await gallery.at('emergency');
    await psm.tap('Kembali');

    await psm.tap('Cari orang');
    await psm.sees('Orang baru');
    await gallery.at('people');
    await psm.tap('Orang baru');
    await psm.tap('Mbah');
    await psm.page.getByLabel('Nama', { exact: true }).fill('Ngatina');
    await psm.sees('yang mirip');
    await gallery.at('new');
    await psm.back();
    await psm.tap('Ibu Aminah');
    await psm.sees('Riwayat', 'Tambah orang serumah');
    await gallery.at('person');
    await psm.back();
    await psm.back();

    await psm.tap('Mbah Saodah');
    await psm.sees('Siapa lagi yang ada di rumah?');
    await gallery.at('returned');
    await psm.tap('Kembali');

    await psm.tap('Ibu Ngatinah');
    await psm.sees('Kenapa dikunjungi', 'Kunjungan sebelumnya');
    await gallery.at('visit');
    await psm.tap('Surat tugas');
    await psm.sees('relawan PSM');
    await gallery.at('letter');
    await psm.tap('Kembali');
    await psm.tap('Lainnya');
    await gallery.at('other');
    await psm.back();

    await psm.tap('Bertemu');
    await psm.tap('Beliau sendiri');
    await gallery.at('whom');
    await psm.tap('Lanjut');
    await psm.sees('Bagaimana keadaan Ibu Ngatinah?');
    await gallery.at('how');
    await psm.tap('Kurang sehat');
    await psm.tap('Tidak mau makan');
    await gallery.at('complaints');
    await psm.tap('Lanjut');
    await psm.sees('Apa langkah berikutnya?');
    await gallery.at('next');
    await psm.tap('Kunjungi lagi');
    await psm.sees('Kapan?');
    await gallery.at('when');
    await psm.tap('Besok');
    await psm.sees('Kunjungi lagi, besok');
    await gallery.at('said');

    await psm.tap('Cek keadaan lengkap');
    await psm.sees('Sapaan dan izin');
    await gallery.at('check');
    await psm.tap('Sapaan dan izin');
    await psm.sees('Apakah beliau mengizinkan?');
    await gallery.at('check-consent');
    await psm.tap('Kembali');
    await psm.tap('Kegiatan sehari-hari');
    await psm.sees('Buang air besar');
    await gallery.at('check-part');
    const questions = psm.page.locator('section.q');
    for (let at = 0; at < (await questions.count()); at += 1) {
      await questions.nth(at).locator('.chip').nth(1).tap();
    }
    await psm.page.locator('figure').scrollIntoViewIfNeeded();
    await psm.sees(/Pemeriksaan sebelumnya: 11 /);
    await gallery.at('score');
    gallery.isClean();
  });
}

const atDesks: (Eyes & { text: 'Biasa' | 'Terbesar' })[] = [
  { title: 'at the desk', pictures: 'desk', text: 'Biasa' },
  {
    title: 'in the dark',
    pictures: 'desk-dark',
    text: 'Biasa',
    theme: 'dark',
    only: ['visits-verify'],
  },
  { title: 'with the largest text', pictures: null, text: 'Terbesar' },
];

for (const { title, pictures, only, text, ...look } of atDesks) {
  test(`the visits of the coordinator are whole and easy to reach ${title}`, async ({
    begin,
    screens,
  }) => {
    const { desk } = await visited(begin);
    const coordinator = new Coordinator(await screens.desk(desk.address, look));
    const { page } = coordinator;
    const gallery = new Gallery(page, pictures, only);
    if (text !== 'Biasa') {
      await coordinator.clicks('Tampilan');
      await page
        .getByRole('radio', { name: text })
        .or(page.getByRole('button', { name: text }))
        .first()
        .click();
      await page.keyboard.press('Escape');
    }
    await coordinator.goes('Kunjungan');
    await coordinator.sees('Diusulkan', 'Belum dikunjungi', 'Menunggu dicek', 'Mohon dilengkapi');
    await gallery.at('visits');
    await page
      .locator('.todo > li')
      .filter({ hasText: 'Ibu Sumiati' })
      .getByRole('button', { name: 'Lihat' })
      .click();
    await coordinator.sees(/7 \/ 20/);
    await gallery.at('visits-verify');
    await page.locator('.box').getByRole('button', { name: 'Mohon dilengkapi' }).click();
    await coordinator.sees('Apa yang perlu dilengkapi?');
    await gallery.at('visits-ask');
    gallery.isClean();
  });
}
