import type { KeptWord } from './erasure-store.ts';

/** What rows of an account are called in its receipt, in the order they stand there; what is kept comes last. */
type CountedWord =
  | 'contacts'
  | 'cards'
  | 'edits'
  | 'labels'
  | 'files'
  | 'imports'
  | 'exports'
  | 'invitations'
  | 'withdrawn'
  | 'connections'
  | 'requests'
  | 'sessions'
  | 'passkeys'
  | 'identifiers'
  | 'photos'
  | 'grants'
  | KeptWord;

/** The receipt of an account's end in one language. */
interface ReceiptWords {
  readonly rows: Readonly<Record<CountedWord, string>>;
  readonly subject: (network: string) => string;
  readonly receipt: (id: string) => string;
  readonly gone: (network: string) => string;
  readonly asked: (at: string) => string;
  readonly done: (at: string) => string;
  readonly deleted: string;
  readonly kept: string;
  readonly nothing: string;
  readonly hashes: string;
  readonly copies: string;
}

const en: ReceiptWords = {
  rows: {
    contacts: 'Contacts',
    cards: 'Cards from your sources',
    edits: 'Your own edits of contacts',
    labels: 'Labels',
    files: 'Names of files',
    imports: 'Imports',
    exports: 'Copies of your data',
    invitations: 'Invitations',
    withdrawn: 'of which were open, and are withdrawn',
    connections: 'Connections, counted from both sides',
    requests: 'Connection requests',
    sessions: 'Sessions',
    passkeys: 'Passkeys',
    identifiers: 'Addresses and numbers of yours',
    photos: 'Photos',
    grants: 'Grants at providers, taken back',
    kept_consents:
      'Consents: when you agreed to send what kind of message, with keyed hashes of recipients. Your name, your words and your account are not in them. They prove that nobody was written to without permission.',
    kept_suppressions:
      'Recipients who want no more messages in your name, as keyed hashes. They keep that right.',
    kept_acts: 'What operators decided about your account, with numbers in place of names.',
  },
  subject: (network) => `Your account at ${network} is deleted`,
  receipt: (id) => `Receipt ${id}`,
  gone: (network) => `Your account at ${network} and everything in it is deleted.`,
  asked: (at) => `Asked for: ${at}`,
  done: (at) => `Done:      ${at}`,
  deleted: 'Deleted:',
  kept: 'Kept, with nothing that says it was you:',
  nothing: 'Nothing is kept.',
  hashes: 'Nobody can read an address from a keyed hash; it only tells whether an address is the same.',
  copies: 'Backups of the database are deleted by the operator when their time is over.',
};

const de: ReceiptWords = {
  rows: {
    contacts: 'Kontakte',
    cards: 'Karten aus Ihren Quellen',
    edits: 'Ihre eigenen Änderungen an Kontakten',
    labels: 'Labels',
    files: 'Namen von Dateien',
    imports: 'Importe',
    exports: 'Kopien Ihrer Daten',
    invitations: 'Einladungen',
    withdrawn: 'davon waren offen und sind zurückgezogen',
    connections: 'Verbindungen, von beiden Seiten gezählt',
    requests: 'Kontaktanfragen',
    sessions: 'Sitzungen',
    passkeys: 'Passkeys',
    identifiers: 'Ihre Adressen und Nummern',
    photos: 'Fotos',
    grants: 'Zugriffe bei Anbietern, zurückgenommen',
    kept_consents:
      'Einwilligungen: wann Sie welcher Art von Nachricht zugestimmt haben, mit verschlüsselten Prüfwerten der Empfänger. Ihr Name, Ihre Worte und Ihr Konto stehen nicht darin. Sie belegen, dass niemand ohne Erlaubnis angeschrieben wurde.',
    kept_suppressions:
      'Empfänger, die in Ihrem Namen nichts mehr bekommen möchten, als verschlüsselte Prüfwerte. Sie behalten dieses Recht.',
    kept_acts: 'Was Betreiber über Ihr Konto entschieden haben, mit Nummern statt Namen.',
  },
  subject: (network) => `Ihr Konto bei ${network} ist gelöscht`,
  receipt: (id) => `Quittung ${id}`,
  gone: (network) => `Ihr Konto bei ${network} und alles darin ist gelöscht.`,
  asked: (at) => `Verlangt: ${at}`,
  done: (at) => `Erledigt: ${at}`,
  deleted: 'Gelöscht:',
  kept: 'Aufbewahrt, ohne Hinweis auf Sie:',
  nothing: 'Aufbewahrt wird nichts.',
  hashes:
    'Aus einem verschlüsselten Prüfwert kann niemand die Adresse lesen; er sagt nur, ob eine Adresse dieselbe ist.',
  copies: 'Sicherungskopien der Datenbank löscht der Betreiber, wenn ihre Zeit um ist.',
};

/** Text of another script is isolated (Unicode UAX 9, FSI and PDI), so that it leaves the order around it alone. */
const apart = (text: string) => `\u2068${text}\u2069`;

const ar: ReceiptWords = {
  rows: {
    contacts: 'جهات الاتصال',
    cards: 'البطاقات من مصادرك',
    edits: 'تعديلاتك على جهات الاتصال',
    labels: 'التصنيفات',
    files: 'أسماء الملفات',
    imports: 'عمليات الاستيراد',
    exports: 'نسخ من بياناتك',
    invitations: 'الدعوات',
    withdrawn: 'منها كانت مفتوحة وسُحبت',
    connections: 'الاتصالات، محسوبة من الجانبين',
    requests: 'طلبات الاتصال',
    sessions: 'الجلسات',
    passkeys: 'مفاتيح المرور',
    identifiers: 'عناوينك وأرقامك',
    photos: 'الصور',
    grants: 'الأذونات لدى المزودين، وقد أُعيدت',
    kept_consents:
      'الموافقات: متى وافقت على إرسال أي نوع من الرسائل، مع بصمات مشفرة للمستلمين. ليس فيها اسمك ولا كلماتك ولا حسابك. وهي تثبت أنه لم يُكتب إلى أحد دون إذن.',
    kept_suppressions: 'مستلمون لا يريدون مزيدًا من الرسائل باسمك، كبصمات مشفرة. ويبقى لهم هذا الحق.',
    kept_acts: 'ما قرره المشغلون بشأن حسابك، بأرقام بدل الأسماء.',
  },
  subject: (network) => `حُذف حسابك على ${apart(network)}`,
  receipt: (id) => `الإيصال ${apart(id)}`,
  gone: (network) => `حُذف حسابك على ${apart(network)} وكل ما فيه.`,
  asked: (at) => `وقت الطلب: ${apart(at)}`,
  done: (at) => `وقت الانتهاء: ${apart(at)}`,
  deleted: 'ما حُذف:',
  kept: 'ما يُحفظ، دون أي شيء يدل عليك:',
  nothing: 'لا يُحفظ شيء.',
  hashes: 'لا يستطيع أحد قراءة عنوان من بصمة مشفرة؛ فهي تقول فقط هل العنوان هو نفسه.',
  copies: 'يحذف المشغل النسخ الاحتياطية لقاعدة البيانات عندما تنقضي مدتها.',
};

const ja: ReceiptWords = {
  rows: {
    contacts: '連絡先',
    cards: '取り込み元からの記録',
    edits: '連絡先へのご自身の編集',
    labels: 'ラベル',
    files: 'ファイル名',
    imports: '取り込み',
    exports: 'データのコピー',
    invitations: '招待',
    withdrawn: 'うち、未回答で取り消したもの',
    connections: 'つながり（双方から数えたもの）',
    requests: 'つながりのリクエスト',
    sessions: 'セッション',
    passkeys: 'パスキー',
    identifiers: 'あなたのアドレスと番号',
    photos: '写真',
    grants: 'プロバイダーでの許可（取り消し済み）',
    kept_consents:
      '同意：いつ、どの種類のメッセージの送信に同意したか。受信者は鍵付きハッシュとして残ります。あなたの名前、書いた言葉、アカウントは含まれません。許可なく誰にも送られなかったことの証明です。',
    kept_suppressions:
      'あなたの名前でのメッセージをこれ以上望まない受信者（鍵付きハッシュ）。その権利は残ります。',
    kept_acts: '運営者があなたのアカウントについて決めたこと（名前の代わりに番号で）。',
  },
  subject: (network) => `${network} のアカウントを削除しました`,
  receipt: (id) => `受領書 ${id}`,
  gone: (network) => `${network} のあなたのアカウントと、その中のすべてを削除しました。`,
  asked: (at) => `依頼: ${at}`,
  done: (at) => `完了: ${at}`,
  deleted: '削除したもの:',
  kept: 'あなたとわかるものを除いて保存するもの:',
  nothing: '保存するものはありません。',
  hashes:
    '鍵付きハッシュからアドレスを読み取ることは誰にもできません。同じアドレスかどうかがわかるだけです。',
  copies: 'データベースのバックアップは、期間が過ぎると運営者が削除します。',
};

/** Every language of the screens: whoever ends an account has read that it ends in one of them. */
const languages: ReadonlyMap<string, ReceiptWords> = new Map([
  ['en', en],
  ['de', de],
  ['ar', ar],
  ['ja', ja],
]);

/** The words for a tag (BCP 47); English where we have no such language. */
export function receiptWords(locale: string): ReceiptWords {
  return languages.get(locale.toLowerCase().split('-')[0] ?? '') ?? en;
}
