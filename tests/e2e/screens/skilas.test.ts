import type { Look } from '../harness/browser.ts';
import { Courier } from '../harness/courier.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

const eyes: (Look & { title: string; text: string; pictures: string | null })[] = [
  { title: 'on a phone', text: 'Biasa', size: 'phone', pictures: 'psm' },
  {
    title: 'on the smallest phone with the largest text',
    text: 'Paling besar',
    size: 'small',
    pictures: null,
  },
];

for (const { title, text, pictures, ...look } of eyes) {
  test(`who is trained asks SKILAS, and who is not invites to the puskesmas ${title}`, async ({
    begin,
    screens,
  }) => {
    const world = await begin({ at: '2026-11-24 09:00' });
    const asks = async (psm: Courier): Promise<void> => {
      await psm.tap(text);
      await psm.tap('Pakai ukuran ini');
      await psm.tap('Cari orang');
      await psm.page.getByRole('searchbox').fill('Kasman');
      await psm.tap('Bapak Kasman');
      await psm.tap('Kunjungi sekarang');
      await psm.tap('Cek keadaan lengkap');
      await psm.sees('Sapaan dan izin');
    };

    const trained = await world.welcomesWati();
    const wati = await Courier.takes(await screens.phone(await trained.host(), look));
    const { page } = wati;
    const gallery = new Gallery(page, pictures, ['skilas']);
    await asks(wati);
    await wati.tap('Skrining kesehatan lansia (SKILAS)');
    await wati.sees('Satu tanda saja berarti ajak ke puskesmas.', 'Mengingat tiga kata');
    await gallery.at('skilas');
    const question = (ask: string) =>
      page.locator('section.q').filter({ has: page.getByRole('heading', { name: ask }) });
    const says = (ask: string, option: string) =>
      wati.tapOn(question(ask).getByRole('button', { name: option, exact: true }));
    await says('Mengingat tiga kata', 'Tidak');
    await says('Berdiri dari kursi', 'Bisa');
    await says('Lingkar lengan atas', '+1');
    await says('Menghitung jari', 'Bisa');
    await says('Mendengar bisikan', 'Bisa');
    // What hurts to be asked can be left out, and the part is whole all the same.
    await says('sering sedih', 'Lewati');
    await wati.sees('6 dari 6 dijawab', 'dilewati');
    await gallery.at('skilas-answered');
    await wati.tap('Simpan bagian ini');
    await wati.tap('Kembali');
    await wati.sees('sudah dicatat');
    await gallery.at('skilas-recorded');
    gallery.isClean();

    const untrained = await world.device('lastri');
    const lastri = await Courier.takes(await screens.phone(await untrained.host(), look));
    const others = new Gallery(lastri.page, pictures, ['skilas-untrained']);
    await asks(lastri);
    const instead = lastri.page.getByText('Ajak beliau ke posyandu lansia atau puskesmas');
    await instead.scrollIntoViewIfNeeded();
    await others.at('skilas-untrained');
    others.isClean();
  });
}
