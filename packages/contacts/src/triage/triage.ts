import { type Card, CORRESPONDENCE, type Labelled, WRITTEN_ON } from '../contact.ts';
import { type EmailKey, emailKey, parseEmail } from '../identifiers/email.ts';

/** Why a contact is not on the list that is offered for inviting; stable codes. */
export type TriageReason =
  | 'own_address'
  | 'no_channel'
  | 'group'
  | 'unsubscribed'
  | 'no_reply'
  | 'mailing_list'
  | 'machine'
  | 'role_address'
  | 'dead_domain'
  | 'organisation'
  | 'received_only'
  | 'collected'
  | 'no_name';

/**
 * The reasons of those who may be people, but whom the owner never chose to know: they are listed apart, ticked one by
 * one, and not looked for among the members.
 */
export const STRANGERS: readonly TriageReason[] = ['received_only', 'collected'];

/** Whether a contact is offered. */
export type Triage = { readonly listed: true } | { readonly listed: false; readonly reason: TriageReason };

/** What of a card decides. */
export type TriageCard = Pick<Card, 'kind' | 'names' | 'emails' | 'phones' | 'other'>;

/** What the owner's side knows. */
export interface TriageFacts {
  readonly ownEmails?: readonly string[];
  /** E.164. */
  readonly ownPhones?: readonly string[];
  /** Reserved top-level names that deliver here, for example `['example', 'test']` in a demo. */
  readonly deliverableReserved?: readonly string[];
}

/**
 * Sorts people from machines: the first reason that holds for every way to reach the contact.
 *
 * One good address is enough to be listed. The card's numbers are E.164 and its addresses as `normaliseCard` leaves
 * them; that someone was invited already, or stands in the book twice, is for others to know.
 *
 * @example triage(card, { ownEmails: ['ana@x.example'] })
 */
export function triage(card: TriageCard, facts: TriageFacts = {}): Triage {
  const reason = reasonFor(card, facts);
  return reason === undefined ? { listed: true } : { listed: false, reason };
}

function reasonFor(card: TriageCard, facts: TriageFacts): TriageReason | undefined {
  if (card.kind === 'group') return 'group';
  if (card.emails.length === 0 && card.phones.length === 0) return 'no_channel';
  if (isOwn(card, facts)) return 'own_address';
  if (card.other?.some(({ value, label = '' }) => hasLeft(label, value)) === true) return 'unsubscribed';
  const reasons = card.emails.map(({ value }) => emailReason(value, facts));
  const reachable = card.phones.length > 0 || reasons.includes(undefined);
  if (!reachable) return reasons[0];
  if (card.kind === 'organisation') return 'organisation';
  const letters = correspondenceOf(card);
  if (letters === 'received') return 'received_only';
  if (letters === 'collected') return 'collected';
  return letters === 'sent' || hasName(card) ? undefined : 'no_name';
}

/**
 * Whether the owner has written to this contact (a missing name is no reason then), only ever received mail from it, or
 * has it because the provider collected it by itself.
 *
 * @example correspondenceOf({ other: [{ label: CORRESPONDENCE, value: 'received' }] }) // 'received'
 */
export function correspondenceOf({
  other,
}: Pick<Card, 'other'>): 'sent' | 'received' | 'collected' | undefined {
  const value = other?.find(({ label }) => label === CORRESPONDENCE)?.value;
  return value === 'sent' || value === 'received' || value === 'collected' ? value : undefined;
}

/**
 * What a card says besides, for people to read: without what Kith itself notes there of letters.
 *
 * @example saidBesides({ other: [{ label: WRITTEN_ON, value: '2026-06-01' }] }) // []
 */
export function saidBesides({ other = [] }: Pick<Card, 'other'>): readonly Labelled[] {
  return other.filter(({ label }) => label !== CORRESPONDENCE && label !== WRITTEN_ON);
}

/** What newsletter programs (Mailchimp, HubSpot, Brevo) write of those who left, and of addresses that bounced. */
function hasLeft(label: string, value: string): boolean {
  if (/^(?:unsub_time|unsub_reason|clean_time)$/i.test(label)) return true;
  if (/^(?:.{0,40} )?status$/i.test(label))
    return /^(?:unsubscribed|non-?subscribed|cleaned|bounced|hard bounce|complained|opted[ -]?out)$/i.test(
      value,
    );
  return /unsubscribed|opted[ -]?out/i.test(label) && /^(?:true|yes|1|ja|oui|s[ií])$/i.test(value);
}

function isOwn(card: TriageCard, { ownEmails = [], ownPhones = [] }: TriageFacts): boolean {
  if (card.phones.some(({ value }) => ownPhones.includes(value))) return true;
  if (ownEmails.length === 0) return false;
  const own = new Set(ownEmails.map(keyOf));
  return card.emails.some(({ value }) => own.has(keyOf(value)));
}

function keyOf(text: string): EmailKey | string {
  const parsed = parseEmail(text);
  return parsed === undefined ? text.toLowerCase() : emailKey(parsed);
}

/** A name of letters; an address, a number or "unknown" in its place is none. */
function hasName({ names }: TriageCard): boolean {
  const text = names.full !== '' ? names.full : (names.nicknames?.[0] ?? '');
  return /\p{L}/u.test(text) && !text.includes('@') && !UNNAMED.has(text.trim().toLowerCase());
}

const UNNAMED = new Set([
  'unknown',
  'unbekannt',
  'inconnu',
  'desconocido',
  'sconosciuto',
  'no name',
  'ohne namen',
  'n/a',
  'неизвестный',
  '不明',
  '未知',
]);

/**
 * Why an address is no person's, by itself; `undefined` where nothing speaks against it.
 *
 * @example emailReason('no-reply@shop.example') // 'no_reply'
 */
export function emailReason(
  address: string,
  facts: Pick<TriageFacts, 'deliverableReserved'> = {},
): TriageReason | undefined {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at).toLowerCase();
  const domain = address.slice(at + 1).toLowerCase();
  const bare = local.replace(/[._\-+]/g, '');
  if (NO_REPLY.test(bare)) return 'no_reply';
  if (isList(local, domain)) return 'mailing_list';
  if (isMachine(local, domain)) return 'machine';
  if (ROLES.has(bare) || ROLES.has(local.split('+')[0] ?? '')) return 'role_address';
  return isDead(domain, facts.deliverableReserved ?? []) ? 'dead_domain' : undefined;
}

const NO_REPLY =
  /(?:^|.)(?:no|donot|dont|never|not?)(?:reply|respond|answer)|^(?:noreply|nichtantworten|keineantwort|nepasrepondre|sansreponse|noresponder|noresponda|naoresponda|nonrispondere|nieodpowiadaj|neodpovidat|ingensvar|svarainte|neotvechat)/;

const ROLES = new Set(
  (
    'info information infos contact contacts contactus kontakt kontakte contacto contato contatti support helpdesk help hilfe aide ayuda suporte supporto ' +
    'sales vertrieb verkauf ventes ventas vendas vendite admin administrator administration administracion verwaltung sekretariat secretariat secretaria segreteria ' +
    'office buero büro bureau oficina ufficio biuro kancelaria mail email post posta poczta postmaster hostmaster webmaster abuse security noc root ' +
    'billing invoice invoices rechnung rechnungen buchhaltung accounting accounts facturation facturacion fatture finance finanzen payroll ' +
    'hr jobs job careers career bewerbung recruiting personal rh marketing press presse prensa stampa media pr newsletter news ' +
    'service kundenservice kundendienst serviceclient customerservice customercare servizioclienti atencionalcliente orders order bestellung bestellungen commande pedidos ' +
    'shop store boutique tienda booking bookings reservation reservations reservierung reservas rezeption reception recepcion welcome hello hallo hola bonjour ciao team staff ' +
    'all everyone feedback enquiries enquiry inquiry anfrage anfragen privacy datenschutz legal dpo it itsupport sysadmin devnull nobody daemon mailerdaemon ' +
    'spam unsubscribe bounce bounces alerts alert notifications notification updates система инфо поддержка'
  ).split(' '),
);

function isList(local: string, domain: string): boolean {
  if (
    /(?:^|[-.+])(?:owner|request|bounces?|subscribe|unsubscribe|join|leave|confirm)$/.test(local) &&
    local.includes('-')
  )
    return true;
  if (/^(?:list|lists|listserv|majordomo|mailman|sympa)$/.test(local)) return true;
  return (
    /^(?:lists?|listserv|groups|googlegroups|yahoogroups|listes|listas|mailman)\./.test(domain) ||
    /^(?:googlegroups\.com|yahoogroups\.[a-z.]+|groups\.io)$/.test(domain)
  );
}

function isMachine(local: string, domain: string): boolean {
  // VERP carries the recipient inside: bounce+ana=x.example@…
  if (local.includes('=') || local.length > 48) return true;
  if (/^(?:reply|replies|ticket|case|comment|msg|bounce|return|unsub)[+_-][a-z0-9+_.-]{6,}$/.test(local))
    return true;
  if (/^[0-9a-f]{16,}$/.test(local) || /[+_-][0-9a-f]{12,}$/.test(local)) return true;
  if (/^\d{12,}$/.test(local)) return true;
  return /^(?:reply|bounce|bounces|sale|guest|marketplace|relay|tickets?)\.|^(?:reply\.facebook\.com|reply\.github\.com|sale\.craigslist\.org|guest\.airbnb\.com|privaterelay\.appleid\.com)$/.test(
    domain,
  );
}

/** RFC 2606, RFC 6761, RFC 6762: names that never deliver. */
function isDead(domain: string, deliverable: readonly string[]): boolean {
  const last = domain.slice(domain.lastIndexOf('.') + 1);
  const second = /^(?:.+\.)?(example\.(?:com|net|org))$/.exec(domain)?.[1];
  if (second !== undefined) return !deliverable.includes(second);
  return (
    ['example', 'test', 'invalid', 'localhost', 'local', 'internal', 'lan'].includes(last) &&
    !deliverable.includes(last)
  );
}
