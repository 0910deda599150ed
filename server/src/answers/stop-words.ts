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
    'unsubscribe me',
    ...both(
      ['stop writing', 'stop writing to', 'stop emailing', 'stop mailing', 'stop texting', 'stop contacting'],
      ['me'],
    ),
    ...['stop sending me', 'stop sending', 'no more'],
    ...both(
      ['stop sending me', 'stop sending', 'no more'],
      ['emails', 'mails', 'messages', 'texts', 'invitations'],
    ),
    ...both(
      ["don't", 'do not', 'never'],
      ['contact me', 'write to me', 'write me', 'email me', 'text me'],
    ).flatMap((phrase) => [phrase, `${phrase} again`, `${phrase} anymore`]),
    ...both(['remove me from', 'take me off'], ['your list', 'this list', 'the list', 'your mailing list']),
    'leave me alone',
  ],
  de: [
    'stopp',
    'abmelden',
    'abbestellen',
    'austragen',
    'lasst mich in ruhe',
    'schreib mir nicht mehr',
    'schreiben sie mir nicht mehr',
    ...both(['nicht mehr'], ['schreiben', 'anschreiben', 'kontaktieren']),
    ...both(['keine', 'keine weiteren'], ['mails', 'e-mails', 'nachrichten', 'einladungen']).flatMap(
      (phrase) => [phrase, `${phrase} mehr`],
    ),
  ],
  fr: [
    ...['arret', 'arreter', 'desabonner', 'desinscrire', 'desinscription', 'me desabonner'],
    ...["ne m'ecrivez plus", "ne m'ecris plus", 'ne me contactez plus', 'retirez-moi de votre liste'],
  ],
  es: [
    ...['alto', 'parar', 'baja', 'cancelar', 'darme de baja', 'no molestar'],
    ...[
      'no me escriban mas',
      'no me escribas mas',
      'no me contacten mas',
      'no mas mensajes',
      'no mas correos',
    ],
  ],
  pt: [
    ...['pare', 'parar', 'sair', 'cancelar', 'remover'],
    ...['nao me escreva mais', 'nao me escrevam mais', 'nao me contacte mais', 'nao me contactem mais'],
  ],
  it: [
    ...['ferma', 'basta', 'cancellami', 'disiscrivi', 'annulla'],
    ...['non scrivetemi piu', 'non scrivermi piu', 'non contattatemi piu'],
  ],
  nl: [
    ...[
      'afmelden',
      'uitschrijven',
      'stoppen',
      'niet meer schrijven',
      'geen mails meer',
      'geen berichten meer',
    ],
  ],
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

function both(beginnings: readonly string[], ends: readonly string[]): string[] {
  return beginnings.flatMap((beginning) => ends.map((end) => `${beginning} ${end}`));
}

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
 * Whether a short answer asks for no more messages: it is one of the words, said once or again, and polite ones around it.
 *
 * A sentence that only holds such a word ("I can't stop smiling") is none.
 *
 * @example isStop(' STOP. ') // true
 */
export function isStop(text: string): boolean {
  const parts = folded(text)
    .split(' ')
    .filter((part, at, all) => part !== '' && part !== all[at - 1]);
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
