import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { ContactDetail, Label } from '../../api/contact-types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { day, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { LabelChip } from '../../components/label-chip/label-chip.tsx';
import { later } from '../../components/later/later.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { useDraft } from '../../session/use-draft.ts';
import { act, erase } from './acts.ts';
import { ContactFields } from './contact-fields.tsx';
import { LabelDialog } from './label-dialog.tsx';
import { Star } from './star.tsx';

const EditContact = later(async () => (await import('./edit-contact.tsx')).EditContact);

interface DetailProps {
  readonly id: string;
  readonly labels: readonly Label[];
  readonly back: string;
  readonly changed: () => void;
  readonly starred: (favourite: boolean) => void;
}

/** Everything that is known of one contact, and what can be done with it. */
export function ContactDetailPane({ id, labels, back, changed, starred }: DetailProps) {
  const { route } = useLocation();
  const { value, failed, reload, set } = useLoaded<ContactDetail>(`/api/contacts/${id}`);
  const [kept, keep] = useDraft(`contact ${id}`);
  // Whoever had to sign in again, or read elsewhere, goes on writing.
  const [editing, setEditing] = useState(kept !== '');
  const [labelling, setLabelling] = useState(false);
  useLive('contacts', () => {
    if (!editing) reload();
  });
  // What is in the trash is read only.
  const isEditing = editing && value?.trashedAt === undefined;
  const here = { ids: [id] };
  const gone = () => {
    changed();
    route(back);
  };
  const done = () => {
    changed();
    reload();
  };

  return (
    <div class="stack contact">
      <a class="button plain-button only-one-pane contact-back" href={back}>
        {t('contacts.back')}
      </a>
      <Problem code={failed} retry={reload} />
      {value === undefined && failed === undefined && <div class="waiting-block" aria-hidden="true" />}
      {value !== undefined && isEditing && (
        <EditContact
          contact={value}
          kept={kept}
          keep={keep}
          close={() => {
            keep('');
            setEditing(false);
            reload();
          }}
          saved={(next) => {
            keep('');
            set(next);
            setEditing(false);
            changed();
          }}
        />
      )}
      {value !== undefined && !isEditing && (
        <>
          <header class="contact-head">
            <Avatar name={value.name} photo={value.member?.photo ?? null} large />
            <div>
              <h2>
                <bdi>{value.name || t('contacts.no_name')}</bdi>
              </h2>
              {value.fields.organisations[0]?.name !== undefined && (
                <p class="quiet">
                  <bdi>{value.fields.organisations[0].name}</bdi>
                </p>
              )}
            </div>
            <Star
              id={id}
              name={value.name}
              favourite={value.favourite}
              changed={(favourite) => {
                set({ ...value, favourite });
                starred(favourite);
              }}
            />
          </header>
          {value.trashedAt !== undefined && (
            <div class="notice">
              <p>{t('contacts.in_trash', { day: day(value.trashedAt) })}</p>
            </div>
          )}
          <div class="row">
            {value.trashedAt === undefined ? (
              <>
                <button type="button" class="button" onClick={() => setEditing(true)}>
                  {t('contacts.edit')}
                </button>
                <button type="button" class="button" onClick={() => setLabelling(true)}>
                  {t('contacts.label')}
                </button>
                <button type="button" class="button plain-button" onClick={() => act('trash', here, gone)}>
                  {t('contacts.delete')}
                </button>
              </>
            ) : (
              <>
                <button type="button" class="button" onClick={() => act('restore', here, gone)}>
                  {t('contacts.restore')}
                </button>
                <button type="button" class="button danger" onClick={() => erase(1, here, gone)}>
                  {t('contacts.erase')}
                </button>
              </>
            )}
          </div>
          {value.labels.length > 0 && (
            <ul class="plain row" aria-label={t('labels.title')}>
              {value.labels.map((one) => (
                <li key={one}>
                  <LabelChip name={labels.find((label) => label.id === one)?.name ?? ''} />
                </li>
              ))}
            </ul>
          )}
          {value.member !== undefined && (
            <div class="notice contact-member">
              <Avatar name={value.member.name} photo={value.member.photo} />
              <div>
                <strong>
                  <bdi>{value.member.name}</bdi>
                </strong>
                <div class="small quiet">{value.member.headline ?? t('contacts.is_here')}</div>
              </div>
            </div>
          )}
          {value.proposals !== undefined && value.proposals > 0 && (
            <p class="notice">
              {t('contacts.maybe_twice', { n: value.proposals })}{' '}
              <a href={`/contacts/merge?contact=${id}`}>{t('contacts.look_at_them')}</a>
            </p>
          )}
          <ContactFields contact={value} />
        </>
      )}
      {labelling && (
        <LabelDialog
          n={1}
          labels={labels}
          selection={here}
          close={() => setLabelling(false)}
          changed={done}
        />
      )}
    </div>
  );
}
