import { call } from './call';
import type { PersonFound } from './generated/PersonFound';
import type { PersonView } from './generated/PersonView';

export const personFound = (args: PersonFound) =>
  call<PersonView>({ command: 'person_found', args });
