import type { DeskApi } from '../../desk/api';
import { Pages } from '../../desk/components/pages.svelte';
import type { PeopleCounts } from '../../lib/api/generated/PeopleCounts';
import type { PeopleFilter } from '../../lib/api/generated/PeopleFilter';
import type { PeopleSort } from '../../lib/api/generated/PeopleSort';
import type { PersonRow } from '../../lib/api/generated/PersonRow';
import { recallColumns, rememberColumns, type Column } from './columns';

/** The table of people: what is asked, what came, where one is. Kept by the desk while one looks elsewhere. */
export class PeopleTable {
  search = $state('');
  filter = $state<PeopleFilter>('all');
  route = $state<string | null>(null);
  sort = $state<PeopleSort>('name');
  descending = $state(false);
  columns = $state.raw<Column[]>(recallColumns());
  counts = $state.raw<PeopleCounts | null>(null);
  /** The row under the cursor. */
  at = $state(0);
  /** Where the list was scrolled to, for the way back. */
  scrollTop = 0;
  readonly pages: Pages<PersonRow>;
  #api: DeskApi;
  #asked = false;
  #selected: string | null = null;

  constructor(api: DeskApi) {
    this.#api = api;
    this.pages = new Pages(this.#load());
  }

  get selected(): PersonRow | undefined {
    return this.pages.row(this.at);
  }

  /** Moves the cursor, and stays within the list. */
  move(to: number): void {
    this.at = Math.max(0, Math.min(to, this.pages.count - 1));
    this.#selected = this.selected?.id ?? null;
  }

  /** Loads the first time; afterwards what is shown is loaded again. */
  async open(): Promise<void> {
    if (!this.#asked) return this.ask({});
    await this.reload();
  }

  /** Changes the question and starts at the head of the answer. */
  async ask(
    change: Partial<Pick<PeopleTable, 'search' | 'filter' | 'route' | 'sort' | 'descending'>>,
  ): Promise<void> {
    Object.assign(this, change);
    this.#asked = true;
    this.scrollTop = 0;
    this.at = 0;
    this.#selected = null;
    await this.pages.ask(this.#load());
    this.#selected = this.selected?.id ?? null;
  }

  /** News came: the cursor stays on its person, wherever that person is now. */
  async reload(): Promise<void> {
    await this.pages.reload();
    const at = this.#selected === null ? -1 : this.pages.find((row) => row.id === this.#selected);
    this.move(at >= 0 ? at : this.at);
  }

  toggle(column: Column): void {
    const columns = this.columns.includes(column)
      ? this.columns.filter((other) => other !== column)
      : [...this.columns, column];
    this.columns = columns;
    rememberColumns(columns);
  }

  order(sort: PeopleSort): Promise<void> {
    const again = this.sort === sort;
    return this.ask({ sort, descending: again ? !this.descending : false });
  }

  #load() {
    const asked = {
      search: this.search.trim(),
      filter: this.filter,
      route_id: this.route,
      rw: null,
      sort: this.sort,
      descending: this.descending,
    };
    return async (offset: number, limit: number) => {
      const page = await this.#api.peopleList({ ...asked, offset, limit });
      this.counts = page.counts;
      return page;
    };
  }
}
