import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // Every file that a test run makes lies in a temporary folder of its own; nothing reads the developer's accounts.
    env: { TZ: 'UTC', NO_COLOR: '1' },
    testTimeout: 20_000,
    coverage: { include: ['src/**/*.ts'], provider: 'v8' },
  },
});
