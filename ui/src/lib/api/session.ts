import { call } from './call';
import type { CodeRead } from './generated/CodeRead';
import type { CodeSeen } from './generated/CodeSeen';
import type { Pair } from './generated/Pair';
import type { SessionView } from './generated/SessionView';
import type { SettingsSet } from './generated/SettingsSet';

export const sessionGet = () => call<SessionView>({ command: 'session_get', args: {} });
export const sessionPair = (args: Pair) => call<SessionView>({ command: 'session_pair', args });
export const settingsSet = (args: SettingsSet) =>
  call<SessionView>({ command: 'settings_set', args });
/** An invitation in a picture. */
export const codeRead = (args: CodeRead) => call<CodeSeen>({ command: 'code_read', args });
