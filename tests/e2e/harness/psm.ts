import type { Courier } from './courier.ts';
import type { Device } from './device.ts';
import { until } from './until.ts';
import type { AppWindow } from './window.ts';

/** A PSM with her phone, in whichever window its screens are. */
export interface Psm {
  tap(words: string): Promise<void>;
  /** One visit of the list. */
  opens(name: string): Promise<void>;
  /** An answer to a question of a form, by its place on the screen. */
  says(question: number, option: string): Promise<void>;
  /** A file instead of the camera. */
  picks(path: string): Promise<void>;
  sees(...words: string[]): Promise<void>;
  counting(act: () => Promise<void>): Promise<number>;
  /** The battery falls out, and the app is opened again. `place`: what its address holds. */
  dies(place: string): Promise<void>;
  /** Sends one command of the screens. */
  call<T>(command: string): Promise<T>;
}

const FILE = 'input[type=file]:not([capture])';
const answerOf = (question: number) => `main > section:nth-of-type(${question}) button`;

/** Sends and fetches, until nothing waits any more. */
export async function syncs(psm: Psm): Promise<void> {
  await psm.call('sync_now');
  await until('the phone has sent everything', async () => {
    const status = await psm.call<{ unsent: number; syncing: boolean }>('sync_status');
    return status.unsent === 0 && !status.syncing;
  });
}

export function inBrowser(courier: Courier, phone: Device, begun: string): Psm {
  let address = begun;
  const { page } = courier;
  return {
    tap: (words) => courier.tap(words),
    opens: (name) => courier.tapOn(page.locator('button.row').filter({ hasText: name }).first()),
    says: (question, option) =>
      courier.tapOn(page.locator(answerOf(question)).getByText(option, { exact: true })),
    picks: (path) => page.setInputFiles(FILE, path),
    sees: (...words) => courier.sees(...words),
    counting: (act) => courier.counting(act),
    dies: async () => {
      await phone.kill();
      address = await phone.host();
      await courier.opens(address);
    },
    call: (command) => phone.call(address, command),
  };
}

export function inWindow(window: AppWindow, phone: Device): Psm {
  return {
    tap: (words) => window.tap(words),
    opens: (name) => window.tap(name, 'button.row'),
    says: (question, option) => window.tap(option, answerOf(question)),
    picks: (path) => window.types(FILE, path),
    sees: (...words) => window.sees(...words),
    counting: (act) => window.counting(act),
    dies: async (place) => {
      await window.noted(place);
      await window.kill();
      await window.open(phone.data, 'kurir');
    },
    call: (command) =>
      window.run(
        `return window.__TAURI_INTERNALS__.invoke('call', {
           command: { command: arguments[0], args: {} } })`,
        command,
      ),
  };
}
