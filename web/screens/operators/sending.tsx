import type { DomainFinding, Sending as Facts } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { type MessageKey, moment, number, t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import './clients.css';
import { Copy } from './copy.tsx';
import { OperatorTabs } from './operator-tabs.tsx';
import './sending.css';

const parts: Readonly<Record<DomainFinding['part'], MessageKey>> = {
  spf: 'sending.part.spf',
  dkim: 'sending.part.dkim',
  dmarc: 'sending.part.dmarc',
  alignment: 'sending.part.alignment',
  mx: 'sending.part.mx',
  ptr: 'sending.part.ptr',
};

const states: Readonly<Record<DomainFinding['state'], MessageKey>> = {
  good: 'sending.state.good',
  note: 'sending.state.note',
  bad: 'sending.state.bad',
};

/** For operators: how much leaves, how it fares, and which records of the DNS are in the way. */
export function Sending() {
  const { value, failed, reload } = useLoaded<Facts>('/api/operators/sending');
  return (
    <Screen title={t('sending.title')}>
      <OperatorTabs />
      <Problem code={failed} retry={reload} />
      {value === undefined && failed === undefined && <div class="waiting-block" />}
      {value !== undefined && (
        <>
          <p class={value.pause === undefined ? 'notice' : 'notice warning'}>
            {value.pause === undefined
              ? t('sending.goes')
              : t(`sending.paused.${value.pause.reason}`, { since: moment(value.pause.since) })}
          </p>
          <dl class="card sending-figures">
            <Figure name={t('sending.today')} {...value.day} />
            <Figure name={t('sending.hour')} {...value.hour} />
            {value.latest.messages > 0 && (
              <div>
                <dt>{t('sending.latest', { n: value.latest.messages })}</dt>
                <dd class="number">
                  {t('sending.fates', {
                    bounces: value.latest.bounces,
                    complaints: value.latest.complaints,
                  })}
                </dd>
              </div>
            )}
          </dl>
          {value.unknown > 0 && <p class="notice">{t('sending.unknown', { n: value.unknown })}</p>}
          {value.warmUp !== undefined && <p class="small quiet">{t('sending.warm_up')}</p>}
          <h2>{t('sending.domain', { from: value.from })}</h2>
          {value.domain.length === 0 ? (
            <p class="quiet">{t('sending.demo')}</p>
          ) : (
            <ul class="card plain lines">
              {value.domain.map((one) => (
                <li key={`${one.part} ${one.name}`} class="sending-finding">
                  <Finding one={one} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Screen>
  );
}

function Figure({ name, sent, most }: { name: string } & Facts['day']) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="number">
        {most === undefined ? number(sent) : t('sending.of', { sent: number(sent), most: number(most) })}
      </dd>
    </div>
  );
}

function Finding({ one: { part, state, code, name, found, put } }: { one: DomainFinding }) {
  return (
    <>
      <p>
        <strong>{t(parts[part])}</strong> <span class={`sending-state ${state}`}>{t(states[state])}</span>{' '}
        <bdi class="small quiet">{name}</bdi>
      </p>
      {code !== 'good' && <p>{t(`sending.code.${code}`)}</p>}
      {state !== 'good' && found.length > 0 && (
        <div>
          <span class="small quiet">{t('sending.found')}</span>
          <pre dir="ltr">{found.join('\n')}</pre>
        </div>
      )}
      {put !== undefined && (
        <div>
          <span class="small quiet">{t('sending.put')}</span>
          <pre dir="ltr">{`${put.name}  ${put.type}\n${put.value}`}</pre>
          <div class="row">
            <Copy text={put.name} name={t('sending.copy_name')} />
            <Copy text={put.value} name={t('sending.copy_value')} />
          </div>
        </div>
      )}
    </>
  );
}
