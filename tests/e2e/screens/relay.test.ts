import { connect } from 'node:net';

import { expect } from 'vitest';

import { Courier } from '../harness/courier.ts';
import { Coordinator } from '../harness/desk.ts';
import { Gallery } from '../harness/gallery.ts';
import { test } from '../harness/test.ts';

interface RelayView {
  addresses: string[];
  port: number;
}

/** Whether somebody listens at "192.168.1.20:7264" or "[fd00::2]:7264". */
function answers(at: string): Promise<boolean> {
  const { hostname, port } = new URL(`http://${at}`);
  const line = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
  return new Promise((told) => {
    line.once('connect', () => told(true)).once('error', () => told(false));
  }).then((answered) => (line.destroy(), answered as boolean));
}

test('the desk takes records in over the office’s Wi-Fi when it is told to, and the phone offers to scan its code', async ({
  begin,
  screens,
}) => {
  const world = await begin({ at: '2026-11-24 07:10' });
  const [own, office] = await Promise.all([world.device('dedi'), world.device('ratna')]);
  const address = await office.host();
  const coordinator = new Coordinator(await screens.desk(address));
  const desk = new Gallery(coordinator.page, 'desk');
  await coordinator.clicks('Wi-Fi kantor');
  await coordinator.sees('Mati.', 'Belum ada catatan yang masuk lewat Wi-Fi kantor.');
  await desk.at('relay-off');
  await coordinator.clicks('Nyalakan');
  await coordinator.sees('Menyala.');
  await desk.at('relay');
  const relay = await office.call<RelayView>(address, 'relay_get');
  for (const shown of [...relay.addresses, `127.0.0.1:${relay.port}`]) {
    expect(await answers(shown), `${shown} is no address to go to`).toBe(true);
  }

  const dedi = await Courier.takes(await screens.phone(await own.host()));
  const phone = new Gallery(dedi.page, 'phone');
  own.wire.cut();
  await dedi.begins();
  await dedi.starts(40);
  await dedi.delivers();
  await dedi.tapOn(dedi.page.locator('button.wait'));
  await dedi.sees('catatan belum terkirim');
  await phone.at('sending-office');
  await dedi.tap('Serahkan di kantor: pindai kode');
  await dedi.sees('Pindai kode');
  await phone.at('scan-office');
  for (const gallery of [desk, phone]) gallery.isClean();
});
