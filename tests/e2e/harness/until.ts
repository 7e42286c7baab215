const EVERY_MS = 40;
/** A machine that builds beside the tests is slow; who waits for the right thing never needs all of it. */
export const PATIENCE_MS = 45_000;

/** Asks until there is an answer; a test that waits for nothing else waits for this. */
export async function until<T>(
  what: string,
  ask: () => T | null | undefined | false | Promise<T | null | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((next) => setTimeout(next, EVERY_MS));
  }
}
