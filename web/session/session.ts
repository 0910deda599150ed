import { signal } from '@preact/signals';
import { ApiError, ask, get } from '../api/client.ts';
import type { Me, PublicNetwork } from '../api/types.ts';
import { leaveFor } from '../api/use-live.ts';
import { speak } from '../catalogue/messages.ts';

/** Who is signed in; undefined when nobody is. */
export const me = signal<Me | undefined>(undefined);

/** What anybody may know of this network. */
export const network = signal<PublicNetwork>({ name: 'Kith', about: '', demo: false });

/** Learns who is signed in and in what language to speak, before the first screen is drawn. */
export async function start(): Promise<void> {
  const [facts, member] = await Promise.all([
    get<PublicNetwork>('/api/public').catch(() => undefined),
    whoIsThere(),
    // Mostly the member's language is the browser's: its words come while the server is asked.
    speak(wishes(undefined)),
  ]);
  if (facts !== undefined) network.value = facts;
  await greet(member);
}

/** Reads the member again, after something on the profile or among the counts has changed; what is known stays where that fails. */
export async function refresh(): Promise<void> {
  const member = await whoIsThere();
  const spoke = me.value?.locale;
  if (member !== undefined && member.locale === spoke) me.value = member;
  else await greet(member);
}

/** Loads the page anew, so that nothing of the member is left in it for whoever signs in next. */
export async function signOut(from: 'here' | 'everywhere'): Promise<void> {
  await (from === 'here' ? ask('POST', '/api/sign-out') : ask('DELETE', '/api/sessions'));
  sessionStorage.clear();
  leaveFor('/sign-in');
}

async function greet(member: Me | undefined): Promise<void> {
  await speak(wishes(member));
  me.value = member;
}

function wishes(member: Me | undefined): readonly string[] {
  const asked = new URLSearchParams(location.search).get('lang');
  return [asked ?? '', member?.locale ?? '', ...navigator.languages];
}

async function whoIsThere(): Promise<Me | undefined> {
  try {
    return await get<Me>('/api/me');
  } catch (error) {
    if (error instanceof ApiError && error.code === 'session.required') return undefined;
    throw error;
  }
}
