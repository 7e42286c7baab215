import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Router } from './router.svelte';

/** Resolves when the browser has travelled. */
const travelled = () =>
  new Promise<void>((resolve) => addEventListener('popstate', () => resolve(), { once: true }));

describe('the way back', () => {
  let router: Router;

  beforeEach(() => {
    history.replaceState(null, '', '#/round');
    router = new Router();
  });
  afterEach(() => router.stop());

  it('leads through every step, as Android’s gesture does', async () => {
    router.go('/round/door/a');
    router.go('/round/door/a/ask');
    history.back();
    await travelled();
    expect(router.path).toBe('/round/door/a');
    router.back();
    await travelled();
    expect(router.path).toBe('/round');
  });

  it('never leads into the steps of a door that was saved', async () => {
    router.go('/round/door/a');
    router.go('/round/door/a/ask');
    router.home('/round');
    expect(router.path, 'the list shows at once').toBe('/round');
    await travelled();
    expect(location.hash).toBe('#/round');
    router.back('/round');
    expect(router.path, 'there is nothing behind the list').toBe('/round');
  });

  it('keeps a tap that comes while the steps are folded', async () => {
    router.go('/round/door/a');
    router.home('/round');
    router.go('/round/door/b');
    await travelled();
    expect(router.path).toBe('/round/door/b');
    router.back();
    await travelled();
    expect(router.path).toBe('/round');
  });

  it('goes to the fallback where there is no past', () => {
    router.back('/round/list');
    expect(router.path).toBe('/round/list');
  });

  it('splits a path into its parts', () => {
    router.go('/round/door/a%20b/ask');
    expect(router.segments).toEqual(['round', 'door', 'a b', 'ask']);
  });
});
