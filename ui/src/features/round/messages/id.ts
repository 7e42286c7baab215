import type { Outcome } from '../../../lib/api/generated/Outcome';

export const id = {
  title: 'Antaran hari ini',

  head: {
    count: (done: number, total: number) => `${done} dari ${total}`,
    left: (n: number) => `sisa ${n} kotak`,
    goodUntil: 'layak makan sampai',
    minutesLeft: (n: number) => `tinggal ${n} menit`,
    goodPassed: 'sudah lewat batas layak makan',
    cutOff: 'antar sebelum',
  },

  send: {
    waiting: (n: number) => `${n} catatan tersimpan, menunggu sinyal`,
    saved: (n: number) => `${n} catatan tersimpan di HP`,
    retry: (n: number) => `${n} catatan belum terkirim, coba lagi`,
    review: (n: number) => `${n} catatan perlu dicek`,
    sent: 'terkirim',
    unsent: (n: number) => `${n} belum terkirim`,
  },

  door: {
    next: 'Pintu berikutnya',
    chosen: 'Pintu yang dibuka',
    isNew: 'baru',
    alone: 'tinggal sendiri',
    offList: 'di luar daftar',
    moved: 'Penerima pindah rute',
    movedHint: 'Sekarang di rute lain. Yang sudah diantar tetap dihitung di putaran ini.',
    allergy: (what: string) => `alergi ${what}`,
    tried: (what: string, at: string) => `${what} ${at}`,
    self: 'Diterima sendiri',
    family: 'Diterima keluarga',
    noAnswer: 'Tidak menjawab',
    other: 'Lainnya…',
  },

  list: {
    next: 'Berikutnya',
    again: 'Coba lagi di akhir',
    held: 'Jangan antar hari ini',
    done: 'Selesai',
    retry: (what: string, at: string) => `${what} ${at} · muncul lagi sendiri`,
    heldUntil: (what: string, until: string) => `${what} sampai ${until}`,
    nextDoor: 'Ke pintu berikutnya',
    allDone: 'Semua pintu selesai',
    allDoneHint: 'Tinggal hitung kotak yang dibawa kembali.',
    obstacle: 'Ada hambatan',
    add: 'Tambah pintu',
    more: 'Lainnya di putaran ini',
    closeMany: 'Tutup banyak pintu',
    finish: 'Selesai antar',
  },

  ask: {
    question: (name: string) => `Bagaimana keadaan ${name} hari ini?`,
    hint: 'Lihat wajahnya, dengar suaranya. Ragu? Pilih',
    familyHint: 'Tanyakan ke keluarganya. Ragu? Pilih',
    urgent: 'Perlu ditolong sekarang',
    urgentThen: 'langsung tampil tombol 112',
    unwell: 'Kurang sehat',
    unwellThen: 'demam, jatuh, tidak mau makan, bingung',
    well: 'Baik',
    wellThen: (no: number | null) =>
      no === null ? 'simpan, pintu terakhir' : `simpan, lanjut ke pintu ${no}`,
    wellFix: 'simpan perbaikan',
    change: 'Ubah',
  },

  unwell: {
    question: (name: string) => `Apa yang kurang sehat pada ${name}?`,
    hint: 'Boleh lebih dari satu. Boleh juga langsung simpan.',
    save: 'Simpan: kurang sehat',
  },

  noAnswer: {
    title: (name: string) => `${name} tidak menjawab`,
    neighbors: 'Titip ke tetangga yang sudah disetujui',
    leaveWith: (name: string) => `Titip ke ${name}`,
    or: 'Atau',
    retry: 'Coba lagi nanti',
    retryThen: 'muncul lagi sendiri di akhir putaran',
    back: 'Bawa kembali',
    backThen: 'kotak pulang ke dapur',
    noneKnown: 'Belum ada tetangga yang disetujui untuk pintu ini.',
    toDoor: 'Kembali ke pintu ini',
  },

  neighbor: {
    title: (name: string) => `Kotak ${name} dititipkan ke siapa?`,
  },

  seen: {
    question: 'Ada yang melihat beliau?',
    hint: (name: string) => `Hari ini, ${name} terlihat atau terdengar oleh tetangga?`,
    yes: 'Ada yang melihat',
    yesThen: 'hari ini terlihat baik',
    no: 'Belum ada yang melihat',
    noThen: 'koordinator langsung diberi tahu',
  },

  other: {
    title: (name: string) => `${name}: apa yang terjadi?`,
    groups: {
      met: 'Kotaknya di sini',
      not_now: 'Belum bisa sekarang',
      not_today: 'Hari ini tidak',
      report: 'Laporkan ke koordinator',
    },
    then: {
      left_with_neighbor: 'pilih dari yang sudah disetujui',
      left_at_place: 'tempat yang sudah biasa',
      already_received: 'kotak tetap saya bawa',
      not_home: 'muncul lagi sendiri di akhir putaran',
      searching: 'koordinator langsung diberi tahu',
      access_blocked: 'muncul lagi sendiri di akhir putaran',
      address_not_found: 'muncul lagi sendiri di akhir putaran',
      refused_today: 'tanpa perlu alasan',
      hospitalized: 'pilih sampai kapan',
      away: 'pilih sampai kapan',
      evacuated: 'pilih sampai kapan',
      deceased: 'ditanyakan sekali lagi',
      moved: 'koordinator yang memastikan',
      declined: 'koordinator yang memastikan',
    } as Partial<Record<Outcome, string>>,
    food: 'Catat juga tentang makanannya',
    foodHint: 'Ikut tersimpan bersama jawaban berikutnya.',
  },

  until: {
    title: (what: string) => `${what} sampai kapan?`,
    hint: 'Antaran ditahan sampai hari itu, lalu muncul lagi sendiri.',
    days: { 1: '1 hari', 3: '3 hari', 7: '1 minggu' },
    then: (date: string) => `antar lagi ${date}`,
    open: 'Sampai dikabari',
    openThen: 'koordinator yang membuka lagi',
  },

  reason: {
    title: (what: string) => `${what}: karena apa?`,
    blocked: ['Banjir', 'Kebakaran', 'Hajatan', 'Jalan ditutup'],
    other: ['Pintu terkunci', 'Ada anjing', 'Makanan tumpah', 'Diminta tetangga'],
    none: 'Tanpa keterangan',
  },

  confirm: {
    deceased: {
      title: (name: string) => `${name} meninggal dunia?`,
      body: 'Turut berduka cita. Antaran langsung ditahan dan koordinator diberi tahu. Koordinator yang memastikan.',
      yes: 'Ya, laporkan',
      no: 'Tidak, kembali',
    },
    moved: {
      title: (name: string) => `${name} sudah pindah?`,
      body: 'Hari ini tidak diantar. Koordinator yang memastikan dan mencari alamat barunya.',
      yes: 'Ya, laporkan pindah',
      no: 'Tidak, kembali',
    },
    declined: {
      title: (name: string) => `${name} tidak ingin diantar lagi?`,
      body: 'Hari ini tidak diantar. Koordinator akan bicara dulu dengan beliau sebelum diputuskan.',
      yes: 'Ya, laporkan',
      no: 'Tidak, kembali',
    },
  },

  help: {
    saved: (at: string) => `Tersimpan ${at}`,
    title: (name: string) => `${name} perlu ditolong sekarang`,
    generalTitle: 'Darurat',
    generalHint: 'Semua tombol ini bekerja tanpa paket data.',
    say: 'Sebutkan alamat ini:',
    near: (name: string) => `Dekat pintu ${name}. Sebutkan alamat ini:`,
    landmark: 'Patokan:',
    kelurahan: (name: string) => `Kelurahan ${name}`,
    stay: 'Temani dulu kalau bisa. Antaran lain boleh terlambat, koordinator akan tahu.',
    call112: 'Telepon 112',
    call112Note: 'darurat, tanpa paket data',
    call: (name: string) => `Telepon ${name}`,
    coordinator: (phone: string) => `koordinator · ${phone}`,
    sms: (name: string) => `SMS ke ${name}`,
    smsNote: 'pesannya sudah ditulis',
    noPhone: 'Nomor koordinator belum ada di HP ini. Telepon 112, petugasnya membantu.',
    message: (name: string, place: string, sender: string) =>
      `Rantang: ${name} perlu ditolong sekarang. ${place}. Dari kurir ${sender}.`,
    generalMessage: (sender: string) =>
      `Rantang: saya butuh bantuan di lapangan. Dari kurir ${sender}.`,
    back: 'Kembali ke antaran',
  },

  before: {
    doors: (n: number, rws: string) => `${n} pintu${rws && `, ${rws}`}`,
    updated: (when: string) => `diperbarui ${when}`,
    neverUpdated: 'belum pernah diperbarui',
    old: 'Daftar lama',
    oldText: (when: string) =>
      `Terakhir diperbarui ${when}. Tetap bisa dipakai; tanyakan koordinator kalau ragu.`,
    news: 'Kabar sejak kemarin',
    boxes: (regular: number, special: number) =>
      [
        regular > 0 || special === 0 ? `${regular} biasa` : '',
        special > 0 ? `${special} khusus` : '',
      ]
        .filter(Boolean)
        .join(', '),
    from: (who: string, at: string) => `dari ${who} ${at}`,
    byList: 'menurut daftar',
    received: (n: number) => `Saya terima ${n} kotak`,
    differs: 'Jumlahnya beda',
    count: 'Berapa kotak yang diterima?',
    countSave: (n: number) => `Saya terima ${n} kotak`,
    start: 'Mulai antar',
    fewer: (by: number) => `kurang ${by} dari daftar`,
    more: (by: number) => `lebih ${by} dari daftar`,
  },

  news: {
    died: (name: string) => ({ lead: `${name} meninggal dunia.`, rest: 'Jangan antar.' }),
    death_reported: (name: string) => ({
      lead: `${name} dilaporkan meninggal.`,
      rest: 'Jangan antar.',
    }),
    new: (name: string, door: number | null) => ({
      lead: name,
      rest: door === null ? 'mulai diantar.' : `mulai diantar, pintu\u00a0${door}.`,
    }),
    held: (name: string, until: string | null) => ({
      lead: name,
      rest: until === null ? 'tidak diantar dulu.' : `tidak diantar sampai ${until}.`,
    }),
    back: (name: string) => ({ lead: name, rest: 'sudah kembali, antar lagi.' }),
    moved_away: (name: string, to: string) => ({
      lead: name,
      rest: `pindah ke ${to}. Jangan antar.`,
    }),
    left_programme: (name: string) => ({ lead: name, rest: 'tidak diantar lagi.' }),
    moved_route: (name: string) => ({ lead: name, rest: 'pindah ke rute lain.' }),
    address_changed: (name: string) => ({
      lead: name,
      rest: 'alamatnya berubah, baca patokannya.',
    }),
  },

  clock: {
    slow: (minutes: number) => `Jam HP ini terlambat ${minutes} menit.`,
    fast: (minutes: number) => `Jam HP ini terlalu cepat ${minutes} menit.`,
    safe: 'Catatan tetap benar. Betulkan jamnya di pengaturan HP.',
  },

  empty: {
    noService: 'Hari ini tidak ada antaran',
    reason: {
      weekday: 'Hari ini bukan hari antar.',
      holiday: (name: string | null) => (name ? `${name}.` : 'Hari libur.'),
      called_off: (why: string | null) =>
        why ? `Koordinator meliburkan hari ini: ${why}.` : 'Koordinator meliburkan hari ini.',
      outside_period: 'Masa program belum mulai atau sudah berakhir.',
    },
    nextBefore: 'Antaran berikutnya',
    nextAfter: (doors: number) => `, ${doors} pintu.`,
    ready: 'Daftarnya sudah ada di HP ini.',
    noRoute: 'Belum ada rute untuk Anda',
    noRouteText:
      'Koordinator belum memberi rute untuk hari ini. Hubungi koordinator, lalu coba lagi.',
    noList: 'Daftar belum sampai',
    noListText: 'Daftar pertama perlu sinyal sebentar. Setelah itu ada di HP ini untuk tujuh hari.',
    fetch: 'Ambil daftar',
    fetching: 'Mengambil…',
    over: 'Antaran hari ini sudah selesai',
    overText: 'Terima kasih. Besok daftarnya ada di sini lagi.',
    recap: 'Lihat rekap',
  },

  fix: {
    pick: 'Pintu mana yang dibetulkan?',
    outcome: (name: string) => `${name}: seharusnya apa?`,
    hint: 'Catatan pertama tidak dihapus, keduanya disimpan.',
    done: (name: string) => `${name} sudah dibetulkan`,
    act: 'Betulkan',
    nothing: 'Belum ada catatan di putaran ini.',
  },

  detail: {
    title: 'Catatan pintu ini',
    corrected: 'sudah dibetulkan',
    by: (who: string) => `oleh ${who}`,
    held: 'Jangan antar hari ini.',
    heldWhy: (why: string) => `Sebabnya: ${why}.`,
    heldAsk: 'Kalau ternyata keliru, telepon koordinator.',
  },

  obstacle: {
    title: 'Ada hambatan apa?',
    hint: 'Koordinator jadi tahu kenapa belum ada kabar. Pintu tetap menunggu.',
    saved: (what: string) => `Tercatat: ${what}. Koordinator akan tahu.`,
    line: (what: string, at: string) => `${what}, ${at}`,
  },

  add: {
    title: 'Tambah pintu',
    hint: 'Yang belum ada di daftar. Koordinator mencocokkannya nanti.',
    name: 'Nama',
    rt: 'RT',
    rw: 'RW',
    landmark: 'Patokan',
    landmarkHint: 'misalnya: pintu biru, belakang pos ronda',
    boxes: 'Kotak',
    nameless: 'Nama belum tahu',
    needName: 'Tulis namanya, atau ketuk “Nama belum tahu”.',
    saved: (name: string) => `${name}, pintu tambahan`,
  },

  close: {
    title: 'Tutup banyak pintu',
    hint: 'Satu sebab untuk banyak pintu. Pilih sebabnya dulu.',
    reasons: {
      flood: 'Banjir',
      fire: 'Kebakaran',
      evacuated: 'Warga mengungsi',
      spoiled: 'Makanan rusak / basi',
    },
    then: {
      flood: 'jalan terhalang',
      fire: 'jalan terhalang',
      evacuated: 'antaran ditahan sampai dikabari',
      spoiled: 'kotak tidak dibagikan',
    },
    which: 'Pintu mana?',
    all: 'Semua',
    save: (n: number, why: string) => `Tutup ${n} pintu: ${why}`,
    none: 'Pilih paling sedikit satu pintu.',
    saved: (n: number, why: string) => `${n} pintu ditutup, ${why}`,
    nothing: 'Tidak ada pintu yang masih menunggu.',
  },

  finish: {
    title: 'Selesai antar',
    open: (n: number) => `${n} pintu belum dicatat`,
    openHint: 'Pintu ini tetap terlihat oleh koordinator. Lebih baik dicatat dulu.',
    toOpen: 'Catat dulu',
    bring: 'Kotak yang dibawa kembali',
    lost: (n: number) => `${n} kotak tidak kembali (rusak, diberikan, atau hilang)`,
    allBack: 'Semua kotak jelas.',
    done: 'Putaran selesai',
    span: (doors: number, from: string, to: string) => `${doors} pintu, ${from}–${to}.`,
    thanks: (name: string) => `Terima kasih, ${name}.`,
    inHand: 'Diterima sendiri atau keluarga',
    back: 'Dibawa kembali',
    unclear: 'Belum jelas',
    allClear: 'Semua kotak, semua jelas',
    all: 'Semua kotak',
    recap: 'Rekap untuk grup',
    safe: 'tanpa NIK, alamat, dan kesehatan',
    onPhone: (all: number, waiting: number) =>
      waiting > 0
        ? `${waiting} catatan aman di HP, belum terkirim`
        : `${all} catatan, semua terkirim`,
    share: 'Bagikan rekap',
    copied: 'Rekap disalin. Tempel di WhatsApp.',
    copyFailed: 'Rekap belum tersalin. Tekan lama pada teksnya untuk menyalin.',
    fix: 'Betulkan',
    close: 'Selesai',
  },

  sitting: 'Putaran hari ini',
};
