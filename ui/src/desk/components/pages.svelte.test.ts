import { describe, expect, it } from 'vitest';
import { Pages, type Page } from './pages.svelte';

const all = Array.from({ length: 10_250 }, (_, index) => `orang ${index}`);

function source(list = all) {
  const asked: number[] = [];
  const load = async (offset: number, limit: number): Promise<Page<string>> => {
    asked.push(offset);
    return { rows: list.slice(offset, offset + limit), matches: list.length };
  };
  return { asked, load };
}

describe('a long list', () => {
  it('loads each page once, however often it comes into view', async () => {
    const { asked, load } = source();
    const pages = new Pages(load);
    await Promise.all([pages.want(0, 30), pages.want(10, 40)]);
    await pages.want(90, 130);
    expect(asked).toEqual([0, 100]);
    expect(pages.row(105)).toBe('orang 105');
    expect(pages.count).toBe(10_250);
  });

  it('keeps showing what it has while news are loaded', async () => {
    const { load } = source();
    const pages = new Pages(load);
    await pages.want(0, 30);
    const reloading = pages.reload();
    expect(pages.row(3)).toBe('orang 3');
    await reloading;
    expect(pages.row(3)).toBe('orang 3');
  });

  it('forgets rows out of view after news, and loads them when they are looked at', async () => {
    const { asked, load } = source();
    const pages = new Pages(load);
    await pages.want(0, 30);
    await pages.want(5000, 5030);
    await pages.reload();
    expect(pages.row(3)).toBeUndefined();
    await pages.want(0, 30);
    expect(asked).toEqual([0, 5000, 5000, 0]);
  });

  it('drops the answer to an older question', async () => {
    let release = () => {};
    const slow = new Promise<void>((done) => (release = done));
    const pages = new Pages<string>(async () => {
      await slow;
      return { rows: ['lama'], matches: 1 };
    });
    const old = pages.want(0, 10);
    await pages.ask(async () => ({ rows: ['baru'], matches: 1 }));
    release();
    await old;
    expect(pages.row(0)).toBe('baru');
  });

  it('says that loading failed and tries again when asked', async () => {
    let fails = true;
    const pages = new Pages<string>(async () => {
      if (fails) throw new Error('mati');
      return { rows: ['ada'], matches: 1 };
    });
    await pages.want(0, 10);
    expect(pages.error).toBeInstanceOf(Error);
    fails = false;
    await pages.want(0, 10);
    expect(pages.error).toBeNull();
    expect(pages.row(0)).toBe('ada');
  });
});
