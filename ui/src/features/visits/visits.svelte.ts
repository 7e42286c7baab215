import { createContext } from 'svelte';

import { ApiError } from '../../lib/api/error';
import { onDeviceEvent } from '../../lib/api/events';
import type { CheckView } from '../../lib/api/generated/CheckView';
import type { FormAnswer } from '../../lib/api/generated/FormAnswer';
import type { MyVisitsView } from '../../lib/api/generated/MyVisitsView';
import type { RecordedPart } from '../../lib/api/generated/RecordedPart';
import type { VisitValueView } from '../../lib/api/generated/VisitValueView';
import type { VisitView } from '../../lib/api/generated/VisitView';
import * as api from '../../lib/api/visits';
import type { Found } from './found.svelte';

export const NOTHING_SAID: VisitValueView = {
  outcome: null,
  met: [],
  wellbeing: null,
  complaints: [],
  next: null,
  next_on: null,
  next_by: null,
  note: '',
};

/** The visits of whoever holds this phone: what the device says, and what is done with it. */
export class Visits {
  mine = $state.raw<MyVisitsView | null>(null);
  visit = $state.raw<VisitView | null>(null);
  check = $state.raw<CheckView | null>(null);
  error = $state<ApiError | null>(null);
  /** A save that failed; the screen stays where it is. */
  problem = $state<ApiError | null>(null);
  saving = $state(false);
  /** Of the records: what shows them reads again. */
  version = $state(0);
  /** Kept while somebody looks at one of those found. */
  search = $state('');
  /** What was searched for and is nobody's: perhaps the name of somebody new. */
  unknown = '';
  /** Somebody who is being written down. */
  found: Found | null = null;

  /** Only the answer to the latest question is shown. */
  #asked = '';

  /** Follows the device until the returned function is called. */
  follow(): () => void {
    void this.load();
    return onDeviceEvent((event) => {
      if (event.event === 'changed' && !this.saving) void this.load();
    });
  }

  async load(): Promise<void> {
    try {
      this.mine = await api.visitsMine();
      this.version += 1;
      this.error = null;
    } catch (reason) {
      this.error = ApiError.from(reason);
    }
    await this.#readAgain();
  }

  /** The visit on the screen: the coordinator may have asked for something. A tap meanwhile counts more. */
  async #readAgain(): Promise<void> {
    const { visit } = this;
    if (!visit || this.saving) return;
    const { id: visit_id, person_id } = visit.row;
    const now = await api.visitGet({ visit_id, person_id }).catch(() => null);
    if (now && this.visit === visit) this.visit = now;
  }

  /** A visit of one's own to somebody: named now, recorded when something was said. */
  meet(person: string): Promise<void> {
    const known = this.visit?.row;
    const again = known?.person_id === person && known.due === null && known.made_on === null;
    return this.open(again ? known.id : crypto.randomUUID(), person);
  }

  async open(visit: string, person: string | null = null): Promise<void> {
    this.#asked = visit;
    const known = this.visit?.row.id === visit ? this.visit.row : null;
    if (!known) this.visit = null;
    await this.#act(async () => {
      // Of a visit that nobody planned the device knows nothing before its first tap.
      const person_id = person ?? known?.person_id ?? null;
      const view = await api.visitGet({ visit_id: visit, person_id });
      if (this.#asked === visit) this.visit = view;
    });
  }

  /** What was tapped so far: the draft, else nothing. */
  get value(): VisitValueView {
    return this.visit?.draft ?? NOTHING_SAID;
  }

  /** Keeps one more answer before the next question shows. */
  tap(part: Partial<VisitValueView>): Promise<boolean> {
    const view = this.#need();
    const { row } = view;
    const value = { ...this.value, ...part };
    // A second tap that comes before the answer builds on the first one.
    this.visit = { ...view, draft: value };
    return this.#act(async () => {
      try {
        const saved = await api.visitDraftSave({
          visit_id: row.id,
          person_id: row.person_id,
          value,
        });
        if (this.visit?.draft === value) this.visit = saved;
        // A visit that was begun stands among one's own.
        if (!view.draft) void this.load();
      } catch (reason) {
        if (this.visit?.draft === value) this.visit = view;
        throw reason;
      }
    });
  }

  /** Records what was tapped; of a visit that was recorded before, another version of it. */
  save(part: Partial<VisitValueView>): Promise<boolean> {
    const { row, value: recorded } = this.#need();
    const value = { ...this.value, ...part };
    return this.#act(async () => {
      this.visit =
        row.made_on === null
          ? await api.visitRecord({
              visit_id: row.id,
              person_id: row.person_id,
              purpose: row.purpose,
              date: null,
              value,
            })
          : await api.visitCorrect({ visit_id: row.id, value, saw: recorded.heads });
      navigator.vibrate?.(20);
    });
  }

  openCheck(form: string): Promise<boolean> {
    const { row } = this.#need();
    return this.#act(async () => {
      this.check = await api.checkOpen({ visit_id: row.id, person_id: row.person_id, form });
    });
  }

  /** What was recorded of the visit's form, without beginning another one. */
  readCheck(): Promise<boolean> {
    const { row } = this.#need();
    return this.#act(async () => {
      this.check = await api.checkGet({ visit_id: row.id });
    });
  }

  answer(question: string, answer: FormAnswer | null): Promise<boolean> {
    const { row } = this.#need();
    return this.#act(async () => {
      this.check = await api.checkAnswer({ visit_id: row.id, question, answer });
    });
  }

  /** Completes an answer of a part that was recorded; the coordinator sees both versions. */
  amend(part: RecordedPart, question: string, answer: FormAnswer): Promise<boolean> {
    const { row } = this.#need();
    return this.#act(async () => {
      this.check = await api.checkAmend({
        assessment_id: part.assessment_id,
        question,
        answer,
        saw: part.answers[question]?.heads ?? [],
      });
      this.visit = await api.visitGet({ visit_id: row.id, person_id: null });
    });
  }

  recordPart(part: string): Promise<boolean> {
    const { row } = this.#need();
    return this.#act(async () => {
      this.check = await api.checkRecord({ visit_id: row.id, part });
    });
  }

  async #act(run: () => Promise<void>): Promise<boolean> {
    this.saving = true;
    try {
      await run();
      this.problem = null;
      return true;
    } catch (reason) {
      this.problem = ApiError.from(reason);
      return false;
    } finally {
      this.saving = false;
    }
  }

  #need(): VisitView {
    if (!this.visit) throw new ApiError('internal', 'no visit');
    return this.visit;
  }
}

export const [getVisits, setVisits] = createContext<Visits>();
