import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { tidyHandOffs } from './jobs/tidy-hand-offs.ts';
import { makeHandOff } from './routes/make-hand-off.ts';
import { useHandOff } from './routes/use-hand-off.ts';

/** Hand-offs: a phone gives its contacts to the screen of the member who asked for it. */
export function registerHandOffs(app: App, platform: Platform): void {
  makeHandOff(app, platform);
  useHandOff(app, platform);
  tidyHandOffs(platform);
}
