import type { ApiError } from '../api/error';
import type { ErrorCode } from '../api/generated/ErrorCode';
import { i18n, messages } from './index.svelte';

/** Sentences for what happens before the device can answer. What the device says comes with its own words. */
const id = {
  unreachable: 'Aplikasi tidak bisa menghubungi penyimpanannya. Catatan aman. Buka ulang aplikasi.',
  forbidden: 'Alamat ini sudah tidak berlaku. Buka alamat yang terakhir dicetak oleh program.',
};

const en: typeof id = {
  unreachable: 'The app cannot reach its store. Your records are safe. Open the app again.',
  forbidden: 'This address is no longer valid. Open the one that the program printed last.',
};

const sentences = messages<Record<string, string>>({ id, en });

/** The device speaks Indonesian; these are the same sentences for whoever chose English. */
const english: Record<ErrorCode, string> = {
  bad_request: 'The app sent something that its store does not understand. Nothing was changed.',
  not_for_this_window: 'This window does not do that. Nothing was changed.',
  not_permitted: 'Your role does not record this. Nothing was changed. Ask the coordinator.',
  not_paired: 'This device is not connected. Ask the coordinator for an invitation.',
  already_paired: 'This device is connected already.',
  invitation_unreadable:
    'That is not a whole invitation. Paste it again, from the first letter to the last.',
  invitation_invalid: 'That invitation is used or too old. Ask the coordinator for a new one.',
  invitation_of_another:
    'That invitation is for somebody else. Your records are safe here. Ask for one in your own name.',
  wrong_server: 'Another server answers at that address. Nothing was sent. Ask the coordinator.',
  no_signal: 'There is no signal. Your records are safe; try again where there is one.',
  server_busy: 'The server is busy. Your records are safe; try again in a while.',
  server_refused: 'The server refused. Your records are safe; tell the coordinator.',
  app_outdated: 'This app is too old for the server. Your records are safe; update the app.',
  not_found: 'This record is not on this device. Load the list again, then try once more.',
  sealing_key_missing:
    'This device does not know the server’s key yet. Your records are safe; reach the server once, then try again.',
  name_missing: 'The name is missing. Write it, then save again.',
  dates_reversed: 'The end is before the beginning. Correct the dates, then save again.',
  slot_missing: 'Choose the first or the second meal, then save again.',
  boxes_out_of_range: 'The number of boxes makes no sense. Check it, then save again.',
  wellbeing_without_meeting: 'How somebody is can only be recorded when they were met.',
  nothing_to_do: 'There is nothing to save.',
  too_many: 'Too much at once. Do it in parts.',
  text_too_long: 'The text is too long and was not saved. Shorten it, then save again.',
  file_empty: 'This file is empty. Nothing was changed. Save it once more from Excel.',
  file_too_large:
    'This file is too large. Nothing was changed. Save only the sheet with the list, then try again.',
  file_too_many_rows: 'This file has too many rows. Nothing was changed. Split it, then try again.',
  file_password:
    'This file has a password. Nothing was changed. Save it without the password, then try again.',
  file_broken:
    'This file is damaged. Nothing was changed. Open it in Excel, save it again, then try once more.',
  file_type: 'This is no list that can be read. Choose an XLSX, XLS, ODS or CSV file.',
  sheet_missing: 'That sheet is not in the file. Choose another one.',
  header_missing:
    'No row of the sheet names its columns. Add a row with names such as “Nama” and “RT/RW”.',
  preview_gone:
    'The file has to be looked at once more before it can enter. Nothing was saved yet.',
  date_invalid: 'That date does not exist. Correct it, then save again.',
  phone_invalid: 'That is not a telephone number. Correct it, then save again.',
  place_invalid: 'The RT, the RW or the kelurahan is not right. Correct it, then save again.',
  nik_invalid: 'The NIK is not right. Correct it, or say that it is unknown, then save again.',
  no_period: 'There is no programme period for this. Nothing was changed.',
  code_unreadable:
    'A receipt code has 8 letters and digits, such as K7QF-2M9P. Have it read out once more.',
  probably_known: 'Somebody like this is here already. Nothing was saved. Look at them first.',
  changed_meanwhile:
    'Somebody changed this meanwhile. Nothing of yours was saved; look again, then decide.',
  not_certified:
    'The server has not certified this device for the office’s Wi-Fi yet. Your records are safe; reach the server once.',
  port_taken: 'Another program listens there. Nothing was changed. Choose another port.',
  file_unreadable: 'The file cannot be read. Nothing was changed.',
  picture_too_large:
    'This photo is too large. Nothing was changed. Take it again in the usual size, then choose that one.',
  picture_unreadable:
    'This photo is damaged or no JPEG, PNG or WebP. Nothing was changed. Take it again, or paste the invitation.',
  consent_missing: 'Ask first, then say who allowed the photo.',
  photo_not_allowed: 'This programme does not photograph KTP and KK. Nothing was kept.',
  photo_unreadable: 'This is no whole photo and was not kept. Your record is safe. Take it again.',
  photo_too_large:
    'This photo is too large and was not kept. Your record is safe. Take it inside the app.',
  photo_no_room:
    'The phone is nearly full and the photo was not kept. Your records are safe. Make room.',
  disk_full:
    'The phone is full and this record was not saved. Earlier ones are safe. Make room, then save again.',
  store_in_use: 'Another Rantang uses these data. Close it, then try again.',
  store_newer: 'These data come from a newer Rantang. They are safe. Update the app.',
  store_damaged: 'The data file cannot be read. It was left as it is. Call whoever looks after it.',
  store_key_missing:
    'The key of the data is missing. Nothing was changed. Call whoever looks after it.',
  store_directory: 'The data folder cannot be used. Check its place and its rights.',
  internal: 'Something went wrong in the app. What was saved is safe. Try once more.',
};

/** What to tell a person about an error. */
export function errorText(error: ApiError): string {
  const own = sentences()[error.code];
  if (own) return own;
  if (i18n.language === 'en' && error.code in english) return english[error.code as ErrorCode];
  return error.message;
}
