import type { DeskApi } from '../../desk/api';
import { ApiError } from '../../lib/api/error';
import type { PersonView } from '../../lib/api/generated/PersonView';

/** The registers of a person that are edited one at a time. */
export type Register =
  | 'name'
  | 'birth'
  | 'phone'
  | 'lives_alone'
  | 'address'
  | 'access_note'
  | 'diet'
  | 'identity'
  | 'address_ktp'
  | 'fasting'
  | 'enrolment';

/** In the order of the page: the arrow keys walk through them. */
export const REGISTERS: readonly Register[] = [
  'name',
  'birth',
  'identity',
  'phone',
  'lives_alone',
  'address',
  'access_note',
  'address_ktp',
  'diet',
  'fasting',
  'enrolment',
];

/** One person's page. */
export class PersonPage {
  view = $state.raw<PersonView | null>(null);
  error = $state.raw<ApiError | null>(null);
  readonly id: string;
  readonly api: DeskApi;

  constructor(api: DeskApi, id: string) {
    this.api = api;
    this.id = id;
  }

  async load(): Promise<void> {
    try {
      this.view = await this.api.personGet({ person_id: this.id });
      this.error = null;
    } catch (cause) {
      this.error = ApiError.from(cause);
    }
  }

  /** Takes what a command answered; throws what it refused, so that the form keeps its text. */
  async take(answer: Promise<PersonView>): Promise<void> {
    this.view = await answer;
  }

  get isGone(): boolean {
    return this.error?.code === 'not_found';
  }
}
