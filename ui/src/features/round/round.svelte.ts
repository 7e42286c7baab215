import { createContext } from 'svelte';

import { runSplit } from '../../lib/api/covers';
import { ApiError } from '../../lib/api/error';
import { onDeviceEvent } from '../../lib/api/events';
import type { DeliveryRecord } from '../../lib/api/generated/DeliveryRecord';
import type { DoorAdd } from '../../lib/api/generated/DoorAdd';
import type { DoorView } from '../../lib/api/generated/DoorView';
import type { FoodFlag } from '../../lib/api/generated/FoodFlag';
import type { ObstacleKind } from '../../lib/api/generated/ObstacleKind';
import type { Outcome } from '../../lib/api/generated/Outcome';
import type { RoundRecapView } from '../../lib/api/generated/RoundRecapView';
import type { RoundView } from '../../lib/api/generated/RoundView';
import type { RunCloseDoors } from '../../lib/api/generated/RunCloseDoors';
import type { Sitting } from '../../lib/api/generated/Sitting';
import type { SplitView } from '../../lib/api/generated/SplitView';
import * as api from '../../lib/api/round';
import { Drafts } from './drafts';
import { recallSitting, rememberSitting } from './sitting';

/** How long *Urungkan* stands. */
export const UNDO_MS = 8000;

/** What a door's questions add up to; what is left out is empty. */
export type Answers = { outcome: Outcome } & Partial<
  Pick<
    DeliveryRecord,
    | 'wellbeing'
    | 'complaints'
    | 'contact_id'
    | 'received_by'
    | 'seen_by_neighbor'
    | 'bring_back'
    | 'until'
    | 'note'
  >
>;

export interface Said {
  text: string;
  /** What *Urungkan* takes back; `null` for a plain notice. */
  undo: { delivery_id: string; door: string } | null;
}

/** The courier's round: what the device says, and what is done with it. */
export class Round {
  view = $state.raw<RoundView | null>(null);
  error = $state<ApiError | null>(null);
  /** A save that failed; the screen stays where it is. */
  problem = $state<ApiError | null>(null);
  saving = $state(false);
  /** The courier joins in on a route that somebody covers. */
  joined = $state(false);
  said = $state<Said | null>(null);
  flags = $state<FoodFlag[]>([]);
  /** Deliveries whose proof waits until the app is opened again. */
  putOff = $state.raw<ReadonlySet<string>>(new Set());

  #sitting: Sitting | null = null;
  #drafts: Drafts | null = null;
  #draftsOf = '';
  /** Only the answer of the latest request is shown. */
  #request = 0;
  /** The device spoke during a save: its answer may already be old. */
  #stale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Follows the device until the returned function is called. */
  follow(): () => void {
    void this.load();
    const stop = onDeviceEvent((event) => {
      if (event.event === 'changed') void this.load();
    });
    const wake = () => {
      if (document.visibilityState === 'visible') void this.load();
    };
    document.addEventListener('visibilitychange', wake);
    return () => {
      stop();
      document.removeEventListener('visibilitychange', wake);
      clearTimeout(this.#timer);
    };
  }

  async load(): Promise<void> {
    if (this.saving) {
      this.#stale = true;
      return;
    }
    const request = ++this.#request;
    try {
      const view = await api.roundToday({ date: null, sitting: this.#sitting });
      if (request !== this.#request) return;
      const kept = recallSitting(view.date);
      if (this.#sitting === null && kept && kept !== view.sitting && view.sittings.includes(kept)) {
        this.#sitting = kept;
        await this.load();
      } else this.#take(view);
    } catch (reason) {
      if (request === this.#request) this.error = ApiError.from(reason);
    }
  }

  /** Ramadan: the other run of the day. */
  async choose(sitting: Sitting): Promise<void> {
    this.#sitting = sitting;
    if (this.view) rememberSitting(this.view.date, sitting);
    await this.load();
  }

  door(id: string | undefined): DoorView | null {
    return this.view?.doors.find((door) => door.id === id) ?? null;
  }

  start = () => this.#act((run) => api.runStart(run));
  receive = (boxes: number) => this.#act((run) => api.runReceive({ ...run, boxes }));
  finish = (boxes_back: number, note: string) =>
    this.#act((run) => api.runFinish({ ...run, boxes_back, note }));
  obstacle = (kind: ObstacleKind) =>
    this.#act((run) => api.runObstacle({ ...run, kind, note: '' }));
  close = (args: Omit<RunCloseDoors, 'date' | 'sitting'>) =>
    this.#act((run) => api.runCloseDoors({ ...run, ...args }));

  /** Hands the open doors to a colleague. `null`: it could not be saved, and `problem` says why. */
  async split(cover_id: string, courier_id: string): Promise<SplitView | null> {
    try {
      const { date, sitting } = this.#need();
      const done = await runSplit({ cover_id, date, sitting, route_id: null, courier_id });
      await this.load();
      return done;
    } catch (reason) {
      this.problem = ApiError.from(reason);
      return null;
    }
  }

  recap(): Promise<RoundRecapView> {
    const view = this.#need();
    return api.roundRecap({ date: view.date, sitting: view.sitting });
  }

  /** Saves one attempt. Answers the delivery's id once it is durable, `null` when it is not. */
  async record(door: DoorView, answers: Answers, text: string): Promise<string | null> {
    const { person_id } = door;
    if (person_id === null) return null;
    const { delivery_id, flags } = this.#draft(door.id);
    const saved = await this.#act(async (run) => {
      const { round } = await api.deliveryRecord({
        delivery_id,
        person_id,
        ...run,
        slots: door.slots,
        flags,
        wellbeing: null,
        complaints: [],
        contact_id: null,
        received_by: '',
        seen_by_neighbor: null,
        bring_back: false,
        until: null,
        note: '',
        ...answers,
      });
      return round;
    });
    if (!saved) return null;
    this.#drafts?.done(door.id);
    navigator.vibrate?.(20);
    this.say(text, { delivery_id, door: door.id });
    return delivery_id;
  }

  /** A door that is not on the list. */
  async add(
    args: Omit<DoorAdd, 'date' | 'sitting' | 'delivery_id'>,
    text: string,
  ): Promise<boolean> {
    const { delivery_id } = this.#draft('new');
    const saved = await this.#act(
      async (run) => (await api.doorAdd({ delivery_id, ...run, ...args })).round,
    );
    if (!saved) return false;
    this.#drafts?.done('new');
    this.say(text, { delivery_id, door: delivery_id });
    return true;
  }

  /** Afterwards: both versions are kept. */
  correct(door: DoorView, answers: Answers): Promise<boolean> {
    const last = door.attempts.at(-1);
    if (!last) return Promise.resolve(false);
    return this.#act(() =>
      api.deliveryCorrect({
        delivery_id: last.delivery_id,
        outcome: answers.outcome,
        flags: last.flags,
        wellbeing: answers.wellbeing ?? null,
        complaints: answers.complaints ?? [],
        received_by: answers.received_by ?? '',
        until: answers.until ?? null,
        note: answers.note ?? '',
      }),
    );
  }

  /** Takes the last record back and answers whose door it was. */
  async undo(): Promise<string | null> {
    const undo = this.said?.undo;
    if (!undo) return null;
    this.said = null;
    const done = await this.#act(() => api.deliveryRetract({ delivery_id: undo.delivery_id }));
    return done ? undo.door : null;
  }

  say(text: string, undo: Said['undo'] = null): void {
    this.said = { text, undo };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.said = null), UNDO_MS);
  }

  /** The flags that will go with the next record of a door. */
  showFlags(door: string): void {
    this.flags = this.#drafts?.flags(door) ?? [];
  }

  putOffProof(delivery: string): void {
    this.putOff = new Set([...this.putOff, delivery]);
  }

  toggleFlag(door: string, flag: FoodFlag): void {
    this.flags = this.#drafts?.toggleFlag(door, flag) ?? [];
  }

  #draft(door: string) {
    this.#need();
    if (!this.#drafts) throw new ApiError('internal', 'no list');
    return this.#drafts.of(door);
  }

  /** One act at a time: a second tap while the first is being saved does nothing. */
  async #act(
    run: (run: { date: string; sitting: Sitting }) => Promise<RoundView>,
  ): Promise<boolean> {
    if (this.saving) return false;
    const { date, sitting } = this.#need();
    this.saving = true;
    this.problem = null;
    const request = ++this.#request;
    try {
      const view = await run({ date, sitting });
      if (request === this.#request) this.#take(view);
      return true;
    } catch (reason) {
      this.problem = ApiError.from(reason);
      return false;
    } finally {
      this.saving = false;
      if (this.#stale) {
        this.#stale = false;
        void this.load();
      }
    }
  }

  #need(): RoundView {
    if (!this.view) throw new ApiError('internal', 'no list');
    return this.view;
  }

  #take(view: RoundView): void {
    this.view = view;
    this.error = null;
    const of = `${view.date}.${view.sitting}`;
    if (of === this.#draftsOf) return;
    this.#draftsOf = of;
    this.#drafts = new Drafts(view.date, view.sitting);
  }
}

export const [getRound, setRound] = createContext<Round>();
