// npm sets this bit when it installs the package; the checkout's own dist wants it too, so that ./dist/cli/bin.js runs.
import { chmodSync } from 'node:fs';

chmodSync(new URL('../dist/cli/bin.js', import.meta.url), 0o755);
