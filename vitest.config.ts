import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // Every file that a test run makes lies in a temporary folder of its own; nothing reads the developer's accounts.
    // The AWS SDK warns of Node 20, which it leaves in 2027.
    env: { TZ: 'UTC', NO_COLOR: '1', AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 60_000,
    maxWorkers: 2,
    coverage: { include: ['src/**/*.ts'], provider: 'v8' },
  },
});
