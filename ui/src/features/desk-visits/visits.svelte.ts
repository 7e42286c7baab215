import type { DeskApi } from '../../desk/api';
import type { CheckView } from '../../lib/api/generated/CheckView';
import type { VisitField } from '../../lib/api/generated/VisitField';
import type { VisitRow } from '../../lib/api/generated/VisitRow';
import type { VisitsDeskView } from '../../lib/api/generated/VisitsDeskView';
import type { VisitView } from '../../lib/api/generated/VisitView';
import { addDays } from '../../lib/format/time';

/** The visits of the kelurahan: what is proposed, open, and to be verified. */
export class DeskVisits {
  view = $state.raw<VisitsDeskView | null>(null);
  error = $state.raw<unknown>(null);
  /** The visit that is looked at, with what its form says. */
  opened = $state.raw<{ visit: VisitView; check: CheckView | null } | null>(null);
  saving = $state(false);

  constructor(private readonly api: DeskApi) {}

  async load(): Promise<void> {
    try {
      this.view = await this.api.visitsDesk();
      this.error = null;
    } catch (cause) {
      this.error = cause;
    }
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
    try {
      const visit = await this.api.visitGet({ visit_id: row.id, person_id: row.person_id });
      const hasForm = visit.forms.some((form) => form.recorded > 0);
      const check = hasForm ? await this.api.checkGet({ visit_id: row.id }) : null;
      this.opened = { visit, check };
      this.error = null;
    } catch (cause) {
      this.error = cause;
    }
  }

  close(): void {
    this.opened = null;
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
