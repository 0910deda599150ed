import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { answerSuggestion } from './routes/answer-suggestion.ts';
import { changeExclusions } from './routes/change-exclusions.ts';
import { changeSettings } from './routes/change-settings.ts';
import { listSuggestions } from './routes/list-suggestions.ts';

/** People a member may know, each with its reason. */
export function registerSuggestions(app: App, platform: Platform): void {
  listSuggestions(app, platform);
  answerSuggestion(app, platform);
  changeSettings(app, platform);
  changeExclusions(app, platform);
}
