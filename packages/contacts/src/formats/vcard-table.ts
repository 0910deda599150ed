import * as field from './vcard-fields.ts';
import { photo } from './vcard-photo.ts';
import type { Handler } from './vcard-property.ts';

/** Told by the file about itself, not about the contact; X-ABLabel is read with the property of its group. */
const ignored: Handler = () => undefined;

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
  'X-AIM': field.messengerOf('aim'),
  'X-ICQ': field.messengerOf('icq'),
  'X-JABBER': field.messengerOf('jabber'),
  'X-XMPP': field.messengerOf('jabber'),
  'X-MSN': field.messengerOf('msn'),
  'X-YAHOO': field.messengerOf('yahoo'),
  'X-SKYPE': field.messengerOf('skype'),
  'X-SKYPE-USERNAME': field.messengerOf('skype'),
  'X-GOOGLE-TALK': field.messengerOf('google talk'),
  'X-GTALK': field.messengerOf('google talk'),
  'X-QQ': field.messengerOf('qq'),
  'X-GADUGADU': field.messengerOf('gadu-gadu'),
  'X-GROUPWISE': field.messengerOf('groupwise'),
  'X-TELEGRAM': field.messengerOf('telegram'),
  'X-WHATSAPP': field.messengerOf('whatsapp'),
  'X-MATRIX': field.messengerOf('matrix'),
  'X-SIP': field.messengerOf('sip'),
  'X-MS-IMADDRESS': field.messengerOf('im'),
  'X-EVOLUTION-VIDEO-URL': field.messengerOf('video'),
  'X-TWITTER': field.messengerOf('twitter'),
  'X-SIGNAL': field.messengerOf('signal'),

  BDAY: field.dated('birthday'),
  ANNIVERSARY: field.dated('anniversary'),
  'X-ANNIVERSARY': field.dated('anniversary'),
  'X-EVOLUTION-ANNIVERSARY': field.dated('anniversary'),
  'X-KADDRESSBOOK-X-ANNIVERSARY': field.dated('anniversary'),
  'X-MS-ANNIVERSARY': field.dated('anniversary'),
  'X-ABDATE': field.appleDate,
  GENDER: field.gender,
  'X-GENDER': field.gender,
  SEX: field.gender,
  'X-WAB-GENDER': field.gender,

  ORG: field.organisation,
  TITLE: field.among('titles'),
  ROLE: field.among('titles'),
  NOTE: field.among('notes'),
  CATEGORIES: field.listed('categories'),
  PHOTO: photo,

  RELATED: field.relation(),
  'X-ABRELATEDNAMES': field.relation(),
  'X-SPOUSE': field.relation('spouse'),
  'X-EVOLUTION-SPOUSE': field.relation('spouse'),
  'X-KADDRESSBOOK-X-SPOUSESNAME': field.relation('spouse'),
  'X-MS-SPOUSE': field.relation('spouse'),
  'X-MANAGER': field.relation('manager'),
  'X-EVOLUTION-MANAGER': field.relation('manager'),
  'X-KADDRESSBOOK-X-MANAGERSNAME': field.relation('manager'),
  'X-MS-MANAGER': field.relation('manager'),
  'X-ASSISTANT': field.relation('assistant'),
  'X-EVOLUTION-ASSISTANT': field.relation('assistant'),
  'X-KADDRESSBOOK-X-ASSISTANTSNAME': field.relation('assistant'),
  'X-MS-ASSISTANT': field.relation('assistant'),
  'X-MS-CHILD': field.relation('child'),
  MEMBER: field.relation('member'),
  'X-ADDRESSBOOKSERVER-MEMBER': field.relation('member'),
  AGENT: field.agent,

  UID: field.first('uid'),
  REV: field.revision,
  KIND: field.kind,
  'X-ADDRESSBOOKSERVER-KIND': field.kind,
  'X-ABSHOWAS': field.showAs,
  'X-ANDROID-CUSTOM': field.android,

  LOGO: field.linked,
  KEY: field.linked,
  SOURCE: field.linked,
  BEGIN: ignored,
  END: ignored,
  VERSION: ignored,
  PRODID: ignored,
  CLASS: ignored,
  MAILER: ignored,
  CLIENTPIDMAP: ignored,
  'X-ABLABEL': ignored,
  'X-ABADR': ignored,
  'X-ABUID': ignored,
  'X-ABCROP-RECTANGLE': ignored,
  'X-IMAGETYPE': ignored,
  'X-IMAGEHASH': ignored,
};

const KNOWN: ReadonlyMap<string, Handler> = new Map(Object.entries(HANDLERS));

/** What to do with a property of that name; one that nobody knows is kept as it stands. */
export function handlerOf(name: string): Handler {
  return KNOWN.get(name) ?? field.other;
}
