import { useEffect, useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { OperatorAct, Report, SweptBook } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { usePages } from '../../api/use-pages.ts';
import { day, moment, named, t } from '../../catalogue/messages.ts';
import { SelectField } from '../../components/field/field.tsx';
import { More } from '../../components/more/more.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { isMeant } from '../../components/question/question.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { OperatorTabs } from './operator-tabs.tsx';
import './reports.css';

/** Does something about a report or a member, and says that it is done. */
type Act = (path: string, body: object, done: string) => Promise<void>;

/** For operators: what recipients reported, what is needed to act on it, and what was done. */
export function Reports() {
  const [state, setState] = useState<'open' | 'settled'>('open');
  const reports = usePages<Report>('/api/operators/reports', { state });
  const { items, next } = reports;
  useEffect(() => {
    reports.load();
  }, [state]);
  const books = useLoaded<{ readonly items: readonly SweptBook[] }>('/api/operators/books');
  const acts = useLoaded<{ readonly items: readonly OperatorAct[] }>('/api/operators/acts');
  const again = () => {
    reports.load();
    books.reload();
    acts.reload();
  };
  const act: Act = async (path, body, done) => {
    try {
      await ask('POST', path, body);
      toast(done);
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    await reports.refresh();
    books.reload();
    acts.reload();
  };
  return (
    <Screen title={t('reports.title')}>
      <OperatorTabs />
      <p class="quiet">{t('reports.lead')}</p>
      <SelectField
        label={t('reports.show')}
        value={state}
        change={(value) => setState(value === 'settled' ? 'settled' : 'open')}
      >
        <option value="open">{t('reports.show.open')}</option>
        <option value="settled">{t('reports.show.settled')}</option>
      </SelectField>
      <Problem code={reports.failed ?? books.failed ?? acts.failed} retry={again} />
      {items === undefined && reports.failed === undefined && <div class="waiting-block" />}
      {items?.length === 0 && <p class="card">{t('reports.empty')}</p>}
      {items?.map((report) => (
        <Entry key={report.id} report={report} act={act} />
      ))}
      {next !== null && next !== undefined && <More press={() => reports.load(next)} />}
      {books.value !== undefined && books.value.items.length > 0 && (
        <section class="stack" aria-labelledby="books">
          <h2 id="books">{t('reports.books')}</h2>
          <p class="quiet">{t('reports.books_lead')}</p>
          <ul class="card plain lines">
            {books.value.items.map((book) => (
              <li key={book.member.id} class="report">
                <span>
                  <strong>{book.member.name}</strong>{' '}
                  <span class="small quiet">
                    {t('reports.books_of', { n: book.contacts, at: moment(book.at) })}
                  </span>
                </span>
                <Stops member={book.member.id} stop={book.stop} act={act} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {acts.value !== undefined && acts.value.items.length > 0 && (
        <section class="stack" aria-labelledby="acts">
          <h2 id="acts">{t('reports.acts')}</h2>
          <ul class="card plain lines">
            {acts.value.items.map(({ id, act: what, at, operator, member }) => (
              <li key={id} class="entry">
                {t(`reports.act.${what}`, { operator, member: member.name })}{' '}
                <span class="small quiet">{moment(at)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Screen>
  );
}

interface StopsProps {
  readonly member: string;
  readonly stop: 'paused' | 'closed' | undefined;
  readonly act: Act;
}

function Stops({ member, stop, act }: StopsProps) {
  const path = `/api/operators/members/${member}`;
  return (
    <div class="row">
      {stop !== undefined ? (
        <>
          <span class="small">{t(`reports.outcome.${stop}`)}</span>
          <button
            type="button"
            class="button"
            onClick={() => act(`${path}/reopen`, {}, t('reports.reopened'))}
          >
            {t('reports.reopen')}
          </button>
        </>
      ) : (
        <button
          type="button"
          class="button"
          onClick={() => act(`${path}/stop`, { stop: 'paused' }, t('reports.outcome.paused'))}
        >
          {t('reports.pause')}
        </button>
      )}
    </div>
  );
}

interface EntryProps {
  readonly report: Report;
  readonly act: Act;
}

function Entry({ report, act }: EntryProps) {
  const { id, member, consent, note, others, outcome } = report;
  const settle = (as: 'dismissed' | 'paused' | 'closed') =>
    act(`/api/operators/reports/${id}/settle`, { outcome: as }, t(`reports.outcome.${as}`));
  const close = async () => {
    const question = { title: t('reports.close_ask', member), text: t('reports.close_means') };
    if (await isMeant({ ...question, act: t('reports.close') })) await settle('closed');
  };
  return (
    <article class="card report" aria-labelledby={id}>
      <div>
        <h2 id={id}>{member.name}</h2>
        <p class="small quiet">{t('reports.reported', { at: moment(report.reportedAt) })}</p>
      </div>
      {report.text === undefined || report.text === '' ? (
        <p class="quiet">{t('reports.nothing_said')}</p>
      ) : (
        <blockquote dir="auto">{report.text}</blockquote>
      )}
      <p>
        {t('reports.received', member)}. {t('reports.others', { n: others })}.{' '}
        {member.stop !== undefined && <strong>{t(`reports.outcome.${member.stop}`)}.</strong>}
      </p>
      <dl class="small">
        <dt class="quiet">{t('reports.member')}</dt>
        <dd>{t('reports.member_since', { email: member.email ?? member.id, at: day(member.joinedAt) })}</dd>
        {consent !== undefined && (
          <>
            <dt class="quiet">{t('reports.consent')}</dt>
            <dd>
              {t('reports.consent_of', { id: consent.id, at: moment(consent.at), n: consent.recipients })}
            </dd>
            <dt class="quiet">{t('reports.form')}</dt>
            <dd>{consent.messageVersion}</dd>
          </>
        )}
        {note !== undefined && (
          <>
            <dt class="quiet">{t('reports.note')}</dt>
            <dd dir="auto">{note}</dd>
          </>
        )}
      </dl>
      {report.message === undefined ? (
        <p class="small quiet">{t('reports.of_request')}</p>
      ) : (
        <details>
          <summary>{t('reports.message')}</summary>
          <pre dir="auto">{report.message}</pre>
        </details>
      )}
      {outcome !== undefined && <p class="small">{t(`reports.outcome.${outcome}`)}</p>}
      <div class="row">
        {outcome === undefined && (
          <>
            <button type="button" class="button" onClick={() => settle('dismissed')}>
              {t('reports.dismiss')}
            </button>
            {member.stop === undefined && (
              <button type="button" class="button" onClick={() => settle('paused')}>
                {t('reports.pause')}
              </button>
            )}
            <button type="button" class="button danger" onClick={close}>
              {t('reports.close')}
            </button>
          </>
        )}
        {member.stop !== undefined && (
          <button
            type="button"
            class="button"
            onClick={() => act(`/api/operators/members/${member.id}/reopen`, {}, t('reports.reopened'))}
          >
            {t('reports.reopen')}
          </button>
        )}
      </div>
    </article>
  );
}
