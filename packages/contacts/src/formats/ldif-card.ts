import type { PostalAddress, ReadEvent } from '../contact.ts';
import { addressText } from './address-text.ts';
import { date, parseDate } from './date.ts';
import { addOnce, draft, finished, isBlank, note } from './draft.ts';
import { problem } from './events.ts';
import type { Limits } from './limits.ts';
import { embedded } from './photo.ts';

/** One attribute of an entry, decoded. */
export interface Attribute {
  readonly name: string;
  /** Attribute options (RFC 4512, section 2.5): `lang-ja`, `phonetic`. */
  readonly tags: readonly string[];
  readonly value: string;
  /** What a base64 value stands for. */
  readonly bytes: Uint8Array | undefined;
  /** The value is a URL where the real one lies; it is never fetched. */
  readonly url: boolean;
  readonly line: number;
  /** The value was longer than allowed and is cut. */
  readonly cut: boolean;
}

/** An entry with the lines it stands on. */
export interface Entry {
  readonly attributes: readonly Attribute[];
  readonly first: number;
  readonly last: number;
  /** Attributes beyond the limit. */
  readonly dropped: number;
}

/** The contact that an entry is, or the problem why it is none. */
export function ldifCard(
  entry: Entry,
  options: { readonly limits: Limits; readonly photos: boolean },
): ReadEvent {
  const { first, last } = entry;
  const { limits } = options;
  const one = draft();
  const found = new Map<string, Attribute[]>();
  for (const attribute of entry.attributes) {
    const key = ALIASES.get(attribute.name.toLowerCase()) ?? attribute.name.toLowerCase();
    if (attribute.cut || (attribute.value.length > limits.field && !PHOTOS.has(key))) {
      note(
        one,
        limits,
        PHOTOS.has(key) ? 'photo.too_large' : 'field.too_large',
        attribute.line,
        attribute.name,
      );
      continue;
    }
    const list = found.get(key);
    const clean = { ...attribute, value: attribute.value.replace(/\r\n?/g, '\n').trim() };
    if (list === undefined) found.set(key, [clean]);
    else list.push(clean);
  }
  const change = found.get('changetype')?.[0]?.value.toLowerCase() ?? 'add';
  if (change !== 'add') return { kind: 'problem', problem: problem('card.change', first, undefined, change) };

  /** The values of an attribute, those in no named language first; what is taken is not kept again. */
  const all = (key: string): readonly string[] => {
    const list = found.get(key);
    if (list === undefined) return NONE;
    const plain = list.filter(({ tags, url }) => tags.length === 0 && !url);
    const taken =
      plain.length > 0
        ? plain
        : list.filter(({ tags, url }) => !tags.includes('phonetic') && !url).slice(0, 1);
    const values = taken.map(({ value }) => value).filter((value) => value !== '');
    const left =
      taken.length === list.length
        ? []
        : list.filter((attribute) => !taken.includes(attribute) && !values.includes(attribute.value));
    found.set(key, left);
    return values;
  };
  const text = (key: string): string => {
    const [value = '', ...others] = all(key);
    for (const other of others) one.other.push({ value: other, label: key });
    return value;
  };
  const spoken = (key: string): string => {
    const list = found.get(key);
    const at = list === undefined ? -1 : list.findIndex(({ tags }) => tags.includes('phonetic'));
    return list === undefined || at < 0 ? '' : (list.splice(at, 1)[0]?.value ?? '');
  };

  one.uid = text('dn') || undefined;
  const classes = new Set(all('objectclass').map((value) => value.toLowerCase()));
  one.phoneticGiven = spoken('givenname');
  one.phoneticFamily = spoken('sn');
  if (one.phoneticGiven === '' && one.phoneticFamily === '') one.phonetic = spoken('cn');
  const shown = text('displayname');
  const [name = '', ...otherNames] = all('cn');
  one.full = shown || name;
  if (shown !== '' && name !== '' && name !== shown) one.other.push({ value: name, label: 'cn' });
  for (const value of otherNames) one.other.push({ value, label: 'cn' });
  one.given = text('givenname');
  one.middle = text('middlename');
  one.family = text('sn');
  one.prefix = text('personaltitle');
  one.suffix = text('generationqualifier');
  for (const value of all('nickname')) addOnce(one.nicknames, value);

  for (const value of [...all('mail'), ...all('secondmail')]) {
    const { address } = addressText(value);
    if (address !== '') one.emails.push({ value: address });
  }
  for (const value of all('proxyaddresses')) {
    // Active Directory: upper case marks the one that mail is sent from; X400 and the like are no addresses.
    const match = /^smtp:(.+)$/i.exec(value);
    if (match?.[1] === undefined) one.other.push({ value, label: 'proxyAddresses' });
    else one.emails.push({ value: addressText(match[1]).address, preferred: value.startsWith('SMTP') });
  }
  for (const [key, label] of PHONES)
    for (const value of all(key)) one.phones.push(label === '' ? { value } : { value, label });
  for (const [key, label] of URLS)
    for (const value of all(key)) one.urls.push(label === '' ? { value } : { value, label });
  for (const whole of all('labeleduri')) {
    // RFC 2079: the address, then maybe a blank and a label.
    const value = whole.trim();
    if (value === '') continue;
    const space = value.search(/\s/);
    const label = space < 0 ? '' : value.slice(space).trim();
    one.urls.push(label === '' ? { value } : { value: value.slice(0, space), label });
  }
  for (const [key, label] of SERVICES) for (const value of all(key)) one.ims.push({ value, label });

  addressOf('home', HOME, text, one.addresses);
  addressOf('work', WORK, text, one.addresses);
  const department = all('ou')
    .filter((value) => !/^(?:people|users)$/i.test(value))
    .join(', ');
  const [company, ...companies] = all('o');
  if (company !== undefined || department !== '')
    one.organisations.push({
      ...(company === undefined ? {} : { name: company }),
      ...(department === '' ? {} : { department }),
    });
  for (const value of companies) one.organisations.push({ name: value });
  for (const value of all('title')) addOnce(one.titles, value);
  for (const value of all('description')) addOnce(one.notes, value);
  one.gender = text('gender').toLowerCase() || undefined;
  one.revised = changed(text('modifytimestamp'));
  const [year, month, day] = [text('birthyear'), text('birthmonth'), text('birthday')];
  one.birthday =
    date(Number(year), Number(month), Number(day)) ??
    parseDate(day) ??
    parseDate(text('dateofbirth').slice(0, 8));
  if (one.birthday === undefined && [year, month, day].some((value) => value !== '' && value !== '0'))
    note(one, limits, 'date.invalid', first, 'birthday', [year, month, day].filter(Boolean).join('-'));

  for (const [key, label] of RELATIONS)
    for (const value of all(key)) one.relations.push({ value: nameIn(value), label });
  const members = all('member');
  for (const value of members) one.relations.push({ value, label: 'member' });
  for (const key of PHOTOS) {
    for (const { bytes, value, url, line } of found.get(key) ?? []) {
      if (url && /^https?:\/\/[^\s/]/i.test(value)) one.photo ??= { kind: 'url', url: value };
      else if (url) {
        if (value !== '') one.other.push({ value, label: key });
      } else if (bytes === undefined || bytes.length < 4) note(one, limits, 'photo.invalid', line, key);
      else if (bytes.length > limits.photo)
        note(one, limits, 'photo.too_large', line, key, String(bytes.length));
      else if (one.photo?.kind !== 'embedded')
        one.photo = embedded(options.photos ? bytes : bytes.length, typeOf(bytes)).photo;
    }
    found.delete(key);
  }

  for (const [key, list] of found) {
    if (SILENT.has(key)) continue;
    for (const attribute of list)
      if (attribute.value !== '')
        one.other.push({ value: attribute.value, label: [attribute.name, ...attribute.tags].join(';') });
  }
  if (entry.dropped > 0) note(one, limits, 'field.too_many', last, undefined, String(entry.dropped));

  if (members.length > 0 || GROUPS.some((name) => classes.has(name))) one.kind = 'group';
  else if (STRUCTURE.some((name) => classes.has(name))) {
    one.kind = 'organisation';
    // The branches of a directory: they hold contacts and are none, unless one can be reached.
    if (one.emails.length === 0 && one.phones.length === 0)
      return { kind: 'problem', problem: problem('card.empty', first) };
  }
  return isBlank(one)
    ? { kind: 'problem', problem: problem('card.empty', first) }
    : { kind: 'card', card: finished(one, 'ldif', [first, last], limits) };
}

const NONE: readonly string[] = [];

/** Other names of attributes: long forms, Netscape's and old Mozilla's, Active Directory's; all in lower case. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cn: ['commonname'],
    sn: ['surname', 'lastname'],
    givenname: ['gn', 'firstname'],
    personaltitle: ['honorifictitle'],
    nickname: ['mozillanickname', 'xmozillanickname'],
    mail: ['rfc822mailbox', 'email', 'emailaddress'],
    secondmail: [
      'mozillasecondemail',
      'xmozillasecondemail',
      'mailalternateaddress',
      'maillocaladdress',
      'othermailbox',
    ],
    mobile: ['mobiletelephonenumber', 'cellphone', 'othermobile'],
    homephone: ['hometelephonenumber', 'otherhomephone'],
    fax: ['facsimiletelephonenumber', 'otherfacsimiletelephonenumber'],
    pager: ['pagertelephonenumber', 'pagerphone', 'otherpager'],
    workurl: ['mozillaworkurl'],
    homeurl: ['mozillahomeurl'],
    labeleduri: ['labeledurl'],
    aim: ['nscpaimscreenname', 'mozillaaimscreenname', 'aimscreenname', 'nsaimid'],
    street: ['streetaddress'],
    l: ['locality', 'localityname'],
    st: ['region', 'stateorprovincename'],
    postalcode: ['zip'],
    c: ['countryname', 'co', 'friendlycountryname'],
    workstreet2: ['mozillaworkstreet2', 'mozillapostaladdress2', 'xmozillapostaladdress2'],
    homestreet: ['mozillahomestreet'],
    homestreet2: ['mozillahomestreet2', 'mozillahomepostaladdress2', 'xmozillahomepostaladdress2'],
    homecity: ['mozillahomelocalityname', 'xmozillahomelocalityname'],
    homestate: ['mozillahomestate', 'xmozillahomestate'],
    homezip: ['mozillahomepostalcode', 'xmozillahomepostalcode'],
    homecountry: ['mozillahomecountryname', 'xmozillahomecountryname'],
    o: ['organizationname', 'company'],
    ou: ['organizationalunitname', 'department', 'orgunit'],
    description: ['notes', 'comment', 'info'],
    gender: ['sex'],
    jpegphoto: ['thumbnailphoto', 'photo'],
    dateofbirth: ['schacdateofbirth'],
    member: ['uniquemember', 'mgrprfc822mailmember', 'rfc822mailmember'],
    assistant: ['secretary'],
    spouse: ['spousename'],
  }).flatMap(([name, others]) => others.map((other): [string, string] => [other, name])),
);

const PHOTOS = new Set(['jpegphoto']);

const PHONES: readonly (readonly [string, string])[] = [
  ['mobile', 'mobile'],
  ['telephonenumber', 'work'],
  ['homephone', 'home'],
  ['fax', 'fax'],
  ['pager', 'pager'],
  ['carphone', 'car'],
  ['othertelephone', 'other'],
  ['ipphone', 'voip'],
];

const URLS: readonly (readonly [string, string])[] = [
  ['workurl', 'work'],
  ['homeurl', 'home'],
  ['wwwhomepage', ''],
  ['url', ''],
];

const SERVICES: readonly (readonly [string, string])[] = [
  ['aim', 'aim'],
  ['jabberid', 'jabber'],
];

const RELATIONS: readonly (readonly [string, string])[] = [
  ['manager', 'manager'],
  ['assistant', 'assistant'],
  ['spouse', 'spouse'],
];

const GROUPS = ['groupofnames', 'groupofuniquenames', 'mailgroup', 'posixgroup', 'group', 'nismailalias'];

const STRUCTURE = [
  'organization',
  'organizationalunit',
  'dcobject',
  'domain',
  'country',
  'locality',
  'container',
  'organizationalrole',
  'simplesecurityobject',
  'builtindomain',
];

/** About the record, or secret: passwords and keys are nothing that an address book carries on. */
const SILENT = new Set([
  'version',
  'changetype',
  'control',
  'userpassword',
  'authpassword',
  'sambantpassword',
  'sambalmpassword',
  'krbprincipalkey',
  'unicodepwd',
  'userpkcs12',
  'usercertificate',
  'usersmimecertificate',
  'mozillausehtmlmail',
  'xmozillausehtmlmail',
  'mozilladonotuse',
  'entryuuid',
  'entrycsn',
  'entrydn',
  'createtimestamp',
  'creatorsname',
  'modifiersname',
  'structuralobjectclass',
  'subschemasubentry',
  'hassubordinates',
  'objectguid',
  'objectsid',
]);

interface Places {
  readonly street: string;
  readonly extended: string;
  readonly poBox?: string;
  readonly city: string;
  readonly region: string;
  readonly postcode: string;
  readonly country: string;
  /** RFC 4517, section 3.3.28: lines between `$`; old Mozilla wrote the street here. */
  readonly whole: string;
}

const HOME: Places = {
  street: 'homestreet',
  extended: 'homestreet2',
  city: 'homecity',
  region: 'homestate',
  postcode: 'homezip',
  country: 'homecountry',
  whole: 'homepostaladdress',
};

const WORK: Places = {
  street: 'street',
  extended: 'workstreet2',
  poBox: 'postofficebox',
  city: 'l',
  region: 'st',
  postcode: 'postalcode',
  country: 'c',
  whole: 'postaladdress',
};

function addressOf(
  label: string,
  places: Places,
  text: (key: string) => string,
  into: PostalAddress[],
): void {
  const whole = text(places.whole);
  const lines = whole
    .split('$')
    .map((line) => line.trim().replace(/\\24/g, '$').replace(/\\5c/gi, '\\'))
    .filter(Boolean);
  const street = text(places.street);
  const parts = {
    street: street !== '' || lines.length > 1 ? street : (lines[0] ?? ''),
    extended: text(places.extended),
    poBox: places.poBox === undefined ? '' : text(places.poBox),
    city: text(places.city),
    region: text(places.region),
    postcode: text(places.postcode),
    country: text(places.country),
    formatted: lines.length > 1 ? lines.join('\n') : '',
  };
  const said = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''));
  if (Object.keys(said).length > 0) into.push({ ...said, label });
}

/** The name in a distinguished name (RFC 4514) that starts with one, else the whole. */
function nameIn(value: string): string {
  const match = /^cn=((?:\\.|[^,+\\])+)/i.exec(value);
  return match?.[1] === undefined ? value : match[1].replace(/\\(.)/g, '$1').trim() || value;
}

/** A GeneralizedTime (RFC 4517, section 3.3.13), or Mozilla's seconds since 1970 with or without a Z; 0 is none. */
function changed(text: string): string | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,]\d+)?Z$/.exec(text);
  if (match !== null) {
    const [, year, month, day, hour, minute, second] = match;
    return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
  }
  const seconds = /^\d{5,11}Z?$/.test(text) ? Number.parseInt(text, 10) : 0;
  return seconds > 0 && seconds < 253_402_300_800
    ? `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
    : undefined;
}

function typeOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg';
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'image/png';
  return bytes[0] === 0x47 && bytes[1] === 0x49 ? 'image/gif' : undefined;
}
