import { signal } from '@preact/signals';
import { ask, codeOf, get } from '../../api/client.ts';
import type { BulkAct } from '../../api/contact-types.ts';
import { named, number, t } from '../../catalogue/messages.ts';
import { isMeant } from '../../components/question/question.tsx';
import { toast } from '../../components/toast/toast.tsx';
import type { ContactSelection } from '../../list/choice.ts';

interface Done {
  readonly changed: number;
  /** Takes it back; not there where nothing can. */
  readonly undo?: string;
  /** Of very many contacts the rest follows page by page. */
  readonly running?: BulkAct;
}

/** What is being done to very many contacts, whatever screen began it. */
export const running = signal<readonly BulkAct[]>([]);
/** What this tab began or follows, each way once. */
const known = new Set<string>();
const nameOf = ({ id, state }: BulkAct) => `${id} ${state}`;
/** Begun by this tab and not answered yet: other tabs are told before. */
let asked = 0;
/** How often its progress is asked (milliseconds). */
const pace = 300;

/** Does something to all contacts of a selection, says to how many, and offers to take it back. */
export async function act(
  what: BulkAct['act'],
  selection: ContactSelection,
  changed: () => void,
  label?: { readonly id: string; readonly name: string },
): Promise<void> {
  try {
    const done = await begin('/api/contacts/bulk', {
      selection,
      act: what,
      ...(label === undefined ? {} : { labelId: label.id }),
    });
    changed();
    const one = done.running === undefined ? undefined : await followed(done.running);
    tellDone(what, one ?? done, changed, done.undo, label?.name);
  } catch (error) {
    toast(named('error', codeOf(error)));
    changed();
  }
}

async function begin(path: string, body: object): Promise<Done> {
  asked += 1;
  try {
    const done = await ask<Done>('POST', path, body);
    if (done.running !== undefined) known.add(nameOf(done.running));
    return done;
  } finally {
    asked -= 1;
  }
}

/** Follows what this or another tab began before, and says when it is over. */
export async function takeUp(): Promise<void> {
  try {
    const { items } = await get<{ items: readonly BulkAct[] }>('/api/contacts/bulk');
    if (asked > 0) return;
    for (const one of items) if (!known.has(nameOf(one))) takeUpOne(one);
  } catch {
    // It goes on at the server, and what it changes is shown as it comes.
  }
}

async function takeUpOne(begun: BulkAct): Promise<void> {
  known.add(nameOf(begun));
  const over = await followed(begun).catch(() => undefined);
  if (over === undefined) return;
  tellDone(over.act, over, () => undefined, over.act === 'erase' ? undefined : over.id);
}

/** Ends something where it is. */
export async function stop(id: string): Promise<void> {
  try {
    await ask('POST', `/api/contacts/bulk/${id}/stop`);
  } catch (error) {
    toast(named('error', codeOf(error)));
  }
}

/** Shows how far something is until it is over. */
async function followed(begun: BulkAct): Promise<BulkAct> {
  const put = (one: BulkAct | undefined) => {
    running.value = [
      ...running.value.filter(({ id }) => id !== begun.id),
      ...(one === undefined ? [] : [one]),
    ];
  };
  let one = begun;
  try {
    while (one.state === 'doing' || one.state === 'undoing') {
      put(one);
      await new Promise((resolve) => setTimeout(resolve, pace));
      one = await get<BulkAct>(`/api/contacts/bulk/${begun.id}`).catch((error: unknown) => {
        // Out of reach for a moment: it goes on at the server.
        if (codeOf(error) === 'network.unreachable') return one;
        throw error;
      });
    }
    return one;
  } finally {
    put(undefined);
  }
}

function tellDone(
  what: BulkAct['act'],
  { changed: n, ...one }: Done | BulkAct,
  changed: () => void,
  undo: string | undefined,
  label?: string,
): void {
  // In another tab, it may be.
  if ('state' in one && one.state === 'undone') {
    toast(t('contacts.taken_back', { n }));
    return;
  }
  const told =
    'state' in one && one.state === 'stopped'
      ? stoppedAt(one)
      : label === undefined && (what === 'label' || what === 'unlabel')
        ? t('contacts.done_some', { n })
        : t(`contacts.done.${what}`, { n, label: label ?? '' });
  toast(told, undo === undefined || n === 0 ? undefined : () => takeBack(undo, changed));
}

function stoppedAt({ progress: { done, total } }: Pick<BulkAct, 'progress'>): string {
  return t('contacts.stopped', { done: number(done), total: number(total) });
}

/** Deletes contacts for good, once the owner has said that it is meant. */
export async function erase(n: number, selection: ContactSelection, changed: () => void): Promise<void> {
  const isSure = await isMeant({
    title: t('contacts.erase_sure', { n }),
    text: t('contacts.erase_text'),
    act: t('contacts.erase'),
  });
  if (isSure) await act('erase', selection, changed);
}

async function takeBack(undo: string, changed: () => void): Promise<void> {
  try {
    const done = await begin('/api/contacts/bulk/undo', { undo });
    const over = done.running === undefined ? undefined : await followed(done.running);
    if (over?.state === 'stopped') toast(stoppedAt(over), () => takeBack(undo, changed));
    else toast(t('contacts.taken_back', { n: done.changed }));
  } catch (error) {
    toast(named('error', codeOf(error)));
  }
  changed();
}
