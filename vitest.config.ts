import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/build.mjs',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: one heavy emulator test beside one light one.
    maxWorkers: 2,
  },
});
