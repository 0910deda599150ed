/**
 * Words by which people end messages, by language: those that carriers must know (CTIA Messaging Principles, 5.1.3),
 * and what people write in answer to an invitation. In lower case, without accents.
 */
const words: Readonly<Record<string, readonly string[]>> = {
  en: [
    'stop',
    'stop all',
    'stopall',
    'unsubscribe',
    'cancel',
    'end',
    'quit',
    'remove me',
    'opt out',
    'optout',
    'revoke',
  ],
  de: ['stopp', 'abmelden', 'abbestellen', 'austragen', 'keine mails mehr', 'nicht mehr schreiben'],
  fr: ['arret', 'arreter', 'desabonner', 'desinscrire', 'desinscription', 'me desabonner'],
  es: ['alto', 'parar', 'baja', 'cancelar', 'darme de baja', 'no molestar'],
  pt: ['pare', 'parar', 'sair', 'cancelar', 'remover'],
  it: ['ferma', 'basta', 'cancellami', 'disiscrivi', 'annulla'],
  nl: ['afmelden', 'uitschrijven', 'stoppen'],
  sv: ['stopp', 'avsluta', 'avregistrera'],
  da: ['afmeld', 'stop nu'],
  no: ['stopp', 'meld meg av', 'avslutt'],
  fi: ['lopeta', 'peruuta', 'poista'],
  pl: ['wypisz', 'zakoncz', 'rezygnuje', 'anuluj'],
  cs: ['odhlasit', 'zrusit', 'konec'],
  sk: ['odhlasit sa', 'zrusit', 'koniec'],
  hu: ['leiratkozas', 'leiratkozom', 'allj'],
  ro: ['opreste', 'dezabonare', 'renunt'],
  tr: ['dur', 'iptal', 'abonelikten cik', 'ret'],
  ru: ['стоп', 'отписаться', 'отписка', 'отмена'],
  uk: ['стоп', 'відписатися', 'скасувати'],
  el: ['στοπ', 'διαγραφη', 'διακοπη'],
  ar: ['توقف', 'قف', 'الغاء', 'إلغاء الاشتراك'],
  he: ['הסר', 'עצור', 'הפסק'],
  hi: ['रोकें', 'बंद', 'बंद करो'],
  th: ['หยุด', 'ยกเลิก'],
  vi: ['dung', 'huy', 'ngung'],
  id: ['berhenti', 'batal'],
  ja: ['停止', '配信停止', '解除', 'ストップ'],
  ko: ['중지', '수신거부', '해지'],
  zh: ['停止', '退订', '退訂', '取消'],
};

/** Words by which people ask who writes to them. */
const helpWords: Readonly<Record<string, readonly string[]>> = {
  en: ['help', 'info', 'who is this', 'who are you'],
  de: ['hilfe', 'wer ist das', 'wer bist du'],
  fr: ['aide', 'qui est ce'],
  es: ['ayuda', 'quien es'],
  pt: ['ajuda', 'quem e'],
  it: ['aiuto', 'chi e'],
  nl: ['wie is dit'],
  sv: ['hjalp', 'vem ar det'],
  da: ['hjælp'],
  no: ['hjelp'],
  fi: ['apua'],
  pl: ['pomoc'],
  cs: ['pomoc'],
  hu: ['segitseg'],
  ro: ['ajutor'],
  tr: ['yardim'],
  ru: ['помощь', 'кто это'],
  uk: ['допомога', 'хто це'],
  el: ['βοηθεια'],
  ar: ['مساعدة'],
  he: ['עזרה'],
  ja: ['ヘルプ', 'だれ'],
  ko: ['도움'],
  zh: ['帮助', '幫助'],
};
/** Words that take a stop back; carriers know these (CTIA Messaging Principles), and "yes" may mean anything. */
const startWords = new Set(['start', 'unstop', 'opt in', 'optin']);

const known = new Set(Object.values(words).flat().map(folded));
const longest = Math.max(...[...known].map((word) => word.split(' ').length));
const polite = new Set([
  'please',
  'bitte',
  'pls',
  'now',
  'it',
  'this',
  'messages',
  'merci',
  'danke',
  'thanks',
  'thank',
  'you',
]);

/**
 * Whether a short answer asks for no more messages: it is one of the words, or begins with one and says little else.
 *
 * A sentence that only holds such a word ("I can't stop smiling") is none.
 *
 * @example isStop(' STOP. ') // true
 */
export function isStop(text: string): boolean {
  const parts = folded(text)
    .split(' ')
    .filter((part) => part !== '');
  while (parts.length > 1 && polite.has(parts[0] ?? '')) parts.shift();
  while (parts.length > 1 && polite.has(parts.at(-1) ?? '')) parts.pop();
  return parts.length > 0 && parts.length <= longest && known.has(parts.join(' '));
}

const helpIn = new Map(
  Object.entries(helpWords).flatMap(([language, some]) =>
    some.map((word): [string, string] => [folded(word), language]),
  ),
);

/** What a text message asks for; `undefined` is a person's answer, which changes nothing. */
export type TextCommand =
  | { readonly kind: 'stop' | 'start' }
  | { readonly kind: 'help'; readonly language: string };

/** @example textCommand('Hilfe!') // { kind: 'help', language: 'de' } */
export function textCommand(text: string): TextCommand | undefined {
  if (isStop(text)) return { kind: 'stop' };
  const said = folded(text);
  if (startWords.has(said)) return { kind: 'start' };
  const language = helpIn.get(said);
  return language === undefined ? undefined : { kind: 'help', language };
}

/** Lower case, without accents and signs; words apart by one space. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
