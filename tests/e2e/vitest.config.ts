import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'mornings/**/*.test.ts',
      'days/**/*.test.ts',
      'window/**/*.test.ts',
      'screens/**/*.test.ts',
    ],
    globalSetup: ['harness/build.ts'],
    // Each world is several programs and a browser: more than two at once only wait for each other.
    maxWorkers: 2,
    // Generous: a test that fails by itself says what it waited for, long before.
    testTimeout: 300_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
