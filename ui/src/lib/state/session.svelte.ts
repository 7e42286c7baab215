import { createContext } from 'svelte';

import { ApiError } from '../api/error';
import type { RoleCode } from '../api/generated/RoleCode';
import type { SessionView } from '../api/generated/SessionView';
import type { Settings } from '../api/generated/Settings';
import { sessionGet, sessionPair, settingsSet } from '../api/session';
import { dateOf } from '../format/time';
import { i18n } from '../i18n/index.svelte';

/** The two halves of the app. */
export type Half = 'round' | 'desk';

const deskRoles: readonly RoleCode[] = ['koordinator', 'ketua_pokmas', 'satpel', 'dinsos'];

/** Who holds this device, what time it is, and how things are shown. */
export class Session {
  view = $state<SessionView | null>(null);
  error = $state<ApiError | null>(null);

  /** The device's corrected clock when the view came, against the clock of this page. */
  #clock = { device: 0, page: 0 };

  async load(): Promise<void> {
    try {
      this.#take(await sessionGet());
      this.error = null;
    } catch (reason) {
      this.error = ApiError.from(reason);
    }
  }

  async pair(invitation: string): Promise<void> {
    this.#take(await sessionPair({ invitation }));
  }

  /** Shows the change at once; when it cannot be kept, the old look returns and the error is thrown. */
  async change(change: Partial<Settings>): Promise<void> {
    if (!this.view) return;
    const before = this.view.settings;
    const settings = { ...before, ...change };
    this.view.settings = settings;
    applySettings(settings);
    try {
      this.#take(await settingsSet({ settings }));
    } catch (reason) {
      this.view.settings = before;
      applySettings(before);
      throw ApiError.from(reason);
    }
  }

  /** Now, by the device's corrected clock. */
  now(): number {
    return this.#clock.device + (performance.now() - this.#clock.page);
  }

  get today(): string {
    return this.view?.today ?? dateOf(this.now());
  }

  get halves(): Half[] {
    const roles = this.view?.user?.roles ?? [];
    const halves: Half[] = [];
    const hasDesk = roles.some((role) => deskRoles.includes(role));
    if (roles.includes('kurir') || !hasDesk) halves.push('round');
    if (hasDesk) halves.push('desk');
    return halves;
  }

  #take(view: SessionView): void {
    this.view = view;
    this.#clock = { device: view.now_ms, page: performance.now() };
    applySettings(view.settings);
  }
}

const textSizes = { normal: undefined, large: 'l', largest: 'xl' } as const;

/** Puts theme, text size and language on the page. */
export function applySettings(settings: Settings): void {
  i18n.language = settings.language;
  const root = document.documentElement;
  root.lang = settings.language;
  setData(root, 'theme', settings.theme === 'system' ? undefined : settings.theme);
  setData(root, 'text', textSizes[settings.text_size]);
}

function setData(element: HTMLElement, name: string, value: string | undefined): void {
  if (value === undefined) delete element.dataset[name];
  else element.dataset[name] = value;
}

export const [getSession, setSession] = createContext<Session>();
