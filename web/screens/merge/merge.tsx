import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Beside, Merge, Proposal, Proposals } from '../../api/merge-types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { Merged } from './merged.tsx';
import './merge.css';
import { SideBySide } from './side-by-side.tsx';

/** Milliseconds after which a screen without proposals asks again how far the search is. */
const lookAgainAfter = 1500;

/** Contacts that may be one, a pair at a time; or those that the member chose (`?contacts=`). */
export function MergeScreen() {
  const { query } = useLocation();
  const merges = useLoaded<{ items: readonly Merge[] }>('/api/merges');
  return (
    <Screen
      title={t('merge.title')}
      width="wide"
      action={
        <a class="button" href="/contacts">
          {t('contacts.back')}
        </a>
      }
    >
      {query.contacts === undefined ? (
        <Suggested contact={query.contact} changed={merges.reload} />
      ) : (
        <Chosen contacts={query.contacts} changed={merges.reload} />
      )}
      <Merged merges={merges.value?.items ?? []} changed={merges.reload} />
    </Screen>
  );
}

function Suggested({ contact, changed }: { contact: string | undefined; changed: () => void }) {
  const [offset, setOffset] = useState(0);
  const { value, failed, reload } = useLoaded<Proposals>('/api/proposals', { contact, offset, limit: 1 });
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const acted = useRef(false);
  useLive('contacts', reload);
  const shown = value?.items[0];
  const key = shown?.contacts.map(({ id }) => id).join();
  // While the book is looked through, how far that is.
  useEffect(() => {
    if (value?.searching !== true || value.items.length > 0) return;
    const timer = setTimeout(reload, lookAgainAfter);
    return () => clearTimeout(timer);
  }, [value]);
  // Those put off come round again when the others are done.
  useEffect(() => {
    if (value !== undefined && value.items.length === 0 && value.total > 0 && offset > 0) setOffset(0);
  }, [value]);
  // Whoever has decided goes on with the next: its heading is read out.
  useEffect(() => {
    if (!acted.current) return;
    acted.current = false;
    heading.current?.focus();
  }, [key]);

  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
      acted.current = true;
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    setBusy(false);
    reload();
    changed();
  };
  const again = () => {
    reload();
    changed();
  };
  const notSame = ({ contacts }: Proposal) =>
    act(async () => {
      const contactIds = contacts.map(({ id }) => id);
      await ask('POST', '/api/proposals/not-same', { contactIds });
      toast(t('merge.noted'), async () => {
        await ask('POST', '/api/proposals/not-same', { contactIds, undo: true });
        again();
      });
    });
  const mergeCertain = () =>
    act(async () => {
      const { id, merged } = await ask<{ id?: string; merged: number }>('POST', '/api/merges/certain');
      toast(t('merge.done_certain', { n: merged }), id === undefined ? undefined : () => undo(id, again));
    });

  if (value === undefined)
    return failed === undefined ? (
      <div class="waiting-block" aria-hidden="true" />
    ) : (
      <Problem code={failed} retry={reload} />
    );
  if (shown === undefined)
    return (
      <div class="card stack">
        <p role="status">{t(value.searching ? 'merge.searching' : 'merge.empty')}</p>
        {value.searching && <progress max={1} value={value.looked ?? 0} aria-label={t('merge.searching')} />}
      </div>
    );
  return (
    <div class="stack">
      <div class="row spread">
        <h2 ref={heading} tabIndex={-1} class="number">
          {t('merge.count', { n: value.total })}
        </h2>
        {value.certain > 0 && contact === undefined && (
          <button type="button" class="button" disabled={busy} onClick={mergeCertain}>
            {t('merge.certain', { n: value.certain })}
          </button>
        )}
      </div>
      <p class="quiet">{t('merge.text')}</p>
      <SideBySide
        key={key}
        contacts={shown.contacts}
        busy={busy}
        merge={(keep, fields) => act(() => merge(shown.contacts, keep, fields, again))}
        notSame={() => notSame(shown)}
        next={value.total > 1 ? () => setOffset((before) => (before + 1) % value.total) : undefined}
      />
    </div>
  );
}

function Chosen({ contacts, changed }: { contacts: string; changed: () => void }) {
  const { route } = useLocation();
  const { value, failed, reload } = useLoaded<Proposal>('/api/merges/beside', { contacts });
  const [busy, setBusy] = useState(false);
  const send = async (keep: string, fields: Readonly<Record<string, string>>) => {
    setBusy(true);
    try {
      await merge(value?.contacts ?? [], keep, fields, changed);
      route(`/contacts/${keep}`);
    } catch (error) {
      toast(named('error', codeOf(error)));
      setBusy(false);
    }
  };
  return (
    <div class="stack">
      <Problem code={failed} retry={reload} />
      {value === undefined && failed === undefined && <div class="waiting-block" aria-hidden="true" />}
      {value !== undefined && (
        <>
          <p class="quiet">{t('merge.text')}</p>
          <SideBySide
            contacts={value.contacts}
            busy={busy}
            merge={send}
            notSame={undefined}
            next={undefined}
          />
        </>
      )}
    </div>
  );
}

async function merge(
  contacts: readonly Beside[],
  keep: string,
  fields: Readonly<Record<string, string>>,
  again: () => void,
): Promise<void> {
  const contactIds = contacts.map(({ id }) => id);
  const { id } = await ask<{ id: string }>('POST', '/api/merges', { contactIds, keep, fields });
  const name = contacts.find((one) => one.id === keep)?.name ?? '';
  toast(t('merge.done', { name }), () => undo(id, again));
}

async function undo(id: string, again: () => void): Promise<void> {
  try {
    await ask('POST', `/api/merges/${id}/undo`);
    toast(t('merge.undone'));
  } catch (error) {
    toast(named('error', codeOf(error)));
  }
  again();
}
