import { ApiError } from '../api/error';
import { onDeviceEvent } from '../api/events';
import type { Izin } from '../api/generated/Izin';
import type { PhotoPurpose } from '../api/generated/PhotoPurpose';
import type { PhotoSubject } from '../api/generated/PhotoSubject';
import type { PhotosView } from '../api/generated/PhotosView';
import * as api from '../api/photos';
import { base64OfFile } from '../files';
import { here } from './spot';

/** What stands beside one delivery or visit. */
export class Photos {
  view = $state.raw<PhotosView | null>(null);
  problem = $state<ApiError | null>(null);
  saving = $state(false);
  /** Only the answer of the latest request is shown. */
  #request = 0;

  constructor(
    readonly subject: PhotoSubject,
    readonly person: string | null,
  ) {}

  /** Follows the device until the returned function is called. */
  follow(): () => void {
    void this.load();
    return onDeviceEvent((event) => {
      if (event.event === 'changed' && !this.saving) void this.load();
    });
  }

  load = () => this.#ask(() => api.photosOf({ subject: this.subject, person_id: this.person }));

  /** Whether it is durable on this device. */
  async attach(file: Blob, purpose: PhotoPurpose, izin: Izin): Promise<boolean> {
    return this.#act(async () =>
      api.photoAttach({
        subject: this.subject,
        person_id: this.person,
        purpose,
        izin,
        spot: await here(),
        bytes_base64: await base64OfFile(file),
      }),
    );
  }

  decline = () =>
    this.#act(() => api.photoDecline({ subject: this.subject, person_id: this.person }));

  draw = (by: string, strokes: number[][]) =>
    this.#act(() => api.parafDraw({ subject: this.subject, person_id: this.person, by, strokes }));

  remove = (photo_id: string) =>
    this.#act(() => api.photoRemove({ subject: this.subject, photo_id }));

  async #act(run: () => Promise<PhotosView>): Promise<boolean> {
    if (this.saving) return false;
    this.saving = true;
    const done = await this.#ask(run);
    this.saving = false;
    return done;
  }

  async #ask(run: () => Promise<PhotosView>): Promise<boolean> {
    const request = ++this.#request;
    try {
      const view = await run();
      if (request === this.#request) this.view = view;
      this.problem = null;
      return true;
    } catch (reason) {
      this.problem = ApiError.from(reason);
      return false;
    }
  }
}
