import type { ComponentChildren } from 'preact';
import type { ContactDetail, Origin, PostalAddress } from '../../api/contact-types.ts';
import { day, partialDate, t } from '../../catalogue/messages.ts';
import { cameFrom } from './came-from.ts';

/** Each field with where it comes from and when; what is private is folded. */
export function ContactFields({ contact }: { contact: ContactDetail }) {
  const { names, emails, phones, urls, ims, addresses, organisations, titles } = contact.fields;
  const { relations, anniversary, other } = contact.fields;
  const { birthday, gender, notes } = contact.privateFields;
  const parts = [names.prefix, names.given, names.middle, names.family, names.suffix].filter(Boolean);
  const folded = notes.length + [birthday, gender].filter((one) => one !== undefined).length;
  return (
    <>
      <dl class="facts">
        <Fact kind={t('contacts.field.name')} of={[names]}>
          {() => (
            <>
              {parts.length > 0 ? parts.join(' ') : names.full}
              {names.nicknames !== undefined &&
                names.nicknames.length > 0 &&
                ` (${names.nicknames.join(', ')})`}
              {names.phonetic !== undefined && <span class="quiet"> {names.phonetic}</span>}
            </>
          )}
        </Fact>
        <Fact kind={t('contacts.field.emails')} of={emails}>
          {({ value }) => <a href={`mailto:${encodeURIComponent(value)}`}>{value}</a>}
        </Fact>
        <Fact kind={t('contacts.field.phones')} of={phones}>
          {({ value }) => <a href={`tel:${value.replace(/[^+\d]/g, '')}`}>{value}</a>}
        </Fact>
        <Fact kind={t('contacts.field.organisations')} of={organisations}>
          {({ name, department }) => [name, department].filter(Boolean).join(', ')}
        </Fact>
        <Fact kind={t('contacts.field.titles')} of={titles}>
          {({ value }) => value}
        </Fact>
        <Fact kind={t('contacts.field.addresses')} of={addresses}>
          {(address) => <span class="contact-address">{addressText(address)}</span>}
        </Fact>
        <Fact kind={t('contacts.field.urls')} of={urls}>
          {({ value }) =>
            /^https?:\/\//.test(value) ? (
              <a href={value} target="_blank" rel="noreferrer">
                {value}
              </a>
            ) : (
              value
            )
          }
        </Fact>
        <Fact kind={t('contacts.field.ims')} of={ims}>
          {({ value }) => value}
        </Fact>
        <Fact kind={t('contacts.field.relations')} of={relations}>
          {({ value }) => value}
        </Fact>
        <Fact kind={t('contacts.field.anniversary')} of={some(anniversary)}>
          {({ value }) => partialDate(value)}
        </Fact>
        <Fact kind={t('contacts.field.other')} of={other}>
          {({ value }) => value}
        </Fact>
      </dl>
      {folded > 0 && (
        <details>
          <summary>{t('contacts.private', { n: folded })}</summary>
          <dl class="facts">
            <Fact kind={t('contacts.field.birthday')} of={some(birthday)}>
              {({ value }) => partialDate(value)}
            </Fact>
            <Fact kind={t('contacts.field.gender')} of={some(gender)}>
              {({ value }) => value}
            </Fact>
            <Fact kind={t('contacts.field.notes')} of={notes}>
              {({ value }) => <span class="contact-note">{value}</span>}
            </Fact>
          </dl>
        </details>
      )}
      {contact.imports.length > 0 && (
        <p class="small quiet">
          {t('contacts.came_with')}{' '}
          {contact.imports.map(({ receivedAt, ...from }, index) => (
            <span key={from.id}>
              {index > 0 && ' · '}
              <a href={`/imports/${from.id}?details`}>
                {t('contacts.origin', { label: cameFrom(from), day: day(receivedAt) })}
              </a>
            </span>
          ))}
        </p>
      )}
    </>
  );
}

interface FactProps<Field> {
  readonly kind: string;
  readonly of: readonly (Field & Origin)[];
  readonly children: (field: Field & Origin) => ComponentChildren;
}

function Fact<Field extends object>({ kind, of, children }: FactProps<Field>) {
  if (of.length === 0) return null;
  return (
    <div>
      <dt>{kind}</dt>
      {of.map((field, index) => (
        <dd key={index}>
          <div>
            <bdi>{children(field)}</bdi>
            {labelOf(field) !== undefined && <span class="small quiet"> {labelOf(field)}</span>}
          </div>
          <div class="small quiet">{originText(field)}</div>
        </dd>
      ))}
    </div>
  );
}

function originText({ sources, edited }: Origin): string {
  if (edited !== undefined) return t('contacts.edited', { day: day(edited) });
  return sources
    .map(({ date, ...from }) => t('contacts.origin', { label: cameFrom(from), day: day(date) }))
    .join(' · ');
}

/** Which of several it is, as its source calls it. */
function labelOf(field: object): string | undefined {
  return 'label' in field && typeof field.label === 'string' && field.label !== '' ? field.label : undefined;
}

function addressText({
  street,
  extended,
  poBox,
  postcode,
  city,
  region,
  country,
  formatted,
}: PostalAddress): string {
  const lines = [street, extended, poBox, [postcode, city].filter(Boolean).join(' '), region, country];
  return lines.filter(Boolean).join('\n') || (formatted ?? '');
}

function some<Thing>(thing: Thing | undefined): readonly Thing[] {
  return thing === undefined ? [] : [thing];
}
