import aol from '../providers/aol.json' with { type: 'json' };
import fastmail from '../providers/fastmail.json' with { type: 'json' };
import gmail from '../providers/gmail.json' with { type: 'json' };
import gmx from '../providers/gmx.json' with { type: 'json' };
import hey from '../providers/hey.json' with { type: 'json' };
import icloud from '../providers/icloud.json' with { type: 'json' };
import mailCom from '../providers/mail-com.json' with { type: 'json' };
import mailRu from '../providers/mail-ru.json' with { type: 'json' };
import mailboxOrg from '../providers/mailbox-org.json' with { type: 'json' };
import outlook from '../providers/outlook.json' with { type: 'json' };
import posteo from '../providers/posteo.json' with { type: 'json' };
import proton from '../providers/proton.json' with { type: 'json' };
import thunderbird from '../providers/thunderbird.json' with { type: 'json' };
import tuta from '../providers/tuta.json' with { type: 'json' };
import webDe from '../providers/web-de.json' with { type: 'json' };
import yahoo from '../providers/yahoo.json' with { type: 'json' };
import yandex from '../providers/yandex.json' with { type: 'json' };
import zoho from '../providers/zoho.json' with { type: 'json' };

/** A mail provider: the domains of its addresses and how its members export their contacts to a file. */
export interface Provider {
  /** Stable name in URLs: `gmail`, `web-de`. */
  readonly id: string;
  readonly name: string;
  /** Domains of its addresses, in lower case; empty for a program. */
  readonly domains: readonly string[];
  /** Where its members export. */
  readonly url: string;
  /** What to do, one sentence each, in English. */
  readonly steps: readonly string[];
}

/**
 * The providers we know, the most used first.
 *
 * @example
 * providers.map((provider) => provider.name); // ['Gmail', 'Outlook', …]
 */
export const providers: readonly Provider[] = [
  gmail,
  outlook,
  yahoo,
  icloud,
  aol,
  fastmail,
  gmx,
  webDe,
  mailCom,
  proton,
  zoho,
  yandex,
  mailRu,
  tuta,
  thunderbird,
  hey,
  posteo,
  mailboxOrg,
];

/**
 * The provider of an address or of a bare domain; undefined when we do not know it.
 *
 * @example
 * providerOf('ana@GMail.com')?.id; // 'gmail'
 */
export function providerOf(address: string): Provider | undefined {
  const domain = address
    .slice(address.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase();
  return providers.find((provider) => provider.domains.includes(domain));
}
