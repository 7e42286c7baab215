import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { FakeDevice } from './test/fake-device';
import { open, settled } from './test/thumb';

const door = (name: string) => screen.findByRole('heading', { level: 2, name });

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  history.replaceState(null, '', '#/');
});

describe('taps at a door', () => {
  it('are two for a normal door, and the next one opens', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await door('Ibu Sumiati');
    await thumb.tap('Diterima sendiri');
    await thumb.tap(/^Baik/);
    await door('Bapak Kasman');
    expect(thumb.taps).toBe(2);
    expect(device.sent('delivery_record')).toMatchObject([
      { outcome: 'received_self', wellbeing: 'well', date: '2026-11-24' },
    ]);
  });

  it('are three for a neighbour who is known, without a question about the keadaan', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Tidak menjawab');
    await thumb.tap(/^Titip ke Bu Ani/);
    await thumb.tap(/^Ada yang melihat/);
    await door('Bapak Kasman');
    expect(thumb.taps).toBe(3);
    expect(device.sent('delivery_record')).toMatchObject([
      {
        outcome: 'left_with_neighbor',
        received_by: 'Bu Ani',
        seen_by_neighbor: true,
        wellbeing: null,
      },
    ]);
  });

  it('are four for somebody unwell', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Diterima sendiri');
    await thumb.tap(/^Kurang sehat/);
    await thumb.tap('Demam');
    await thumb.tap('Simpan: kurang sehat');
    await door('Bapak Kasman');
    expect(thumb.taps).toBe(4);
    expect(device.sent('delivery_record')).toMatchObject([
      { wellbeing: 'unwell', complaints: ['fever'] },
    ]);
  });

  it('are two until the call is offered, after the record is durable', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Diterima sendiri');
    await thumb.tap(/^Perlu ditolong/);
    const call = await screen.findByRole('link', { name: /Telepon 112/ });
    expect(thumb.taps).toBeLessThanOrEqual(4);
    expect(call.getAttribute('href')).toBe('tel:112');
    expect(device.sent('delivery_record')).toMatchObject([{ wellbeing: 'urgent' }]);
    expect(screen.getByText('Tersimpan 09.13')).toBeTruthy();
    const sms = screen.getByRole('link', { name: /SMS ke Bu Ratna/ }).getAttribute('href');
    expect(decodeURIComponent(sms ?? '')).toContain('Ibu Sumiati perlu ditolong sekarang');
  });

  it('are three for a hospital, with the date chosen by a button', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Lainnya…');
    await thumb.tap(/^Dirawat/);
    await thumb.tap(/^1 minggu/);
    await door('Bapak Kasman');
    expect(thumb.taps).toBe(3);
    expect(device.sent('delivery_record')).toMatchObject([
      { outcome: 'hospitalized', until: '2026-12-01' },
    ]);
  });
});

describe('at the door', () => {
  it('a double tap on the button never answers the question behind it', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Diterima sendiri');
    (await screen.findByRole('button', { name: /^Baik/ })).click();
    await settled();
    expect(device.sent('delivery_record')).toEqual([]);
  });

  it('a retry comes back at the end of the round and is a further attempt', async () => {
    const device = new FakeDevice(1).running();
    const thumb = open(device);
    await thumb.tap('Tidak menjawab');
    await thumb.tap(/^Coba lagi nanti/);
    await thumb.tap(/^Belum ada yang melihat/);
    await thumb.tap('Diterima sendiri');
    await thumb.tap(/^Baik/);
    await screen.findByRole('heading', { name: 'Semua pintu selesai' });
    const [first, second] = device.sent('delivery_record');
    expect(first).toMatchObject({ outcome: 'no_answer', seen_by_neighbor: false });
    expect(second?.delivery_id).not.toBe(first?.delivery_id);
  });

  it('Urungkan opens the same door again', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Diterima sendiri');
    await thumb.tap(/^Baik/);
    await door('Bapak Kasman');
    await thumb.tap('Urungkan');
    await door('Ibu Sumiati');
    expect(device.sent('delivery_retract')).toHaveLength(1);
  });

  it('a death is asked once more and can be left without a trace', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Lainnya…');
    await thumb.tap(/^Meninggal dunia/);
    await screen.findByText(/Turut berduka cita/);
    await thumb.tap('Tidak, kembali');
    await waitFor(() => expect(location.hash).toMatch(/other$/));
    expect(device.sent('delivery_record')).toEqual([]);
  });

  it('says so when a record could not be kept, and stays at the question', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Diterima sendiri');
    device.refuse = { code: 'disk_full', message: 'Memori HP penuh. Catatan sebelumnya aman.' };
    await thumb.tap(/^Baik/);
    expect((await screen.findByRole('alert')).textContent).toContain('Memori HP penuh');
    await thumb.tap(/^Baik/);
    await door('Bapak Kasman');
    const ids = device.sent('delivery_record').map((record) => record.delivery_id);
    expect(new Set(ids).size, 'the second try is the same attempt').toBe(1);
  });

  it('a killed app comes back to the question that was open', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Diterima keluarga');
    await screen.findByRole('button', { name: /^Baik/ });
    document.body.innerHTML = '';
    history.replaceState(null, '', '#/');
    open(device);
    expect(await screen.findByText(/Bagaimana keadaan Ibu Sumiati/)).toBeTruthy();
  });

  it('any door opens out of order', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap(/^Oma Corry/);
    await door('Oma Corry');
    await thumb.tap('Diterima sendiri');
    await thumb.tap(/^Baik/);
    await door('Ibu Sumiati');
  });
});

describe('a round', () => {
  it('of twenty doors takes at most sixty taps and no keyboard', async () => {
    const device = new FakeDevice(20).running();
    for (const each of device.doors) each.contacts = device.doors[0]?.contacts ?? [];
    const thumb = open(device);
    await thumb.tap('Lainnya…');
    await thumb.tap(/^Dirawat/);
    await thumb.tap(/^3 hari/);
    await thumb.tap('Tidak menjawab');
    await thumb.tap(/^Coba lagi nanti/);
    await thumb.tap(/^Ada yang melihat/);
    for (let count = 0; count < 2; count += 1) {
      await thumb.tap('Tidak menjawab');
      await thumb.tap(/^Titip ke Bu Ani/);
      await thumb.tap(/^Ada yang melihat/);
    }
    await thumb.tap('Diterima sendiri');
    await thumb.tap(/^Kurang sehat/);
    await thumb.tap('Bingung');
    await thumb.tap('Simpan: kurang sehat');
    for (let count = 0; count < 16; count += 1) {
      await thumb.tap('Diterima sendiri');
      await thumb.tap(/^Baik/);
    }
    await screen.findByRole('heading', { name: 'Semua pintu selesai' });
    expect(thumb.taps).toBeLessThanOrEqual(60);
    expect(device.sent('delivery_record')).toHaveLength(21);
  }, 60_000);

  it('begins with the boxes and one button that becomes Mulai antar', async () => {
    const device = new FakeDevice();
    device.overrides.news = [
      {
        kind: 'died',
        person_name: 'Bapak Karto',
        at_ms: device.now,
        until: null,
        note: 'Rumah duka di RT 008.',
        door_no: null,
      },
    ];
    const thumb = open(device);
    expect(await screen.findByText(/Bapak Karto meninggal/)).toBeTruthy();
    expect(screen.getByText('diperbarui kemarin 19.04')).toBeTruthy();
    await thumb.tap('Saya terima 40 kotak');
    await thumb.tap('Mulai antar');
    await door('Ibu Sumiati');
    expect(thumb.taps).toBe(2);
  });

  it('counts other boxes without a keyboard', async () => {
    const device = new FakeDevice();
    const thumb = open(device);
    await thumb.tap('Jumlahnya beda');
    await thumb.tap('−1');
    await thumb.tap('Saya terima 39 kotak');
    await screen.findByText(/kurang 1 dari daftar/);
    expect(device.sent('run_receive')).toMatchObject([{ boxes: 39 }]);
  });

  it('closes many doors with one reason, and leaves those that are not meant', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Tutup banyak pintu');
    await thumb.tap(/^Banjir/);
    await thumb.tap('RW 03');
    await thumb.tap(/^Tutup 6 pintu/);
    await door('Ibu Sumiati');
    const [closed] = device.sent('run_close_doors');
    expect(closed).toMatchObject({ outcome: 'access_blocked', note: 'Banjir' });
    expect(closed?.doors).toHaveLength(6);
  });

  it('ends with every box on a line and a recap that can be copied', async () => {
    const device = new FakeDevice(2).running().deliver(1);
    const copied: string[] = [];
    vi.stubGlobal('navigator', {
      ...navigator,
      clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
    });
    const thumb = open(device);
    await thumb.tap('Diterima sendiri');
    await thumb.tap(/^Baik/);
    await thumb.tap('Selesai antar');
    await thumb.tap('Selesai antar');
    await screen.findByText('Semua kotak, semua jelas');
    await thumb.tap('Bagikan rekap');
    await screen.findByText('Rekap disalin. Tempel di WhatsApp.');
    expect(copied[0]).toContain('Rekap antaran, Selasa 24 November 2026');
  });

  it('of Ramadan can be switched, and the choice survives a kill', async () => {
    const device = new FakeDevice();
    device.overrides.sittings = ['morning', 'afternoon'];
    const thumb = open(device);
    await thumb.tap('Antaran sore');
    await screen.findByRole('button', { name: 'Antaran sore', pressed: true });
    document.body.innerHTML = '';
    history.replaceState(null, '', '#/');
    open(device);
    expect(await screen.findByRole('button', { name: 'Antaran sore', pressed: true })).toBeTruthy();
  });

  it('can be put right afterwards, and both versions are kept by the device', async () => {
    const device = new FakeDevice().running().deliver(1);
    const thumb = open(device);
    await thumb.tap(/^Selesai 1 pintu/);
    await thumb.tap(/^Ibu Sumiati/);
    await thumb.tap('Betulkan');
    await thumb.tap(/^Diterima keluarga/);
    await thumb.tap(/^Baik/);
    await screen.findByText('Ibu Sumiati sudah dibetulkan');
    expect(device.sent('delivery_correct')).toMatchObject([
      { outcome: 'received_family', wellbeing: 'well' },
    ]);
  });

  it('takes in a door that is not on the list, and asks for its name when it is missing', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Tambah pintu');
    await thumb.tap('Diterima sendiri');
    await screen.findByText('Tulis namanya, atau ketuk “Nama belum tahu”.');
    const name = screen.getByLabelText<HTMLInputElement>('Nama');
    name.value = 'Mak Iyah';
    name.dispatchEvent(new Event('input', { bubbles: true }));
    screen.getByLabelText<HTMLInputElement>('RT').value = '8';
    screen.getByLabelText('RT').dispatchEvent(new Event('input', { bubbles: true }));
    await thumb.tap('RW 04');
    await thumb.tap('Diterima sendiri');
    await screen.findByText('Mak Iyah, pintu tambahan');
    expect(device.sent('door_add')).toMatchObject([
      { name: 'Mak Iyah', rt: '008', rw: '04', boxes: 2, outcome: 'received_self' },
    ]);
  });

  it('keeps the alarm of silence quiet with one button', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Ada hambatan');
    await thumb.tap('Hujan');
    await screen.findByText('Tercatat: hujan. Koordinator akan tahu.');
    expect(device.sent('run_obstacle')).toMatchObject([{ kind: 'rain' }]);
  });

  it('says on a holiday why, and when next', async () => {
    const device = new FakeDevice();
    device.state = {
      kind: 'no_service',
      reason: 'holiday',
      holiday: 'Cuti bersama Natal',
      next_date: '2026-12-26',
      next_doors: 20,
    };
    open(device);
    expect(await screen.findByText('Hari ini tidak ada antaran')).toBeTruthy();
    expect(screen.getByText('Sabtu, 26 Desember')).toBeTruthy();
  });

  it('shows in English as well', async () => {
    const device = new FakeDevice().running();
    device.session.settings.language = 'en';
    open(device);
    expect(await screen.findByRole('button', { name: 'Received in person' })).toBeTruthy();
    expect(document.documentElement.lang).toBe('en');
  });

  it('says what waits to be sent, and sends it when asked', async () => {
    const device = new FakeDevice().running().deliver(3);
    const thumb = open(device);
    await thumb.tap(/3 catatan tersimpan, menunggu sinyal/);
    const list = await screen.findByRole('list');
    expect(within(list).getAllByText('Menunggu sinyal')).toHaveLength(3);
    await thumb.tap('Kirim sekarang');
    await screen.findByRole('heading', { name: 'Semua sudah terkirim' });
  });

  it('hands what waits to somebody with a signal, and keeps it until the server has answered', async () => {
    const share = vi.fn(async (_: ShareData) => undefined);
    Object.assign(navigator, { share, canShare: () => true });
    const thumb = open(new FakeDevice().running().deliver(3));
    await thumb.tap(/3 catatan tersimpan, menunggu sinyal/);
    await thumb.tap('Bagikan sebagai berkas');
    expect(await screen.findByText(/3 catatan ada di berkas catatan-/)).toBeTruthy();
    expect(share.mock.calls[0]?.[0].files?.[0]?.name).toMatch(/\.rantang$/);
    expect(screen.getByRole('heading', { name: '3 catatan belum terkirim' })).toBeTruthy();
    const answer = new File(['jawaban'], 'jawaban.rantang');
    await userEvent.upload(
      screen.getByLabelText('Buka berkas jawaban', { selector: 'input' }),
      answer,
    );
    expect(await screen.findByText('3 catatan sudah dijawab server')).toBeTruthy();
  });
});
