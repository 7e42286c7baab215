import { call } from './call';
import type { AreaView } from './generated/AreaView';
import type { ContactRemove } from './generated/ContactRemove';
import type { ContactSave } from './generated/ContactSave';
import type { DeathDecide } from './generated/DeathDecide';
import type { DepartureView } from './generated/DepartureView';
import type { EnrolmentSet } from './generated/EnrolmentSet';
import type { FastingChoose } from './generated/FastingChoose';
import type { HoldEnd } from './generated/HoldEnd';
import type { HoldPlace } from './generated/HoldPlace';
import type { PeopleList } from './generated/PeopleList';
import type { PeoplePageView } from './generated/PeoplePageView';
import type { PeopleSimilar } from './generated/PeopleSimilar';
import type { PersonAdd } from './generated/PersonAdd';
import type { PersonEdit } from './generated/PersonEdit';
import type { PersonGet } from './generated/PersonGet';
import type { PersonMove } from './generated/PersonMove';
import type { PersonView } from './generated/PersonView';
import type { TimelineGet } from './generated/TimelineGet';
import type { TimelineView } from './generated/TimelineView';
import type { SimilarView } from './generated/SimilarView';

export const peopleList = (args: PeopleList) =>
  call<PeoplePageView>({ command: 'people_list', args });
export const personGet = (args: PersonGet) => call<PersonView>({ command: 'person_get', args });
export const peopleSimilar = (args: PeopleSimilar) =>
  call<SimilarView>({ command: 'people_similar', args });
export const personAdd = (args: PersonAdd) => call<PersonView>({ command: 'person_add', args });
export const personEdit = (args: PersonEdit) => call<PersonView>({ command: 'person_edit', args });
export const personMove = (args: PersonMove) => call<PersonView>({ command: 'person_move', args });
export const peopleMoved = () => call<DepartureView[]>({ command: 'people_moved', args: {} });
export const areasNear = () => call<AreaView[]>({ command: 'areas_near', args: {} });
export const contactSave = (args: ContactSave) =>
  call<PersonView>({ command: 'contact_save', args });
export const contactRemove = (args: ContactRemove) =>
  call<PersonView>({ command: 'contact_remove', args });
export const timelineGet = (args: TimelineGet) =>
  call<TimelineView>({ command: 'timeline_get', args });
export const holdPlace = (args: HoldPlace) => call<PersonView>({ command: 'hold_place', args });
export const holdEnd = (args: HoldEnd) => call<PersonView>({ command: 'hold_end', args });
export const deathDecide = (args: DeathDecide) =>
  call<PersonView>({ command: 'death_decide', args });
export const fastingChoose = (args: FastingChoose) =>
  call<PersonView>({ command: 'fasting_choose', args });
export const enrolmentSet = (args: EnrolmentSet) =>
  call<PersonView>({ command: 'enrolment_set', args });
