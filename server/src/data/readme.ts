/** The files of an export, in the order in which its README names them. */
export type ExportPath =
  | 'contacts.vcf'
  | 'contacts.csv'
  | 'contacts.json'
  | 'trash.vcf'
  | 'labels.json'
  | 'me.json'
  | 'settings.json'
  | 'imports.json'
  | 'invitations.json'
  | 'messages.json'
  | 'consents.json'
  | 'connections.json';

/** The README of an export in one language. */
interface ReadmeWords {
  readonly head: (network: string, name: string, at: string) => string;
  readonly care: string;
  readonly about: Readonly<Record<ExportPath, string>>;
  readonly missing: string;
}

const en: ReadmeWords = {
  head: (network, name, at) => `Everything ${network} has about you: ${name}, on ${at}`,
  care: 'Nobody but you is given this file. It holds facts about other people too: keep it safe.',
  about: {
    'contacts.vcf': 'Your address book, vCard 4.0 (RFC 6350)',
    'contacts.csv': 'The same as a table, with Google’s columns',
    'contacts.json': 'The same as JSContact (RFC 9553)',
    'trash.vcf': 'What lies in the trash of your address book',
    'labels.json':
      'Your labels, favourites and merges, who is not the same, and what you changed of contacts yourself',
    'me.json': 'Your profile, addresses and numbers, and who finds you by them',
    'settings.json': 'How you sign in, and what you said of suggestions and of the columns of files',
    'imports.json': 'What you brought in, from where, and what became of it',
    'invitations.json': 'Whom you invited, and what became of it',
    'messages.json': 'The messages of your invitations, as they were shown to you',
    'consents.json': 'What you agreed to, entry by entry of the ledger; recipients are keyed hashes',
    'connections.json': 'With whom you are connected, whom you asked and who asked you, whom you blocked',
  },
  missing: 'Not in here: what we have as a keyed hash alone, and what others said of you.',
};

const de: ReadmeWords = {
  head: (network, name, at) => `Alles, was ${network} über dich hat: ${name}, am ${at}`,
  care: 'Niemand außer dir bekommt diese Datei. Sie enthält auch Angaben anderer Menschen: bewahre sie sicher auf.',
  about: {
    'contacts.vcf': 'Dein Adressbuch, vCard 4.0 (RFC 6350)',
    'contacts.csv': 'Dasselbe als Tabelle, mit Googles Spalten',
    'contacts.json': 'Dasselbe als JSContact (RFC 9553)',
    'trash.vcf': 'Was im Papierkorb deines Adressbuchs liegt',
    'labels.json':
      'Deine Labels, Favoriten und Zusammenführungen, wer nicht derselbe ist, und was du an Kontakten selbst geändert hast',
    'me.json': 'Dein Profil, deine Adressen und Nummern, und wer dich darüber findet',
    'settings.json':
      'Womit du dich anmeldest, und was du über Vorschläge und über die Spalten von Dateien gesagt hast',
    'imports.json': 'Was du hereingebracht hast, woher, und was daraus wurde',
    'invitations.json': 'Wen du eingeladen hast, und was daraus wurde',
    'messages.json': 'Die Nachrichten deiner Einladungen, wie sie dir gezeigt wurden',
    'consents.json':
      'Wozu du eingewilligt hast, Eintrag für Eintrag; Empfänger sind verschlüsselte Prüfwerte',
    'connections.json': 'Mit wem du verbunden bist, wen du gefragt hast und wer dich, wen du blockiert hast',
  },
  missing:
    'Nicht dabei ist, was wir nur als verschlüsselten Prüfwert haben, und was andere über dich gesagt haben.',
};

const ar: ReadmeWords = {
  head: (network, name, at) => `كل ما لدى ${network} عنك: ${name}، في ${at}`,
  care: 'لا يُعطى هذا الملف لأحد سواك. وفيه أيضًا معلومات عن أشخاص آخرين: احفظه في مكان آمن.',
  about: {
    'contacts.vcf': 'دفتر عناوينك، vCard 4.0 (RFC 6350)',
    'contacts.csv': 'الشيء نفسه كجدول، بأعمدة Google',
    'contacts.json': 'الشيء نفسه بصيغة JSContact (RFC 9553)',
    'trash.vcf': 'ما في سلة مهملات دفتر عناوينك',
    'labels.json': 'تصنيفاتك ومفضلاتك وعمليات الدمج، ومن ليسا الشخص نفسه، وما غيّرته بنفسك في جهات الاتصال',
    'me.json': 'ملفك الشخصي وعناوينك وأرقامك، ومن يجدك بها',
    'settings.json': 'كيف تسجّل الدخول، وما قلته عن الاقتراحات وعن أعمدة الملفات',
    'imports.json': 'ما أدخلته، ومن أين، وماذا حدث له',
    'invitations.json': 'من دعوتهم، وماذا حدث للدعوات',
    'messages.json': 'رسائل دعواتك كما عُرضت عليك',
    'consents.json': 'ما وافقت عليه، قيدًا قيدًا من السجل؛ والمستلمون رموز مشفّرة',
    'connections.json': 'من أنت على صلة بهم، ومن طلبت منهم ومن طلبوا منك، ومن حظرتهم',
  },
  missing: 'ليس هنا ما لدينا كرمز مشفّر فقط، ولا ما قاله الآخرون عنك.',
};

const ja: ReadmeWords = {
  head: (network, name, at) => `${network} があなたについて持っているすべて：${name}、${at}`,
  care: 'このファイルはあなただけに渡されます。ほかの人の情報も含まれているので、安全に保管してください。',
  about: {
    'contacts.vcf': 'あなたの連絡先、vCard 4.0（RFC 6350）',
    'contacts.csv': '同じものの表、Google の列',
    'contacts.json': '同じものの JSContact（RFC 9553）',
    'trash.vcf': '連絡先のごみ箱にあるもの',
    'labels.json': 'ラベル、お気に入り、統合、同じ人ではないとしたもの、あなたが自分で変えた連絡先の項目',
    'me.json': 'あなたのプロフィール、アドレス、番号と、それであなたを見つけられる人',
    'settings.json': 'サインインの方法と、提案やファイルの列についてあなたが決めたこと',
    'imports.json': '取り込んだもの、その元、その結果',
    'invitations.json': '招待した人と、その結果',
    'messages.json': 'あなたに表示されたとおりの招待のメッセージ',
    'consents.json': 'あなたが同意したこと（台帳の項目ごと）。受信者は鍵付きハッシュです',
    'connections.json': 'つながっている人、申し込んだ人と申し込んできた人、ブロックした人',
  },
  missing: '含まれないもの：鍵付きハッシュとしてだけ持っているものと、ほかの人があなたについて述べたこと。',
};

/** The languages of the screens. */
const languages: ReadonlyMap<string, ReadmeWords> = new Map([
  ['en', en],
  ['de', de],
  ['ar', ar],
  ['ja', ja],
]);

/** What stands in the README of an export, in the member's language where the screens have it. */
export function readme(locale: string, network: string, name: string, at: Date): string {
  const words = languages.get(locale.toLowerCase().split('-')[0] ?? '') ?? en;
  const lines = Object.entries(words.about).map(([path, about]) => `${path.padEnd(20)}${about}`);
  const head = [words.head(network, name, at.toISOString()), '', words.care, ''];
  return `${[...head, ...lines, '', words.missing].join('\n')}\n`;
}
