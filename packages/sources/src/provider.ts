/** A protocol by which an address book, or the people one has written to, can be read. */
export type Protocol = 'google-people' | 'microsoft-graph' | 'carddav' | 'jmap' | 'imap' | 'ldap' | 'ews';

/** How somebody shows that the address book is theirs. */
export type SignIn = 'oauth' | 'app-password' | 'password';

/** One way to an address book. Where neither `url` nor `host` stands, the server is the member's own. */
export interface Access {
  readonly protocol: Protocol;
  readonly signIn: SignIn;
  /** Where it is asked, for protocols over HTTP. */
  readonly url?: string;
  /** The path on the member's own server. */
  readonly path?: string;
  /** The server and its TLS port, for IMAP and LDAP. */
  readonly host?: string;
  readonly port?: number;
  /** Its server can be asked for an app password by Nextcloud's Login Flow v2. */
  readonly loginFlow?: true;
  /** Endpoints of RFC 6749 and RFC 7009; `revoke` is missing where the provider has none. */
  readonly oauth?: {
    /** What the settings of the operator's client are named by; providers of one company share it. */
    readonly client: string;
    /** How the authorization server names itself (RFC 9207); the origin of `authorize` when missing. */
    readonly issuer?: string;
    readonly authorize: string;
    readonly token: string;
    readonly revoke?: string;
    readonly scopes: readonly string[];
    /** Asked for beside, when the member wants what the provider collected by itself. */
    readonly collected?: readonly string[];
    /**
     * Where accounts live in several data centres: the parameter of the answer that names the one of the member's account, and
     * the domains below which the same hosts stand in each.
     */
    readonly regions?: { readonly parameter: string; readonly domains: readonly string[] };
    /** The page where an operator gets a client. */
    readonly register: string;
  };
}

/** The languages in which a provider says how to export. */
export type GuideLanguage = 'en' | 'de';

/** A provider of address books, as its file in `providers/` states it; `provider.schema.json` says what is allowed. */
export interface Provider {
  /** Stable name in URLs: `gmail`, `web-de`. */
  readonly id: string;
  readonly name: string;
  /** Other names it is looked for by. */
  readonly aliases?: readonly string[];
  /** Place among the most used ones, 1 first; the others follow by name. */
  readonly rank?: number;
  /** Domains of its addresses, in lower case; empty for hosting under one's own domain, own servers and programs. */
  readonly domains: readonly string[];
  /** How the names of its mail servers end; the longest match of all providers wins. */
  readonly mx?: readonly string[];
  /** The ways to the address book, the best first; empty where there is only a file. */
  readonly access: readonly Access[];
  /** Hosts, and those below them, that may be given the password after a redirect. */
  readonly credentialHosts?: readonly string[];
  /** The page that makes an app password. */
  readonly appPassword?: string;
  /** The page that tells how to allow access by other programs. */
  readonly enable?: string;
  /** The page where access is taken back. */
  readonly revoke?: string;
  readonly export: {
    /** Where its members export. */
    readonly url?: string;
    /** What to do there, one sentence each; where they are missing, `exportSteps` has general ones. */
    readonly steps?: Readonly<Record<GuideLanguage, readonly string[]>>;
  };
  /** What its best way gives of a contact. */
  readonly fields: readonly string[];
  /** Our own mark for it: letters on a colour that white text can be read on. */
  readonly logo: { readonly letters: string; readonly colour: string };
  /** Pages that the facts come from. */
  readonly sources: readonly string[];
}
