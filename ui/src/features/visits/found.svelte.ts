import { ApiError } from '../../lib/api/error';
import type { AddressValue } from '../../lib/api/generated/AddressValue';
import type { BirthValue } from '../../lib/api/generated/BirthValue';
import type { PeopleSimilar } from '../../lib/api/generated/PeopleSimilar';
import type { VisitView } from '../../lib/api/generated/VisitView';
import { personFound } from '../../lib/api/found';
import { peopleList, peopleSimilar } from '../../lib/api/people';
import { Similar } from '../../lib/people/similar.svelte';

export const HONORIFICS = ['Bapak', 'Ibu', 'Mbah'] as const;
const SEXES: Record<string, BirthValue['sex']> = { Bapak: 'male', Ibu: 'female' };

/** RT and RW have three and two digits on every list. */
function padded(text: string, length: number): string {
  const digits = text.replace(/\D/g, '');
  return digits ? digits.padStart(length, '0') : '';
}

/** Somebody who is being written down at the door. Kept while one of those alike is looked at. */
export class Found {
  /** Minted once: saving twice by accident is one person. */
  readonly id = crypto.randomUUID();
  readonly similar = new Similar({ peopleSimilar });
  honorific = $state('');
  name = $state('');
  age = $state('');
  rw = $state('');
  rt = $state('');
  gang = $state('');
  house = $state('');
  landmark = $state('');
  alone = $state(false);
  saving = $state(false);
  error = $state.raw<ApiError | null>(null);
  /** Known places: a tap instead of a keyboard. */
  #places = $state.raw<{ rw: string; rt: string; gang: string }[]>([]);

  constructor(
    private readonly today: string,
    private readonly kelurahan: string,
    /** Of whose household the new person is. */
    readonly kin: VisitView | null,
    name: string,
  ) {
    this.name = name;
    if (!kin) return;
    this.rw = kin.row.rw;
    this.rt = kin.row.rt;
    this.gang = kin.row.gang;
    this.house = kin.house_no;
    this.landmark = kin.row.landmark;
  }

  /** Computed anew: the screen that made this may be gone, and derived state with it. */
  get rws(): string[] {
    return distinct(this.#places.map(({ rw }) => rw));
  }

  get rts(): string[] {
    return distinct(this.#places.filter(({ rw }) => rw === this.rw).map(({ rt }) => rt));
  }

  get gangs(): string[] {
    const near = this.#places.filter(({ rw, rt }) => rw === this.rw && rt === this.rt);
    return distinct(near.map(({ gang }) => gang));
  }

  /** Without them everything can still be typed. */
  async readPlaces(): Promise<void> {
    const page = await peopleList({
      ...{ search: '', filter: 'all', route_id: null, rw: null },
      ...{ sort: 'place', descending: false, offset: 0, limit: 500 },
    }).catch(() => null);
    this.#places = page?.rows ?? [];
  }

  /** An RT belongs to its RW, and a gang to its RT. */
  pickRw(known: string): void {
    if (this.rw !== known) this.rt = this.gang = '';
    this.rw = this.rw === known ? '' : known;
  }

  pickRt(known: string): void {
    if (this.rt !== known) this.gang = '';
    this.rt = this.rt === known ? '' : known;
  }

  pickGang(known: string): void {
    this.gang = this.gang === known ? '' : known;
  }

  get asked(): PeopleSimilar {
    return {
      ...{ name: this.name, nickname: '', birth: this.#birth, address: this.#address },
      ...{ phone: '', nik: '', kk: '' },
    };
  }

  /** False: nothing was saved; somebody who is alike is to be looked at first, or it failed. */
  async save(): Promise<boolean> {
    if (this.saving) return false;
    this.saving = true;
    try {
      if (!(await this.similar.mayAdd(this.asked))) return false;
      await personFound({
        person_id: this.id,
        name: { name: this.name.trim(), honorific: this.honorific, nickname: '' },
        birth: this.#birth,
        address: this.#address,
        phone: '',
        lives_alone: this.alone,
      });
      this.error = null;
      return true;
    } catch (reason) {
      this.error = ApiError.from(reason);
      return false;
    } finally {
      this.saving = false;
    }
  }

  get #birth(): BirthValue {
    const age = Number(this.age.replace(/\D/g, ''));
    const year = Number(this.today.slice(0, 4)) - age;
    return {
      date: 0 < age && age < 130 ? `${year}-01-01` : null,
      precision: 'year',
      sex: SEXES[this.honorific] ?? null,
    };
  }

  get #address(): AddressValue {
    return {
      kelurahan_code: this.kelurahan,
      rw: padded(this.rw, 2),
      rt: padded(this.rt, 3),
      gang: this.gang.trim(),
      house_no: this.house.trim(),
      landmark: this.landmark.trim(),
    };
  }
}

function distinct(texts: string[]): string[] {
  return [...new Set(texts)].filter(Boolean).sort();
}
