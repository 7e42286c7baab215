import type { PeopleSimilar } from '../api/generated/PeopleSimilar';
import type { SimilarPerson } from '../api/generated/SimilarPerson';
import type { SimilarView } from '../api/generated/SimilarView';

/** A name shorter than this is like too many. */
const LETTERS_MIN = 3;
const PAUSE_MS = 250;

/** Who is like somebody who is about to be registered. Whoever was seen is not asked about again. */
export class Similar {
  people = $state.raw<SimilarPerson[]>([]);
  /** Saving was held up: somebody is probably here already. */
  asked = $state(false);
  #seen = new Set<string>();
  #latest = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly api: { peopleSimilar(args: PeopleSimilar): Promise<SimilarView> }) {}

  /** Computed anew: it may outlive the screen that made it, and derived state would not. */
  get probable(): SimilarPerson[] {
    return this.people.filter((it) => it.verdict === 'probable');
  }

  /** After a pause in the typing. */
  look(args: PeopleSimilar): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(args), PAUSE_MS);
  }

  /** False: somebody is shown who is probably meant and was not seen before. */
  async mayAdd(args: PeopleSimilar): Promise<boolean> {
    clearTimeout(this.#timer);
    await this.#ask(args);
    const unseen = this.probable.filter((it) => !this.#seen.has(it.person.row.id));
    for (const it of unseen) this.#seen.add(it.person.row.id);
    this.asked = this.probable.length > 0;
    return unseen.length === 0;
  }

  /** Whom the new person is not. */
  get different(): string[] {
    return this.probable.map((it) => it.person.row.id);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** A failure leaves what is shown: a help that fails must not keep anybody from saving. */
  async #ask(args: PeopleSimilar): Promise<void> {
    const number = ++this.#latest;
    const enough = args.name.trim().length >= LETTERS_MIN || args.nik.length === 16;
    const people = enough
      ? await this.api.peopleSimilar(args).then(
          (view) => view.people,
          () => this.people,
        )
      : [];
    if (number !== this.#latest) return;
    this.people = people;
    // What was typed since is nobody's: saving is no question any more.
    if (this.probable.length === 0) this.asked = false;
  }
}
