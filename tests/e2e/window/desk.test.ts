import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';

import { bring, well } from '../harness/busy-day.ts';
import { xlsxRows } from '../harness/sheet.ts';
import { test } from '../harness/test.ts';
import { until } from '../harness/until.ts';
import { AppWindow } from '../harness/window.ts';
import type { World } from '../harness/world.ts';

const pictures = resolve(import.meta.dirname, '../../../docs/screens');

test('in the real window a coordinator follows the day, looks at a file and keeps the recap', async ({
  begin,
}) => {
  const world = await begin({ at: '2026-11-24 09:05' });
  const some = (count: number) => Array.from({ length: count }, () => well);
  const nobody = { outcome: 'no_answer', seen_by_neighbor: false };
  await bring(world, 'dedi', [...some(9), nobody, ...some(3)], { offList: 'Mbah Nem' });
  await bring(world, 'yuni', some(13), { finish: true });
  const out = join(world.directory, 'roster');
  await world.execute('roster-generator', ['--seed', '7', '--format', 'xlsx', '--out', out]);
  const roster = join(out, 'roster-7.xlsx');
  const { rows, ready } = JSON.parse(readFileSync(`${roster}.json`, 'utf8')) as {
    rows: number;
    ready: number;
  };
  const office = await world.device('ratna');
  const kept = downloads(world);
  const window = await AppWindow.on(world, { width: 1366, height: 768 });

  await window.open(office.data, 'koordinator', kept.environment);
  await window.sees('25 dari 82 sudah diantar', 'Perlu tindakan', 'Pintu di luar daftar: Mbah Nem');
  if (process.env['SCREENS']) {
    mkdirSync(pictures, { recursive: true });
    await window.picture(join(pictures, 'window-desk.png'));
  }

  await window.tap('Penerima');
  await window.types('input[type=search]', 'sumiati');
  await window.tap('Ibu Sumiati', 'tr[data-index="0"] td');
  await window.sees('Pintu hijau, sebelah warung Bu Yati');
  await window.tap('Buka');
  await window.sees('Riwayat', 'Gang Mawar III');

  await window.tap('Perlu dicek');
  await window.sees('Siapa di balik pintu ini?', 'Mbah Nem');

  await window.tap('Penerima');
  await window.tap('Masukkan daftar');
  await window.types('input[type=file]', roster);
  await window.sees(`${ready} dari ${rows} baris siap masuk`, 'Belum ada yang disimpan.');

  await window.tap('Hari ini');
  await window.tap('Rekap hari ini');
  await window.sees('Untuk dibagikan');
  await window.tap('Simpan Excel');
  await window.sees('rekap-2026-11-24.xlsx tersimpan');
  const book = xlsxRows(await kept.file('rekap-2026-11-24.xlsx'));
  expect(book[0]?.[0]).toBe('Rekap antaran Kampung Rawa');
  expect(book.find(([route]) => route === 'RW 06')).toEqual(
    expect.arrayContaining(['Bu Yuni', '13', '26']),
  );
  expect(book.at(-1)?.slice(0, 1)).toEqual(['Jumlah']);

  await window.tap('Simpan CSV');
  await window.sees('rekap-2026-11-24.csv tersimpan');
  const lines = readFileSync(await kept.file('rekap-2026-11-24.csv'), 'utf8').split(/\r?\n/);
  expect(lines[0]).toMatch(/^\uFEFFTanggal;Rute;Kurir;Pintu;Selesai/);
  expect(lines.find((line) => line.includes('RW 06'))).toMatch(
    /^2026-11-24;RW 06;Bu Yuni;13;13;26;26;0;/,
  );
  await window.close();
});

/** The downloads folder of this window's user. */
function downloads(world: World) {
  const folder = join(world.directory, 'Unduhan');
  const config = join(world.directory, 'config');
  for (const each of [folder, config]) mkdirSync(each);
  writeFileSync(join(config, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${folder}"\n`);
  return {
    environment: { XDG_CONFIG_HOME: config },
    /** Waits until a file is there, whole. */
    async file(name: string): Promise<string> {
      const path = join(folder, name);
      let size = 0;
      await until(`${name} is saved`, () => {
        if (!existsSync(path)) return false;
        const before = size;
        size = statSync(path).size;
        return size > 0 && size === before;
      });
      return path;
    },
  };
}
