import { call } from './call';
import type { CheckAmend } from './generated/CheckAmend';
import type { CheckAnswer } from './generated/CheckAnswer';
import type { CheckGet } from './generated/CheckGet';
import type { CheckOpen } from './generated/CheckOpen';
import type { CheckRecord } from './generated/CheckRecord';
import type { CheckView } from './generated/CheckView';
import type { MyVisitsView } from './generated/MyVisitsView';
import type { VisitCancel } from './generated/VisitCancel';
import type { VisitCorrect } from './generated/VisitCorrect';
import type { VisitDraftSave } from './generated/VisitDraftSave';
import type { VisitGet } from './generated/VisitGet';
import type { VisitHandOut } from './generated/VisitHandOut';
import type { VisitRecord } from './generated/VisitRecord';
import type { VisitsDeskView } from './generated/VisitsDeskView';
import type { VisitVerify } from './generated/VisitVerify';
import type { VisitView } from './generated/VisitView';

export const visitsMine = () => call<MyVisitsView>({ command: 'visits_mine', args: {} });
export const visitGet = (args: VisitGet) => call<VisitView>({ command: 'visit_get', args });
export const visitDraftSave = (args: VisitDraftSave) =>
  call<VisitView>({ command: 'visit_draft_save', args });
export const visitRecord = (args: VisitRecord) =>
  call<VisitView>({ command: 'visit_record', args });
export const visitCorrect = (args: VisitCorrect) =>
  call<VisitView>({ command: 'visit_correct', args });
export const checkOpen = (args: CheckOpen) => call<CheckView>({ command: 'check_open', args });
export const checkGet = (args: CheckGet) => call<CheckView>({ command: 'check_get', args });
export const checkAnswer = (args: CheckAnswer) =>
  call<CheckView>({ command: 'check_answer', args });
export const checkRecord = (args: CheckRecord) =>
  call<CheckView>({ command: 'check_record', args });
export const checkAmend = (args: CheckAmend) => call<CheckView>({ command: 'check_amend', args });
export const visitsDesk = () => call<VisitsDeskView>({ command: 'visits_desk', args: {} });
export const visitHandOut = (args: VisitHandOut) =>
  call<VisitsDeskView>({ command: 'visit_hand_out', args });
export const visitCancel = (args: VisitCancel) =>
  call<VisitsDeskView>({ command: 'visit_cancel', args });
export const visitVerify = (args: VisitVerify) =>
  call<VisitsDeskView>({ command: 'visit_verify', args });
