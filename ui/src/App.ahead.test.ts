import { screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { FakeDevice } from './test/fake-device';
import { open } from './test/thumb';

beforeEach(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  history.replaceState(null, '', '#/');
});

describe('the coming days', () => {
  it('are looked through before the start, with the reason of a free day', async () => {
    const device = new FakeDevice();
    const thumb = open(device);
    await thumb.tap('Lihat tujuh hari ke depan');
    expect(await screen.findByText('Libur: Hari Guru')).toBeTruthy();
    await thumb.tap(/^Kamis, 26 November/);
    expect(await screen.findByRole('heading', { name: 'Kamis, 26 November 2026' })).toBeTruthy();
    expect(screen.getByText('20 pintu, RW 03 dan RW 04')).toBeTruthy();
    expect(screen.getByText('Ibu Sumiati')).toBeTruthy();
    // To read: whoever looks ahead records nothing.
    expect(screen.queryByRole('button', { name: 'Diterima sendiri' })).toBeNull();
    await thumb.tap('Kembali');
    expect(await screen.findByRole('heading', { name: 'Tujuh hari ke depan' })).toBeTruthy();
  });

  it('are there on a day without a service, too', async () => {
    const device = new FakeDevice();
    device.state = {
      ...{ kind: 'no_service', reason: 'weekday', holiday: null },
      ...{ next_date: '2026-11-26', next_doors: 20 },
    };
    const thumb = open(device);
    await thumb.tap('Lihat tujuh hari ke depan');
    expect(await screen.findByText('20 pintu · 40 kotak · 4 khusus')).toBeTruthy();
  });
});

describe('a door off the list', () => {
  it('is taken in with taps alone when nobody knows the name', async () => {
    const device = new FakeDevice().running();
    const thumb = open(device);
    await thumb.tap('Tambah pintu');
    await thumb.tap('Nama belum tahu');
    await thumb.tap('RW 04');
    await thumb.tap('RT 007');
    await thumb.tap('Diterima sendiri');
    await screen.findByText('Nama belum tahu, pintu tambahan');
    expect(device.sent('door_add')).toMatchObject([
      { name: 'Nama belum tahu', rt: '007', rw: '04', outcome: 'received_self' },
    ]);
    expect(thumb.taps).toBe(5);
  });
});
