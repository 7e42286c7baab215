import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import FakeDesk from '../test/FakeDesk.svelte';
import { fakeDesk } from '../test/fake-desk';
import type { DeskApi } from './api';

// jsdom lays nothing out; the desk only needs to be told when it does.
class NoLayout {
  observe() {}
  unobserve() {}
  disconnect() {}
}

describe('the coordinator’s desk', () => {
  let user: ReturnType<typeof userEvent.setup>;

  beforeEach(() => {
    vi.stubGlobal('ResizeObserver', NoLayout);
    Element.prototype.scrollIntoView = () => undefined;
    user = userEvent.setup();
  });
  afterEach(() => vi.unstubAllGlobals());

  function open(path: string, api: DeskApi = fakeDesk()) {
    history.replaceState(null, '', `#${path}`);
    render(FakeDesk, { props: { api } });
    return api;
  }
  const heading = (name: RegExp | string) => screen.findByRole('heading', { level: 1, name });

  describe('records that go by hand', () => {
    it('hands a courier’s file to the server and keeps the answer for the phone', async () => {
      const api = open('/desk');
      const read = vi.spyOn(api, 'bundleRead');
      const addresses = vi.fn(() => 'blob:jawaban');
      vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: addresses }));
      await user.click(await screen.findByRole('button', { name: 'Bawa catatan dengan berkas' }));
      const file = new File(['tersegel'], 'catatan.rantang');
      await user.upload(screen.getByLabelText('Pilih berkas', { selector: 'input' }), file);
      expect(await screen.findByText('34 catatan sudah di server.')).toBeTruthy();
      expect(read.mock.calls[0]?.[0].bytes_base64).toBe(btoa('tersegel'));
      await user.click(screen.getByRole('button', { name: 'Simpan jawaban untuk HP itu' }));
      expect(addresses).toHaveBeenCalledOnce();
    });

    it('says when the line did not carry a file, and takes the same file again', async () => {
      const api = fakeDesk();
      const read = api.bundleRead;
      api.bundleRead = async () => {
        throw { code: 'no_signal', message: 'Server tidak terjangkau. Data di sini aman.' };
      };
      open('/desk', api);
      await user.click(await screen.findByRole('button', { name: 'Bawa catatan dengan berkas' }));
      const input = screen.getByLabelText('Pilih berkas', { selector: 'input' });
      await user.upload(input, new File(['tersegel'], 'catatan.rantang'));
      expect((await screen.findByRole('alert')).textContent).toContain('Server tidak terjangkau');
      api.bundleRead = read;
      await user.upload(input, new File(['tersegel'], 'catatan.rantang'));
      expect(await screen.findByText('34 catatan sudah di server.')).toBeTruthy();
    });
  });

  describe('Hari ini', () => {
    it('says the day in a sentence whose numbers lead to the people they count', async () => {
      open('/desk');
      await heading('62 dari 84 sudah diantar. 1 minta tolong, 1 tanpa kabar.');
      const number = screen.getByRole('link', { name: '62 dari 84' });
      expect(number.getAttribute('href')).toBe('#/desk/people/done_today');
    });

    it('puts the telephone number on the button of whoever needs help', async () => {
      open('/desk');
      const call = (await screen.findAllByRole('link', { name: /0812-0000-0014/ }))[0];
      expect(call?.getAttribute('href')).toBe('tel:+6281200000014');
    });

    it('takes what was done about an alert, and not an empty note', async () => {
      const api = open('/desk');
      const acknowledge = vi.spyOn(api, 'alertAcknowledge');
      await user.click((await screen.findAllByRole('button', { name: 'Tulis tindakan' }))[0]!);
      await user.click(screen.getByRole('button', { name: 'Simpan tindakan' }));
      expect(acknowledge).not.toHaveBeenCalled();
      await user.type(screen.getByRole('textbox'), 'Bu RT sudah ke rumah');
      await user.click(screen.getByRole('button', { name: 'Simpan tindakan' }));
      expect(acknowledge.mock.calls[0]?.[0].action).toBe('Bu RT sudah ke rumah');
      await screen.findByText(/Bu RT sudah ke rumah/);
    });

    it('says what went wrong and tries again', async () => {
      const api = fakeDesk();
      const board = api.boardDay;
      api.boardDay = async () =>
        Promise.reject({ code: 'internal', message: 'Ada yang salah. Data aman.' });
      open('/desk', api);
      const alert = await screen.findByRole('alert');
      expect(alert.textContent).toContain('Ada yang salah. Data aman.');
      api.boardDay = board;
      await user.click(within(alert).getByRole('button', { name: 'Coba lagi' }));
      await heading(/62 dari 84/);
    });
  });

  describe('Penerima', () => {
    it('is walked through and opened by keys alone, and comes back to the same place', async () => {
      open('/desk/people');
      await screen.findByRole('grid');
      await user.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}');
      const row = () => screen.getByRole('row', { selected: true });
      await waitFor(() => expect(row().textContent).toContain('Mbah Painem'));
      await user.keyboard('{Enter}');
      await heading('Mbah Painem');
      await user.keyboard('{Escape}');
      await waitFor(() => expect(row().textContent).toContain('Mbah Painem'));
    });

    it('searches from the slash key', async () => {
      open('/desk/people');
      await screen.findByRole('grid');
      await user.keyboard('/');
      await user.keyboard('bengkel las');
      await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('7'));
      await user.keyboard('{Escape}');
      await waitFor(() =>
        expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('85'),
      );
    });

    it('opens the filter that the address names', async () => {
      open('/desk/people/without_route');
      const chip = await screen.findByRole('button', { name: /Tanpa rute/, pressed: true });
      await waitFor(() => expect(chip.textContent).toContain('6'));
    });

    it('lets somebody in without a NIK, but not without a name', async () => {
      const api = open('/desk/people/new');
      const add = vi.spyOn(api, 'personAdd');
      await user.click(await screen.findByRole('button', { name: 'Simpan penerima' }));
      expect(add).not.toHaveBeenCalled();
      await user.type(screen.getByLabelText(/Nama lengkap/), 'Suminah');
      await user.type(screen.getByLabelText('RT', { exact: false, selector: 'input' }), '7');
      await user.click(screen.getByRole('button', { name: 'Simpan penerima' }));
      expect(add.mock.calls[0]?.[0]).toMatchObject({
        name: { name: 'Suminah' },
        address: { rt: '007', rw: '' },
        identity: { nik_status: 'unknown', nik: '' },
      });
    });

    it('shows who is here already before there are two of one', async () => {
      const api = open('/desk/people/new');
      const add = vi.spyOn(api, 'personAdd');
      await user.type(await screen.findByLabelText(/Nama lengkap/), 'Painem');
      await user.click(screen.getByRole('button', { name: 'Simpan penerima' }));
      expect(await screen.findByText('Mungkin sudah terdaftar')).toBeTruthy();
      expect(screen.getAllByText('nama sama').length).toBeGreaterThan(0);
      expect(add).not.toHaveBeenCalled();
      await user.click(screen.getByRole('button', { name: /Orang lain/ }));
      await waitFor(() => expect(add).toHaveBeenCalledOnce());
      expect(add.mock.calls[0]?.[0].different_from.length).toBeGreaterThan(0);
    });
  });

  describe('a person', () => {
    it('is edited one register at a time, naming what was seen', async () => {
      const api = fakeDesk();
      const [first] = (
        await api.peopleList({
          search: 'Painem',
          filter: 'all',
          route_id: null,
          rw: null,
          sort: 'name',
          descending: false,
          offset: 0,
          limit: 1,
        })
      ).rows;
      const edit = vi.spyOn(api, 'personEdit');
      open(`/desk/person/${first!.id}`, api);
      await user.click(await screen.findByRole('button', { name: /Ubah Alamat tinggal/ }));
      const landmark = screen.getByLabelText(/Patokan/);
      await user.clear(landmark);
      await user.type(landmark, 'Pintu kuning');
      await user.click(screen.getByRole('button', { name: 'Simpan' }));
      const seen = (await api.personGet({ person_id: first!.id })).address.heads;
      expect(edit.mock.calls[0]?.[0]).toMatchObject({
        edit: { register: 'address', value: { landmark: 'Pintu kuning' } },
        saw: seen,
      });
    });
  });

  describe('Perlu dicek', () => {
    it('marks the differing words and settles by a key', async () => {
      const api = open('/desk/review');
      const resolve = vi.spyOn(api, 'conflictResolve');
      await screen.findByRole('heading', { name: 'Alamat mana yang benar?' });
      expect([...document.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual([
        'biru',
        'sumur',
        'hijau',
        'warung Bu Nur',
      ]);
      await user.keyboard('2');
      expect(resolve.mock.calls[0]?.[0].saw).toHaveLength(2);
      await screen.findByRole('heading', { name: 'Siapa di balik pintu ini?' });
    });

    it('attaches a door off the list to a person', async () => {
      const api = open('/desk/review');
      const attach = vi.spyOn(api, 'doorAttach');
      await user.click(await screen.findByRole('button', { name: /Pintu di luar daftar/ }));
      await screen.findByRole('heading', { name: 'Siapa di balik pintu ini?' });
      await user.keyboard('1');
      expect(attach).toHaveBeenCalledOnce();
    });

    it('says so when there is nothing to check', async () => {
      const api = fakeDesk();
      api.reviewList = async () => ({ items: [], more_pairs: false, comparing: 0 });
      open('/desk/review', api);
      await screen.findByRole('heading', { name: 'Tidak ada yang perlu dicek' });
    });
  });

  describe('Rute antar', () => {
    it('moves a door by Alt and an arrow', async () => {
      const api = fakeDesk();
      const route = (await api.routesList()).routes[0]!;
      const place = vi.spyOn(api, 'routePlace');
      open(`/desk/routes/${route.id}`, api);
      await screen.findByRole('link', { name: 'Ibu Sumiati' });
      await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
      const doors = (await api.routeDoors({ route_id: route.id })).doors.map((door) => door.name);
      expect(place.mock.calls[0]?.[0].route_id).toBe(route.id);
      expect(doors.slice(0, 2)).toEqual(['Bapak Kasman', 'Ibu Sumiati']);
    });
  });

  describe('Rute antar, people on the move', () => {
    it('puts them back where they stood when the move is undone', async () => {
      const api = fakeDesk();
      const [from, to] = (await api.routesList()).routes;
      const names = async (route: string) =>
        (await api.routeDoors({ route_id: route })).doors.map((door) => door.name);
      const before = await names(from!.id);
      open(`/desk/routes/${from!.id}`, api);
      await screen.findByRole('link', { name: 'Ibu Sumiati' });
      await user.keyboard('{ArrowDown} {ArrowDown}{ArrowDown} ');
      await user.selectOptions(screen.getByLabelText(/Pindahkan ke/), to!.id);
      await screen.findByText('2 orang pindah ke RW 03 dan RW 05');
      expect((await names(to!.id)).slice(-2)).toEqual([before[1], before[3]]);
      await user.click(screen.getByRole('button', { name: 'Urungkan' }));
      await waitFor(async () => expect(await names(from!.id)).toEqual(before));
    });
  });

  describe('Kunjungan', () => {
    it('hands a proposed visit out with one tap', async () => {
      open('/desk/visits');
      await screen.findByText(/3 antaran berturut-turut tidak diterima/);
      await user.click(screen.getByRole('button', { name: 'Serahkan' }));
      await screen.findByText('Ibu Sumiati diserahkan ke Bu Lastri.');
      expect(screen.queryByRole('heading', { name: /Diusulkan/ })).toBeNull();
      screen.getByRole('heading', { name: /Belum dikunjungi/ });
    });

    it('asks for single fields, and not without saying which', async () => {
      open('/desk/visits');
      await user.click(await screen.findByRole('button', { name: 'Lihat' }));
      await user.click(await screen.findByRole('button', { name: 'Mohon dilengkapi' }));
      const send = screen.getByRole<HTMLButtonElement>('button', { name: 'Kirim permintaan' });
      expect(send.disabled).toBe(true);
      await user.click(screen.getByRole('checkbox', { name: 'Catatan' }));
      await user.click(send);
      await screen.findByText('Permintaan dikirim ke Bu Lastri.');
      screen.getByRole('heading', { name: /Mohon dilengkapi/ });
    });
  });

  describe('Masukkan daftar', () => {
    it('mends a problem on the spot and lets the people enter', async () => {
      const api = open('/desk/roster');
      await screen.findByRole('heading', { name: 'Taruh berkas daftar di sini' });
      await user.upload(screen.getByLabelText('Pilih berkas'), new File(['x'], 'daftar.xlsx'));
      await heading('84 dari 91 baris siap masuk');
      await user.click(screen.getByRole('button', { name: 'Pakai RW 04' }));
      await heading('85 dari 91 baris siap masuk');
      await user.click(screen.getByRole('button', { name: 'Masukkan 85 orang' }));
      await screen.findByRole('heading', { name: '84 orang masuk daftar' });
      expect(api).toBeDefined();
    });

    it('says what is wrong with a broken file and offers another', async () => {
      open('/desk/roster');
      await screen.findByRole('heading', { name: 'Taruh berkas daftar di sini' });
      await user.upload(screen.getByLabelText('Pilih berkas'), new File(['x'], 'rusak.xlsx'));
      expect((await screen.findByRole('alert')).textContent).toContain('Berkas ini rusak');
      screen.getByRole('button', { name: 'Pilih berkas lain' });
    });
  });
});
