import { createContext } from 'svelte';

import { ApiError } from '../api/error';
import { onDeviceEvent } from '../api/events';
import type { SyncView } from '../api/generated/SyncView';
import { syncNow, syncStatus } from '../api/sync';

/** What waits to be sent, and whether there is a connection. */
export class Sync {
  view = $state<SyncView | null>(null);
  error = $state<ApiError | null>(null);
  sending = $state(false);

  /** Follows the device until the returned function is called. */
  follow(): () => void {
    void this.#load(syncStatus());
    return onDeviceEvent((event) => {
      if (event.event === 'sync') this.view = event.status;
      else void this.#load(syncStatus());
    });
  }

  /** "Kirim sekarang" */
  async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    await this.#load(syncNow());
    this.sending = false;
  }

  async #load(answer: Promise<SyncView>): Promise<void> {
    try {
      this.view = await answer;
      this.error = null;
    } catch (reason) {
      this.error = ApiError.from(reason);
    }
  }
}

export const [getSync, setSync] = createContext<Sync>();
