import type { DeskApi } from '../../desk/api';
import type { CheckView } from '../../lib/api/generated/CheckView';
import type { VisitField } from '../../lib/api/generated/VisitField';
import type { VisitRow } from '../../lib/api/generated/VisitRow';
import type { VisitsDeskView } from '../../lib/api/generated/VisitsDeskView';
import type { VisitView } from '../../lib/api/generated/VisitView';
import { addDays } from '../../lib/format/time';

export interface OpenedVisit {
  visit: VisitView;
  /** What its form says; `null` where none was filled in. */
  check: CheckView | null;
}

/** The visits of the kelurahan: what is proposed, open, and to be verified. */
export class DeskVisits {
  view = $state.raw<VisitsDeskView | null>(null);
  error = $state.raw<unknown>(null);
  /** The visit that is looked at. */
  opened = $state.raw<OpenedVisit | null>(null);
  saving = $state(false);

  constructor(private readonly api: DeskApi) {}

  async load(): Promise<void> {
    try {
      this.view = await this.api.visitsDesk();
      this.error = null;
    } catch (cause) {
      this.error = cause;
    }
    const { opened } = this;
    if (!opened) return;
    // Its visitor may have completed it meanwhile. Whoever closed it while this was read has closed it.
    const now = await this.#read(opened.visit.row);
    if (now && this.opened === opened) this.opened = now;
  }

  /** One tap: today or tomorrow, by whom is chosen. */
  handOut(row: VisitRow, assigned_to: string): Promise<boolean> {
    const today = this.view?.date ?? row.due ?? '';
    return this.#act(() =>
      this.api.visitHandOut({
        visit_id: row.id,
        person_id: row.person_id,
        purpose: row.purpose,
        due: row.due ?? addDays(today, 1),
        assigned_to,
        note: row.note,
      }),
    );
  }

  cancel(row: VisitRow, reason: string): Promise<boolean> {
    return this.#act(() => this.api.visitCancel({ visit_id: row.id, reason }));
  }

  /** No fields: verified. Else they are asked for. */
  verify(row: VisitRow, fields: VisitField[], note: string): Promise<boolean> {
    return this.#act(() => this.api.visitVerify({ visit_id: row.id, fields, note }));
  }

  async open(row: VisitRow): Promise<void> {
    const opened = await this.#read(row);
    if (!opened) return;
    this.opened = opened;
    this.error = null;
  }

  close(): void {
    this.opened = null;
  }

  async #read(row: VisitRow): Promise<OpenedVisit | null> {
    try {
      const visit = await this.api.visitGet({ visit_id: row.id, person_id: row.person_id });
      const hasForm = visit.forms.some((form) => form.recorded > 0);
      return { visit, check: hasForm ? await this.api.checkGet({ visit_id: row.id }) : null };
    } catch (cause) {
      this.error = cause;
      return null;
    }
  }

  /** One act at a time; what fails is shown and changes nothing. */
  async #act(run: () => Promise<VisitsDeskView>): Promise<boolean> {
    if (this.saving) return false;
    this.saving = true;
    try {
      this.view = await run();
      this.opened = null;
      this.error = null;
      return true;
    } catch (cause) {
      this.error = cause;
      return false;
    } finally {
      this.saving = false;
    }
  }
}
