import type { Import } from '../../api/types.ts';
import { isOpen } from '../../api/use-import.ts';
import { day, moment, t } from '../../catalogue/messages.ts';
import { AccountFacts } from '../../components/account-facts/account-facts.tsx';

interface EntryProps {
  readonly value: Import;
  readonly invited: number;
  /** Invitations from it that can be withdrawn. */
  readonly open: number;
  readonly matched: { readonly here: number; readonly connected: number } | undefined;
  /** Its data is being deleted, or soon. */
  readonly erasing: boolean;
  /** Ends the reading; the access that it used is given back. */
  readonly stop: () => void;
  readonly undo: () => void;
  readonly erase: () => void;
  readonly withdraw: () => void;
}

/** One import: what came, what became of it, and what can be done about it. */
export function ImportEntry({ value, invited, open, matched, erasing, ...acts }: EntryProps) {
  const { account, counters, files, forgetsAt, forgotten, id, kind, receivedAt, state, takingBack } = value;
  // The text that was pasted has no name of its own.
  const named = kind === 'paste' ? '' : files.map((file) => file.name).join(', ');
  const name = account?.name ?? (named || t(`imports.kind.${kind}`));
  const undone = state === 'undone';
  // A review of the book itself brought nothing that could be taken back.
  const brought = kind !== 'book';
  const stopping = t(account?.access === 'in_use' ? 'imports.revoke_now' : 'import.stop');
  return (
    <li class="entry">
      <a href={`/imports/${id}?details`}>
        <strong class="import-name">{name}</strong>
      </a>
      <div class="small quiet number">
        {moment(receivedAt)} ·{' '}
        {takingBack === undefined ? t(`imports.state.${state}`) : t('imports.taking_back', takingBack)}
      </div>
      {account !== undefined && <AccountFacts account={account} />}
      {!undone && (
        <div class="small number">
          {t('import.counters', {
            read: counters.read,
            fresh: counters.new,
            updated: counters.updated,
            same: counters.same,
            problem: counters.problem,
          })}
        </div>
      )}
      {!undone && (
        <div class="small number">
          {t('imports.became', { here: matched?.here ?? 0, connected: matched?.connected ?? 0, invited })}
        </div>
      )}
      {forgetsAt !== undefined && (
        <div class="small quiet number">{t('imports.forgets', { moment: moment(forgetsAt) })}</div>
      )}
      {forgotten !== undefined && (
        <div class="small quiet number">
          {t('imports.forgotten', { n: forgotten.contacts, day: day(forgotten.at) })}
        </div>
      )}
      <div class="row import-acts">
        {!undone && (
          <a class="button" href={`/imports/${id}/people`}>
            {t('imports.open')}
          </a>
        )}
        {counters.problem > 0 && !undone && (
          <a class="button plain-button number" href={`/imports/${id}?details`}>
            {t('imports.mend', { n: counters.problem })}
          </a>
        )}
        {account === undefined && brought && !isOpen(value) && (
          <a class="button plain-button" href={kind === 'paste' ? '/add' : '/add/file'}>
            {t('imports.repeat')}
          </a>
        )}
        {isOpen(value) && (
          <button
            type="button"
            class="button plain-button"
            aria-label={t('imports.stop_of', { act: stopping, name })}
            onClick={acts.stop}
          >
            {stopping}
          </button>
        )}
        {open > 0 && (
          <button type="button" class="button plain-button number" onClick={acts.withdraw}>
            {t('imports.withdraw', { n: open })}
          </button>
        )}
        {!undone && brought && (
          <button
            type="button"
            class="button plain-button"
            aria-label={t('imports.undo_of', { name })}
            disabled={erasing}
            onClick={acts.undo}
          >
            {t('imports.undo')}
          </button>
        )}
        <button
          type="button"
          class="button plain-button"
          aria-label={t('imports.erase_of', { name })}
          disabled={erasing}
          onClick={acts.erase}
        >
          {t('imports.erase')}
        </button>
      </div>
    </li>
  );
}
