import * as field from './vcard-fields.ts';
import { photo } from './vcard-photo.ts';
import type { Handler } from './vcard-property.ts';

/** What each property says, by its name in vCard 2.1, RFC 2426, RFC 6350, RFC 9554 or at its vendor. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  FN: field.fullName,
  N: field.name,
  'SORT-STRING': field.first('phonetic'),
  'X-PHONETIC-FIRST-NAME': field.first('phoneticGiven'),
  'X-PHONETIC-MIDDLE-NAME': field.first('phoneticMiddle'),
  'X-PHONETIC-LAST-NAME': field.first('phoneticFamily'),
  SOUND: field.sound,
  NICKNAME: field.listed('nicknames'),
  'X-NICKNAME': field.listed('nicknames'),

  EMAIL: field.email,
  TEL: field.phone,
  ADR: field.address,
  LABEL: field.addressLabel,
  URL: field.url,
  'X-SOCIALPROFILE': field.social,
  SOCIALPROFILE: field.social,
  IMPP: field.messenger,
  'X-XMPP': field.messengerOf('jabber'),
  'X-SKYPE-USERNAME': field.messengerOf('skype'),
  'X-GOOGLE-TALK': field.messengerOf('google talk'),
  'X-GTALK': field.messengerOf('google talk'),
  'X-GADUGADU': field.messengerOf('gadu-gadu'),
  'X-IMADDRESS': field.messengerOf('im'),
  'X-VIDEO-URL': field.messengerOf('video'),

  BDAY: field.dated('birthday'),
  ANNIVERSARY: field.dated('anniversary'),
  'X-ANNIVERSARY': field.dated('anniversary'),
  'X-ABDATE': field.appleDate,
  GENDER: field.gender,
  'X-GENDER': field.gender,
  SEX: field.gender,

  ORG: field.organisation,
  TITLE: field.among('titles'),
  ROLE: field.among('titles'),
  NOTE: field.among('notes'),
  CATEGORIES: field.listed('categories'),
  PHOTO: photo,

  RELATED: field.relation(),
  'X-ABRELATEDNAMES': field.relation(),
  'X-SPOUSE': field.relation('spouse'),
  'X-SPOUSESNAME': field.relation('spouse'),
  'X-MANAGER': field.relation('manager'),
  'X-MANAGERSNAME': field.relation('manager'),
  'X-ASSISTANT': field.relation('assistant'),
  'X-ASSISTANTSNAME': field.relation('assistant'),
  'X-CHILD': field.relation('child'),
  MEMBER: field.relation('member'),
  'X-ADDRESSBOOKSERVER-MEMBER': field.relation('member'),
  AGENT: field.agent,

  'X-KITH-OTHER': field.named,
  UID: field.first('uid'),
  REV: field.revision,
  KIND: field.kind,
  'X-ADDRESSBOOKSERVER-KIND': field.kind,
  'X-ABSHOWAS': field.showAs,
  'X-ANDROID-CUSTOM': field.android,

  LOGO: field.linked,
  KEY: field.linked,
  SOURCE: field.linked,
};

const KNOWN: ReadonlyMap<string, Handler> = new Map([
  ...Object.entries(HANDLERS),
  ...'AIM ICQ JABBER MSN YAHOO SKYPE QQ GROUPWISE TELEGRAM WHATSAPP MATRIX SIP TWITTER SIGNAL'
    .split(' ')
    .map((name): [string, Handler] => [`X-${name}`, field.messengerOf(name.toLowerCase())]),
  // Told by the file about itself, not about the contact; X-ABLabel is read with the property of its group.
  ...'BEGIN END VERSION PRODID CLASS MAILER CLIENTPIDMAP X-ABLABEL X-ABADR X-ABUID X-ABCROP-RECTANGLE X-IMAGETYPE X-IMAGEHASH'
    .split(' ')
    .map((name): [string, Handler] => [name, () => undefined]),
]);

/**
 * What to do with a property of that name; one that nobody knows is kept as it stands. Outlook, Evolution, KAddressBook
 * and Windows' address book put their own name before what others call the same.
 */
export function handlerOf(name: string): Handler {
  return KNOWN.get(name.replace(/^X-(?:EVOLUTION|KADDRESSBOOK-X|MS|WAB)-/, 'X-')) ?? field.other;
}

/** Whether a property of that name is kept in `other` under it, and so can be written back as it was. */
export function isKept(name: string): boolean {
  return /^[A-Z][A-Z0-9-]*$/.test(name) && handlerOf(name) === field.other;
}
