import type { DoorView } from '../../lib/api/generated/DoorView';
import type { Outcome } from '../../lib/api/generated/Outcome';
import { codes } from '../../lib/i18n/codes';
import type { Router } from '../../lib/router/router.svelte';
import { roundText } from './messages';
import type { Answers, Round } from './round.svelte';
import { question, stepPath, type Mode, type Step } from './steps';

/** What can be done at one door; the same questions record it and correct it. */
export class DoorActs {
  constructor(
    readonly round: Round,
    readonly router: Router,
    readonly mode: Mode,
    readonly door: DoorView,
  ) {}

  go(step: Step): void {
    this.router.go(stepPath(this.mode, this.door.id, step));
  }

  back = (): void => this.router.back('/round');

  /** Asks what an outcome still needs, or saves it. */
  choose(outcome: Outcome): void {
    const next = question(outcome);
    if (next) this.go(next);
    else void this.save({ outcome });
  }

  /** Saves; the following door opens only when the record is durable. */
  async save(answers: Answers): Promise<void> {
    if (!(await this.#keep(answers))) return;
    this.router.home('/round');
    if (answers.wellbeing === 'urgent') this.router.go(`/round/help/${this.door.id}`);
  }

  async #keep(answers: Answers): Promise<boolean> {
    const offList = this.door.person_id === null;
    if (this.mode === 'door' && !offList) {
      return (await this.round.record(this.door, answers, this.#said(answers))) !== null;
    }
    // Nobody is known yet behind a door off the list: its one attempt says how it ended.
    const kept = await this.round.correct(this.door, answers);
    if (kept) this.round.say(offList ? this.#said(answers) : roundText().fix.done(this.door.name));
    return kept;
  }

  /** "Bapak Kasman, diterima keluarga, baik" */
  #said(answers: Answers): string {
    const words = codes();
    return [
      this.door.name,
      answers.bring_back
        ? roundText().finish.back.toLowerCase()
        : words.outcomeShort[answers.outcome],
      answers.wellbeing ? words.wellbeing[answers.wellbeing].toLowerCase() : '',
    ]
      .filter(Boolean)
      .join(', ');
  }
}
