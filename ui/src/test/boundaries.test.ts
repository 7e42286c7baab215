import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(__dirname, '..');

/** Every import of our own files, as paths below `src`. */
function imports(): { from: string; to: string }[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.startsWith('test'))
    .flatMap((name) => {
      const text = readFileSync(join(root, name), 'utf8');
      return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, to = '']) => ({
        from: name,
        to: to.startsWith('.') ? relative(root, resolve(root, dirname(name), to)) : to,
      }));
    });
}

/** Elements that a component holds with `bind:this`, and how it declares them. */
function held(): { from: string; element: string; text: string }[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.svelte'))
    .flatMap((from) => {
      const text = readFileSync(join(root, from), 'utf8');
      return [...text.matchAll(/bind:this=\{(\w+)\}/g)].map(([, element = '']) => ({
        from,
        element,
        text,
      }));
    });
}

const all = imports();
const feature = (path: string) => /^features\/([^/]+)\//.exec(path)?.[1];

describe('who may import whom', () => {
  it('reads the imports of the whole UI', () => {
    expect(all).toContainEqual({ from: 'main.ts', to: 'App.svelte' });
  });

  it('keeps features apart from each other', () => {
    const crossing = all.filter(
      ({ from, to }) => feature(from) && feature(to) && feature(from) !== feature(to),
    );
    expect(crossing).toEqual([]);
  });

  it('keeps the library below the features and the shells', () => {
    const upward = all.filter(
      ({ from, to }) => from.startsWith('lib/') && /^(features|phone|desk)\//.test(to),
    );
    expect(upward).toEqual([]);
  });

  it('lets only the api folder talk to the device', () => {
    const talking = all.filter(
      ({ from, to }) =>
        !from.startsWith('lib/api/') && (to.startsWith('@tauri-apps/') || to === 'lib/api/call'),
    );
    expect(talking).toEqual([]);
    const fetching = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|svelte)$/.test(name) && !/^(test|lib\/api)\//.test(name))
      .filter((name) =>
        /\b(fetch|EventSource|XMLHttpRequest)\(/.test(readFileSync(join(root, name), 'utf8')),
      );
    expect(fetching).toEqual([]);
  });
});

describe('an element that a component holds', () => {
  // A scroll, an observer or a tick may still come when the component has gone: the type has to say so.
  it('may be missing, so that the compiler asks', () => {
    expect(held().length).toBeGreaterThan(0);
    const sure = held().filter(
      ({ element, text }) => !new RegExp(`let ${element} = \\$state<.+>\\(\\);`).test(text),
    );
    expect(sure.map(({ from, element }) => `${from}: ${element}`)).toEqual([]);
  });
});
