import assert from 'node:assert/strict';
import { test } from 'node:test';
import { charsetOf, charsets } from './charset.ts';

const encoders = new Map<string, (text: string) => Uint8Array>();

/** The bytes of a text in a charset that Node can only decode. */
function encoderFor(charset: string): (text: string) => Uint8Array {
  const known = encoders.get(charset);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(charset);
  const bytes = new Map<string, readonly number[]>();
  const add = (...units: number[]): void => {
    const letter = decoder.decode(Uint8Array.from(units));
    if ([...letter].length === 1 && letter !== '\ufffd' && !bytes.has(letter)) bytes.set(letter, units);
  };
  for (let one = 0; one < 256; one++) add(one);
  if (/shift|euc|gb|big5/.test(charset))
    for (let one = 0x81; one < 255; one++) for (let two = 0x40; two < 255; two++) add(one, two);
  const encode = (text: string): Uint8Array =>
    Uint8Array.from(
      [...text].flatMap(
        (letter) =>
          bytes.get(letter) ??
          toneApart(letter).flatMap(
            (part) => bytes.get(part) ?? assert.fail(`${letter} is not in ${charset}`),
          ),
      ),
    );
  encoders.set(charset, encode);
  return encode;
}

/** `ễ` as windows-1258 has it: `ê` and the tone. */
function toneApart(letter: string): string[] {
  const [base = '', ...marks] = letter.normalize('NFD');
  const tones = marks.filter((mark) => '\u0300\u0301\u0303\u0309\u0323'.includes(mark));
  const others = marks.filter((mark) => !tones.includes(mark));
  return [(base + others.join('')).normalize('NFC'), ...tones];
}

const GERMAN = [
  'Müller, Jürgen',
  'Größler, Käthe',
  'Löw, Jörg',
  'Bäcker, Günter',
  'Straße des 17. Juni',
  'Weiß, Änne',
];
const FRENCH = [
  'François Lefèvre',
  'Hélène Côté',
  'Zoé Gagné',
  'Benoît Façade',
  'Anaïs Noël',
  'Élodie Mérieux',
];
const SPANISH = ['José Muñoz', 'María Peña', 'Begoña Ibáñez', 'Íñigo Núñez', 'Logroño', 'Ángel Gómez'];
const NORDIC = [
  'Åsa Sjögren',
  'Søren Kjær',
  'Pål Ødegård',
  'Mäkelä Päivi',
  'Øystein Bjørk',
  'Þór Guðmundsson',
];
const POLISH = [
  'Łukasz Wiśniewski',
  'Małgorzata Dąbrowska',
  'Zofia Wójcik',
  'Grażyna Kozłowska',
  'Łódź',
  'Michał Król',
];
const CZECH = ['Tomáš Novák', 'Jiří Dvořák', 'Lucie Černá', 'Žaneta Šťastná', 'Plzeň', 'Ondřej Růžička'];
const HUNGARIAN = [
  'Tóth Erzsébet',
  'Győző Szűcs',
  'Nagy Zoltán',
  'Kovács Ágnes',
  'Fülöp Győr',
  'Horváth Jenő',
];
const RUSSIAN = [
  'Ольга Соловьёва',
  'Иван Петров',
  'Наталья Кузнецова',
  'Дмитрий Смирнов',
  'Москва',
  'Юлия Щербакова',
];
const GREEK = ['Γιώργος Παπαδόπουλος', 'Μαρία Νικολάου', 'Ελένη Ιωάννου', 'Αθήνα', 'Δημήτρης', 'Κώστας'];
const TURKISH = ['Ayşe Yılmaz', 'Çağlar Öztürk', 'Şule Doğan', 'İsmail Güneş', 'Işıl Aydın', 'Gökçe Şahin'];
const HEBREW = ['משה כהן', 'שרה לוי', 'דוד מזרחי', 'תל אביב', 'רחל אברהם', 'יוסי פרץ'];
const ARABIC = ['محمد علي', 'فاطمة حسن', 'أحمد محمود', 'القاهرة', 'عائشة يوسف', 'خالد إبراهيم'];
const JAPANESE = ['佐藤 花子', 'さとう はなこ', '鈴木 一郎', '東京都新宿区', '高橋 ゆき', 'タナカ ケン'];
const CHINESE = ['王小明', '李静', '张伟', '北京市海淀区', '刘强', '陈丽'];
const TAIWANESE = ['王小明', '李靜怡', '張偉', '台北市大安區', '劉強', '陳麗華'];
const KOREAN = ['김민수', '이서연', '박지훈', '서울특별시 강남구', '최유진', '정하은'];
const ROMANIAN = [
  'Ştefan Ionescu',
  'Ioana Ţiriac',
  'Bucureşti',
  'Mihai Brătianu',
  'Cătălina Pârvu',
  'Constanţa',
];
const LITHUANIAN = [
  'Rūta Petrauskienė',
  'Gintarė Žukienė',
  'Šiauliai',
  'Jonas Čepaitis',
  'Ąžuolas',
  'Jūratė',
];
const LATVIAN = ['Jānis Bērziņš', 'Līga Ozoliņa', 'Kārlis Kalniņš', 'Ģirts Liepiņš', 'Rīga', 'Žanete Šķēle'];
const UKRAINIAN = [
  'Ірина Шевченко',
  'Олексій Їжак',
  'Євген Коваль',
  'Київ',
  'Надія Гриценко',
  'Юрій Лисенко',
];
const THAI = ['สมชาย ใจดี', 'สุดา รักไทย', 'กรุงเทพ', 'วิชัย แสงทอง', 'มาลี ศรีสุข', 'ประเสริฐ บุญมา'];
const VIETNAMESE = ['Nguyễn Văn Hùng', 'Trần Thị Lan', 'Phạm Đức', 'Hà Nội', 'Lê Hoàng Yến', 'Đặng Thị Mỹ'];

const BOOKS: readonly [charset: string, names: readonly string[]][] = [
  ['windows-1252', GERMAN],
  ['windows-1252', FRENCH],
  ['windows-1252', SPANISH],
  ['windows-1252', NORDIC],
  ['windows-1252', ['it’s ‹here›', 'the “tall” one – André', 'caf\u00e9 … 5 €']],
  ['iso-8859-15', FRENCH],
  ['windows-1250', POLISH],
  ['windows-1250', CZECH],
  ['windows-1250', HUNGARIAN],
  ['iso-8859-2', CZECH],
  ['iso-8859-2', POLISH],
  ['windows-1250', ROMANIAN],
  ['windows-1251', RUSSIAN],
  ['windows-1251', UKRAINIAN],
  ['koi8-r', RUSSIAN],
  ['koi8-u', UKRAINIAN],
  ['ibm866', RUSSIAN],
  ['x-mac-cyrillic', RUSSIAN],
  ['iso-8859-5', RUSSIAN],
  ['windows-1253', GREEK],
  ['iso-8859-7', [...GREEK, 'Άννα Άνθη']],
  ['windows-1254', TURKISH],
  ['windows-1255', HEBREW],
  ['windows-1256', ARABIC],
  ['iso-8859-6', ARABIC],
  ['windows-1257', LITHUANIAN],
  ['windows-1257', LATVIAN],
  ['iso-8859-13', LITHUANIAN],
  ['iso-8859-4', LATVIAN],
  ['windows-1258', VIETNAMESE],
  ['windows-874', THAI],
  ['macintosh', GERMAN],
  ['macintosh', FRENCH],
  ['shift_jis', JAPANESE],
  ['euc-jp', JAPANESE],
  ['gb18030', CHINESE],
  ['big5', TAIWANESE],
  ['euc-kr', KOREAN],
];

test('six names in a charset that nobody declares are read, in each charset', () => {
  const wrong: string[] = [];
  for (const [charset, names] of BOOKS) {
    const encode = encoderFor(charset);
    const lines = names.flatMap((name) => [...encode(`N:${name};x@mail.example`), 0x0a]);
    const guessed = charsetOf(Uint8Array.from(lines));
    const decoder = charsets(guessed);
    const read = names.map((name) => decoder.decode(encode(name)).text);
    for (const [at, name] of names.entries())
      if (read[at] !== name) wrong.push(`${charset} as ${guessed}: ${name} → ${read[at]}`);
  }
  assert.deepEqual(wrong, []);
});

test('a book with one kind of marked letter is what that letter is most often', () => {
  const books = [
    'Daniël Zoë België Raphaël',
    'Søren Jørgen Bjørn',
    'Åsa Åke Östen',
    'João Simão Sebastião',
    'François Besançon',
    'Hélène Irène',
    'Benoît Maître',
    'Jérôme Côme',
    'Niccolò Forlì Cantù',
    'Cândido Ângela',
    'Peña Muñoz',
    'Tõnu Kõiv',
    'Özil Ünal',
    'Guðrún Þóra',
  ];
  for (const book of books) {
    const decoder = charsets();
    const encode = encoderFor('windows-1252');
    for (let turn = 0; turn < 40; turn++)
      for (const name of book.split(' ')) assert.equal(decoder.decode(encode(name)).text, name);
  }
});

test('a declared charset wins, and UTF-8 over a wrong declaration', () => {
  const decoder = charsets();
  for (const [charset, names] of BOOKS) {
    const encode = encoderFor(charset);
    for (const name of names) assert.equal(decoder.decode(encode(name), charset.toUpperCase()).text, name);
  }
  const utf8 = new TextEncoder().encode('Jürgen Žák');
  assert.equal(decoder.decode(utf8, 'UTF-8').text, 'Jürgen Žák');
  assert.equal(decoder.decode(utf8, 'x-unheard-of').text, 'Jürgen Žák');
  assert.equal(decoder.decode(Uint8Array.of(0x4d, 0xfc), 'utf-8').text, 'Mü');
});

test('a hundred thousand values that are no UTF-8 are decoded in seconds', () => {
  const decoder = charsets();
  const values = GERMAN.map(encoderFor('windows-1252'));
  let text = '';
  for (let at = 0; at < 100_000; at++)
    text = decoder.decode(values[at % values.length] ?? new Uint8Array()).text;
  assert.equal(text, GERMAN[(100_000 - 1) % GERMAN.length]);
});
