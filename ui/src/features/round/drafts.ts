import type { FoodFlag } from '../../lib/api/generated/FoodFlag';

/**
 * What is under way at a door but not yet saved. Kept in the browser's store, so that a killed app
 * goes on with the same attempt: saving it twice is one record, because its id was minted here.
 */
export interface Draft {
  delivery_id: string;
  flags: FoodFlag[];
}

export class Drafts {
  readonly #key: string;
  #drafts: Record<string, Draft>;

  constructor(date: string, sitting: string) {
    const prefix = 'rantang.drafts.';
    this.#key = `${prefix}${date}.${sitting}`;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix) && !key.startsWith(`${prefix}${date}`))
        localStorage.removeItem(key);
    }
    this.#drafts = read(this.#key);
  }

  /** The draft of a door, minted the first time. */
  of(door: string): Draft {
    const kept = this.#drafts[door];
    if (kept) return kept;
    return this.#put(door, { delivery_id: crypto.randomUUID(), flags: [] });
  }

  flags(door: string): FoodFlag[] {
    return this.#drafts[door]?.flags ?? [];
  }

  toggleFlag(door: string, flag: FoodFlag): FoodFlag[] {
    const draft = this.of(door);
    const flags = draft.flags.includes(flag)
      ? draft.flags.filter((other) => other !== flag)
      : [...draft.flags, flag];
    return this.#put(door, { ...draft, flags }).flags;
  }

  /** The attempt is durable: the next one at this door is another. */
  done(door: string): void {
    delete this.#drafts[door];
    this.#save();
  }

  #put(door: string, draft: Draft): Draft {
    this.#drafts[door] = draft;
    this.#save();
    return draft;
  }

  #save(): void {
    localStorage.setItem(this.#key, JSON.stringify(this.#drafts));
  }
}

function read(key: string): Record<string, Draft> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, Draft>) : {};
  } catch {
    return {};
  }
}
