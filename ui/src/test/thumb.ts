import { render, screen } from '@testing-library/svelte';
import { vi } from 'vitest';

// Loaded lazily by the app; here at once, so that no test waits for a compiler.
import '../phone/Phone.svelte';

import App from '../App.svelte';
import { GUARD_MS } from '../features/round/guard';
import { fakeFetch, type FakeDevice } from './fake-device';

const clock = performance.now.bind(performance);

/** Lets the page answer: promises, rendering, and the browser's travel through its history. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

/** A courier's thumb: counts its taps and, as people do, looks before it taps. */
export class Thumb {
  taps = 0;
  #looked = 0;

  constructor() {
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + this.#looked);
  }

  async tap(name: string | RegExp): Promise<void> {
    await settled();
    const [target] = await screen.findAllByRole('button', { name });
    this.#looked += GUARD_MS;
    this.taps += 1;
    target?.click();
  }
}

/** The app on a phone whose device is in memory. */
export function open(device: FakeDevice): Thumb {
  vi.stubGlobal('fetch', fakeFetch(device));
  render(App);
  return new Thumb();
}
