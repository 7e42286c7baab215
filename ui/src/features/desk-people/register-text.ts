import type { AddressValue } from '../../lib/api/generated/AddressValue';
import type { PersonView } from '../../lib/api/generated/PersonView';
import { placeLine } from '../../lib/format/place';
import { list, phone, sentence } from '../../lib/format/text';
import { plainDate } from '../../lib/format/time';
import type { codes } from '../../lib/i18n/codes';
import { dietWords } from './diet';
import type { Register } from './person.svelte';
import { writtenBirth } from './validate';
import type { PeopleWords } from './words';

/** A register in words; empty: nothing is known. */
export function registerText(
  view: PersonView,
  register: Register,
  t: PeopleWords,
  k: ReturnType<typeof codes>,
): string {
  switch (register) {
    case 'name': {
      const value = view.name.value;
      if (!value) return '';
      const name = [value.honorific, value.name].filter(Boolean).join(' ');
      return value.nickname ? `${name} (${value.nickname})` : name;
    }
    case 'birth': {
      const value = view.birth.value;
      if (!value) return '';
      const date =
        value.date && value.precision === 'day'
          ? plainDate(value.date)
          : writtenBirth(value.date, value.precision);
      return [date, value.sex ? t.sex[value.sex].toLowerCase() : ''].filter(Boolean).join(', ');
    }
    case 'phone':
      return view.phone.value ? phone(view.phone.value) : '';
    case 'lives_alone':
      return view.lives_alone.value === null ? '' : view.lives_alone.value ? t.yes : t.no;
    case 'address':
      return view.address.value ? addressText(view.address.value) : '';
    case 'address_ktp':
      return view.address_ktp.value ? addressText(view.address_ktp.value) : '';
    case 'access_note':
      return view.access_note.value ?? '';
    case 'diet': {
      const words = view.diet.value ? dietWords(view.diet.value, k) : [];
      return words.length > 0
        ? sentence(list(words))
        : view.diet.value
          ? sentence(k.texture.regular)
          : '';
    }
    case 'identity': {
      const value = view.identity.value;
      if (!value) return '';
      const nik = value.nik_masked || t.nikStatus[value.nik_status];
      return value.kk_masked ? `${nik} · ${t.kkIs(value.kk_masked)}` : nik;
    }
    case 'fasting':
      return view.fasting.value === null
        ? ''
        : sentence(view.fasting.value ? t.fasting.yes : t.fasting.no);
    case 'enrolment': {
      const value = view.enrolment.value;
      if (!value) return '';
      const text = sentence(t.statusSince(t.status[value.status], plainDate(value.date)));
      return value.reason ? `${text}. ${value.reason}` : text;
    }
  }
}

function addressText(value: AddressValue): string {
  return [placeLine(value), value.landmark].filter(Boolean).join(', ');
}
