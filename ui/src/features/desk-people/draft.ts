import type { AddressValue } from '../../lib/api/generated/AddressValue';
import type { BirthValue } from '../../lib/api/generated/BirthValue';
import type { DietView } from '../../lib/api/generated/DietView';
import type { EnrolmentStatus } from '../../lib/api/generated/EnrolmentStatus';
import type { IdentityValue } from '../../lib/api/generated/IdentityValue';
import type { NameValue } from '../../lib/api/generated/NameValue';
import type { PersonView } from '../../lib/api/generated/PersonView';
import { phone } from '../../lib/format/text';

/** What the forms of a person hold while somebody types. */
export interface Draft {
  name: NameValue;
  birth: BirthValue;
  phone: string;
  lives_alone: boolean;
  address: AddressValue;
  access_note: string;
  diet: DietView;
  identity: IdentityValue;
  address_ktp: AddressValue;
  fasting: boolean;
  enrolment: { status: EnrolmentStatus; date: string | null; reason: string };
}

export function emptyDraft(today: string, kelurahan: string): Draft {
  const address = {
    kelurahan_code: kelurahan,
    rw: '',
    rt: '',
    gang: '',
    house_no: '',
    landmark: '',
  };
  return {
    name: { name: '', honorific: '', nickname: '' },
    birth: { date: null, precision: 'year', sex: null },
    phone: '',
    lives_alone: false,
    address,
    access_note: '',
    diet: { texture: 'regular', flags: [], allergy: '', note: '' },
    identity: { nik_status: 'unknown', nik: '', kk: '' },
    address_ktp: { ...address },
    fasting: false,
    enrolment: { status: 'active', date: today, reason: '' },
  };
}

/** The values of a person, to be changed. The numbers of the identity are never among them. */
export function draftOf(view: PersonView, today: string, kelurahan: string): Draft {
  const empty = emptyDraft(today, kelurahan);
  return structuredClone({
    name: view.name.value ?? empty.name,
    birth: view.birth.value ?? empty.birth,
    phone: view.phone.value ? phone(view.phone.value) : '',
    lives_alone: view.lives_alone.value ?? false,
    address: view.address.value ?? empty.address,
    access_note: view.access_note.value ?? '',
    diet: view.diet.value ?? empty.diet,
    identity: { nik_status: view.identity.value?.nik_status ?? 'unknown', nik: '', kk: '' },
    address_ktp: view.address_ktp.value ?? empty.address_ktp,
    fasting: view.fasting.value ?? false,
    enrolment: { status: view.enrolment.value?.status ?? 'active', date: today, reason: '' },
  });
}
