import { plural } from '../../../lib/i18n/index.svelte';
import type { id } from './id';

export const en: typeof id = {
  title: 'Today’s deliveries',

  head: {
    count: (done, total) => `${done} of ${total}`,
    left: (n) => `${plural(n, 'box', 'boxes')} left`,
    goodUntil: 'good to eat until',
    minutesLeft: (n) => `${n} minutes left`,
    goodPassed: 'past its time to eat',
    cutOff: 'deliver before',
  },

  send: {
    waiting: (n) => `${plural(n, 'record', 'records')} saved, waiting for signal`,
    saved: (n) => `${plural(n, 'record', 'records')} saved on phone`,
    retry: (n) => `${plural(n, 'record', 'records')} not sent, retry`,
    review: (n) => `${plural(n, 'record needs', 'records need')} checking`,
    sent: 'sent',
    unsent: (n) => `${n} not sent`,
  },

  door: {
    next: 'Next door',
    chosen: 'Opened door',
    isNew: 'new',
    alone: 'lives alone',
    offList: 'not on the list',
    moved: 'Recipient changed route',
    movedHint: 'Now on another route. What was brought still counts on this round.',
    allergy: (what) => `allergic to ${what}`,
    tried: (what, at) => `${what} ${at}`,
    self: 'Received in person',
    family: 'Received by family',
    noAnswer: 'No answer',
    other: 'Other…',
  },

  list: {
    next: 'Next',
    again: 'Again at the end',
    held: 'Do not deliver today',
    done: 'Done',
    retry: (what, at) => `${what} ${at} · comes back by itself`,
    heldUntil: (what, until) => `${what} until ${until}`,
    nextDoor: 'To the next door',
    allDone: 'All doors are done',
    allDoneHint: 'Now count the boxes that go back.',
    obstacle: 'Obstacle',
    add: 'Add a door',
    more: 'More for this round',
    closeMany: 'Close many doors',
    finish: 'Finish round',
  },

  ask: {
    question: (name) => `How is ${name} today?`,
    hint: 'Look at the face, listen to the voice. In doubt? Choose',
    familyHint: 'Ask the family. In doubt? Choose',
    urgent: 'Needs help now',
    urgentThen: 'shows the 112 button at once',
    unwell: 'Unwell',
    unwellThen: 'fever, fall, does not eat, confused',
    well: 'Well',
    wellThen: (no) => (no === null ? 'save, last door' : `save, on to door ${no}`),
    wellFix: 'save the correction',
    change: 'Change',
  },

  unwell: {
    question: (name) => `What is wrong with ${name}?`,
    hint: 'More than one is fine. You can also save at once.',
    save: 'Save: unwell',
  },

  noAnswer: {
    title: (name) => `${name} does not answer`,
    neighbors: 'Leave with an agreed neighbour',
    leaveWith: (name) => `Leave with ${name}`,
    or: 'Or',
    retry: 'Try again later',
    retryThen: 'comes back by itself at the end of the round',
    back: 'Bring back',
    backThen: 'the boxes return to the kitchen',
    noneKnown: 'No neighbour has been agreed for this door yet.',
    toDoor: 'Back to this door',
  },

  neighbor: {
    title: (name) => `Who takes the boxes of ${name}?`,
  },

  seen: {
    question: 'Has anybody seen this person?',
    hint: (name) => `Did a neighbour see or hear ${name} today?`,
    yes: 'Somebody has',
    yesThen: 'looked well today',
    no: 'Nobody has yet',
    noThen: 'the coordinator is told at once',
  },

  other: {
    title: (name) => `${name}: what happened?`,
    groups: {
      met: 'The boxes are here',
      not_now: 'Not possible now',
      not_today: 'Not today',
      report: 'Report to the coordinator',
    },
    then: {
      left_with_neighbor: 'choose from the agreed ones',
      left_at_place: 'the usual place',
      already_received: 'I keep the boxes',
      not_home: 'comes back by itself at the end of the round',
      searching: 'the coordinator is told at once',
      access_blocked: 'comes back by itself at the end of the round',
      address_not_found: 'comes back by itself at the end of the round',
      refused_today: 'no reason needed',
      hospitalized: 'choose until when',
      away: 'choose until when',
      evacuated: 'choose until when',
      deceased: 'asked once more',
      moved: 'the coordinator makes sure',
      declined: 'the coordinator makes sure',
    },
    food: 'Also note about the food',
    foodHint: 'Saved together with the next answer.',
  },

  until: {
    title: (what) => `${what}: until when?`,
    hint: 'Deliveries are held until that day, then come back by themselves.',
    days: { 1: '1 day', 3: '3 days', 7: '1 week' },
    then: (date) => `deliver again ${date}`,
    open: 'Until we hear',
    openThen: 'the coordinator opens it again',
  },

  reason: {
    title: (what) => `${what}: why?`,
    blocked: ['Flood', 'Fire', 'Street feast', 'Road closed'],
    other: ['Door locked', 'Dog', 'Food spilled', 'A neighbour asked'],
    none: 'No details',
  },

  confirm: {
    deceased: {
      title: (name) => `Has ${name} passed away?`,
      body: 'We are sorry. Deliveries are held at once and the coordinator is told. The coordinator makes sure.',
      yes: 'Yes, report it',
      no: 'No, go back',
    },
    moved: {
      title: (name) => `Has ${name} moved?`,
      body: 'No delivery today. The coordinator makes sure and looks for the new address.',
      yes: 'Yes, report the move',
      no: 'No, go back',
    },
    declined: {
      title: (name) => `Does ${name} want no more deliveries?`,
      body: 'No delivery today. The coordinator will talk to them before anything is decided.',
      yes: 'Yes, report it',
      no: 'No, go back',
    },
  },

  help: {
    saved: (at) => `Saved ${at}`,
    title: (name) => `${name} needs help now`,
    generalTitle: 'Emergency',
    generalHint: 'All these buttons work without mobile data.',
    say: 'Say this address:',
    near: (name) => `Near the door of ${name}. Say this address:`,
    landmark: 'Landmark:',
    kelurahan: (name) => `Kelurahan ${name}`,
    stay: 'Stay if you can. Other deliveries may be late, the coordinator will know.',
    call112: 'Call 112',
    call112Note: 'emergency, without mobile data',
    call: (name) => `Call ${name}`,
    coordinator: (phone) => `coordinator · ${phone}`,
    sms: (name) => `Text ${name}`,
    smsNote: 'the message is already written',
    noPhone: 'The coordinator’s number is not on this phone yet. Call 112, they will help.',
    message: (name, place, sender) =>
      `Rantang: ${name} perlu ditolong sekarang. ${place}. Dari kurir ${sender}.`,
    generalMessage: (sender) => `Rantang: saya butuh bantuan di lapangan. Dari kurir ${sender}.`,
    back: 'Back to the round',
  },

  before: {
    doors: (n, rws) => `${plural(n, 'door', 'doors')}${rws && `, ${rws}`}`,
    updated: (when) => `updated ${when}`,
    neverUpdated: 'never updated yet',
    old: 'Old list',
    oldText: (when) => `Last updated ${when}. You can use it; ask the coordinator if in doubt.`,
    news: 'News since yesterday',
    boxes: (regular, special) =>
      [
        regular > 0 || special === 0 ? `${regular} regular` : '',
        special > 0 ? `${special} special` : '',
      ]
        .filter(Boolean)
        .join(', '),
    from: (who, at) => `from ${who} ${at}`,
    byList: 'by the list',
    received: (n) => `I received ${plural(n, 'box', 'boxes')}`,
    differs: 'The number differs',
    count: 'How many boxes did you receive?',
    countSave: (n) => `I received ${plural(n, 'box', 'boxes')}`,
    start: 'Start round',
    fewer: (by) => `${by} fewer than the list`,
    more: (by) => `${by} more than the list`,
  },

  news: {
    died: (name) => ({ lead: `${name} passed away.`, rest: 'Do not deliver.' }),
    death_reported: (name) => ({
      lead: `${name} is reported as passed away.`,
      rest: 'Do not deliver.',
    }),
    new: (name, door) => ({
      lead: name,
      rest: door === null ? 'starts receiving.' : `starts receiving, door\u00a0${door}.`,
    }),
    held: (name, until) => ({
      lead: name,
      rest: until === null ? 'no deliveries for now.' : `no deliveries until ${until}.`,
    }),
    back: (name) => ({ lead: name, rest: 'is back, deliver again.' }),
    moved_away: (name, to) => ({ lead: name, rest: `moved to ${to}. Do not deliver.` }),
    left_programme: (name) => ({ lead: name, rest: 'no longer receives.' }),
    moved_route: (name) => ({ lead: name, rest: 'moved to another round.' }),
    address_changed: (name) => ({ lead: name, rest: 'has another address, read the landmark.' }),
  },

  clock: {
    slow: (minutes) => `This phone’s clock is ${minutes} minutes slow.`,
    fast: (minutes) => `This phone’s clock is ${minutes} minutes fast.`,
    safe: 'Your records are still right. Set the clock in the phone’s settings.',
  },

  empty: {
    noService: 'No deliveries today',
    reason: {
      weekday: 'Today is not a delivery day.',
      holiday: (name) => (name ? `${name}.` : 'Holiday.'),
      called_off: (why) =>
        why ? `The coordinator called today off: ${why}.` : 'The coordinator called today off.',
      outside_period: 'The programme has not begun or has ended.',
    },
    nextBefore: 'Next delivery',
    nextAfter: (doors) => `, ${plural(doors, 'door', 'doors')}.`,
    ready: 'The list is already on this phone.',
    noRoute: 'No round for you yet',
    noRouteText: 'The coordinator has not given you a round for today. Call, then try again.',
    noList: 'The list has not come yet',
    noListText: 'The first list needs a signal for a moment. Then it is here for seven days.',
    fetch: 'Get the list',
    fetching: 'Getting it…',
    over: 'Today’s round is finished',
    overText: 'Thank you. Tomorrow’s list will be here.',
    recap: 'See the recap',
  },

  fix: {
    pick: 'Which door should be corrected?',
    outcome: (name) => `${name}: what should it be?`,
    hint: 'The first record is not deleted, both are kept.',
    done: (name) => `${name} has been corrected`,
    act: 'Correct',
    nothing: 'There are no records in this round yet.',
  },

  detail: {
    title: 'Records of this door',
    corrected: 'corrected',
    by: (who) => `by ${who}`,
    held: 'Do not deliver today.',
    heldWhy: (why) => `Because: ${why}.`,
    heldAsk: 'If that is wrong, call the coordinator.',
  },

  obstacle: {
    title: 'What is in the way?',
    hint: 'The coordinator then knows why it is quiet. The doors keep waiting.',
    saved: (what) => `Noted: ${what}. The coordinator will know.`,
    line: (what, at) => `${what}, ${at}`,
  },

  add: {
    title: 'Add a door',
    hint: 'Somebody who is not on the list. The coordinator matches it later.',
    name: 'Name',
    rt: 'RT',
    rw: 'RW',
    landmark: 'Landmark',
    landmarkHint: 'for example: blue door, behind the guard post',
    boxes: 'Boxes',
    nameless: 'Name not known',
    needName: 'Write the name, or tap “Name not known”.',
    saved: (name) => `${name}, added door`,
  },

  close: {
    title: 'Close many doors',
    hint: 'One reason for many doors. Choose the reason first.',
    reasons: {
      flood: 'Flood',
      fire: 'Fire',
      evacuated: 'People were evacuated',
      spoiled: 'Food spoiled',
    },
    then: {
      flood: 'way blocked',
      fire: 'way blocked',
      evacuated: 'deliveries held until we hear',
      spoiled: 'the boxes are not given out',
    },
    which: 'Which doors?',
    all: 'All',
    save: (n, why) => `Close ${plural(n, 'door', 'doors')}: ${why}`,
    none: 'Choose at least one door.',
    saved: (n, why) => `${plural(n, 'door', 'doors')} closed, ${why}`,
    nothing: 'No door is waiting any more.',
  },

  finish: {
    title: 'Finish round',
    open: (n) => `${plural(n, 'door is', 'doors are')} not recorded`,
    openHint: 'The coordinator will still see these doors. Better record them first.',
    toOpen: 'Record first',
    bring: 'Boxes that go back',
    lost: (n) => `${plural(n, 'box does', 'boxes do')} not go back (spoiled, given away or lost)`,
    allBack: 'All boxes are clear.',
    done: 'Round finished',
    span: (doors, from, to) => `${plural(doors, 'door', 'doors')}, ${from}–${to}.`,
    thanks: (name) => `Thank you, ${name}.`,
    inHand: 'Received in person or by family',
    back: 'Brought back',
    unclear: 'Not clear yet',
    allClear: 'All boxes, all clear',
    all: 'All boxes',
    recap: 'Recap for the group',
    safe: 'without NIK, address and health',
    onPhone: (all, waiting) =>
      waiting > 0
        ? `${plural(waiting, 'record', 'records')} safe on the phone, not sent yet`
        : `${plural(all, 'record', 'records')}, all sent`,
    share: 'Share recap',
    copied: 'Recap copied. Paste it into WhatsApp.',
    copyFailed: 'The recap was not copied. Press long on the text to copy it.',
    fix: 'Correct',
    close: 'Done',
  },

  sitting: 'Today’s rounds',
};
