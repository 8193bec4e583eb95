// The dashboard's style and script go to the browser as they are.
import { cpSync } from 'node:fs';

cpSync(new URL('../src/cli/ui/assets', import.meta.url), new URL('../dist/ui', import.meta.url), { recursive: true });
