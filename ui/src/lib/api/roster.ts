import { call } from './call';
import type { RosterCommit } from './generated/RosterCommit';
import type { RosterCommitView } from './generated/RosterCommitView';
import type { RosterPreview } from './generated/RosterPreview';
import type { RosterPreviewView } from './generated/RosterPreviewView';

export const rosterPreview = (args: RosterPreview) =>
  call<RosterPreviewView>({ command: 'roster_preview', args });
export const rosterCommit = (args: RosterCommit) =>
  call<RosterCommitView>({ command: 'roster_commit', args });
