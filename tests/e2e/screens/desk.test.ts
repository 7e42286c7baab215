import { join } from 'node:path';

import { bring, well } from '../harness/busy-day.ts';
import type { Look } from '../harness/browser.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

const eyes: (Look & {
  title: string;
  pictures: string | null;
  only?: readonly string[];
  text: string;
})[] = [
  { title: 'at the desk', pictures: 'desk', text: 'Biasa' },
  {
    title: 'in the dark',
    pictures: 'desk-dark',
    text: 'Biasa',
    theme: 'dark',
    only: ['today', 'people', 'roster-preview', 'review'],
  },
  { title: 'with the largest text', pictures: null, text: 'Terbesar' },
];

for (const { title, pictures, only, text, ...look } of eyes) {
  test(`every screen of the coordinator is whole and easy to reach ${title}`, async ({
    begin,
    screens,
  }) => {
    const world = await begin({ at: '2026-11-24 09:05' });
    const nobody = { outcome: 'no_answer', seen_by_neighbor: false };
    const some = (count: number) => Array.from({ length: count }, () => well);
    await bring(world, 'dedi', [...some(9), nobody, ...some(3)], {
      obstacle: 'rain',
      offList: 'Mbah Nem',
    });
    await bring(world, 'sri', [...some(4), { ...well, wellbeing: 'urgent' }, ...some(5)]);
    await bring(world, 'yuni', some(13), { finish: true });
    await bring(world, 'tini', [...some(2), { outcome: 'deceased' }, ...some(3)]);
    await bring(world, 'fajar', [...some(5), { ...well, wellbeing: 'unwell' }]);

    const office = await world.device('ratna');
    const coordinator = new Coordinator(await screens.desk(await office.host(), look));
    const { page } = coordinator;
    const gallery = new Gallery(page, pictures, only);
    await coordinator.sees('Perlu tindakan');
    if (text !== 'Biasa') {
      await coordinator.clicks('Tampilan');
      await page
        .getByRole('radio', { name: text })
        .or(page.getByRole('button', { name: text }))
        .first()
        .click();
      await gallery.at('look');
      await page.keyboard.press('Escape');
    }
    await gallery.at('today');

    await coordinator.clicks('Rekap hari ini');
    await coordinator.sees('Untuk dibagikan');
    await gallery.at('recap');

    await coordinator.goes('Penerima');
    await page.locator('tbody tr').nth(3).waitFor();
    await gallery.at('people');
    await page.getByRole('searchbox').fill('mawar');
    await coordinator.sees(/terlihat/);
    await gallery.at('people-search');
    await page.getByRole('searchbox').fill('');
    await coordinator.opens('Ibu Sumiati');
    await gallery.at('person');
    await coordinator.clicks('Meninggal dunia…');
    await gallery.at('person-death');
    await page.keyboard.press('Escape');
    await coordinator.clicks(/^Tahan sampai/);
    await gallery.at('person-hold');
    await page.keyboard.press('Escape');

    await coordinator.goes('Penerima');
    await coordinator.clicks('Penerima baru');
    await gallery.at('add-person');
    await coordinator.goes('Penerima');
    await coordinator.clicks('Masukkan daftar');
    await coordinator.sees('Taruh berkas daftar di sini');
    await gallery.at('roster');
    const out = join(world.directory, 'roster');
    await world.execute('roster-generator', ['--seed', '7', '--format', 'xlsx', '--out', out]);
    await page.locator('input[type=file]').setInputFiles(join(out, 'roster-7.xlsx'));
    await coordinator.sees(/baris siap masuk/);
    await gallery.at('roster-preview');

    await coordinator.goes('Rute antar');
    await coordinator.sees('RW 06');
    await coordinator.clicks(/RW 03 dan RW 04/);
    await coordinator.sees('Geser barisnya, atau pakai Alt dengan panah.');
    await gallery.at('routes');
    await coordinator.clicks('Cetak daftar antar');
    await gallery.at('sheet');

    await coordinator.goes('Perlu dicek');
    await coordinator.sees('Siapa di balik pintu ini?');
    await gallery.at('review');
    gallery.isClean();
  });
}
