import type { Config } from '../../config.ts';
import type { PageWords } from '../languages/language.ts';
import { filled, isolated, languageOf } from '../languages.ts';
import { type Answer, mayUndo, type Received } from '../recipient.ts';
import { type Other, othersBeside } from './others-page.ts';
import { button, escaped, page } from './page.ts';

interface Scene {
  readonly received: Received;
  readonly token: string;
  readonly network: Config['network'];
}

/** The words of the invitation's language, and how a sentence of them is said of this invitation. */
function speech({ received, network }: Scene): {
  words: PageWords;
  say: (template: string, more?: Readonly<Record<string, string>>) => string;
} {
  const language = languageOf(received.row.locale);
  const names = { inviter: received.inviter.name, network: network.name };
  return {
    words: language.pages,
    say: (template, more) => filled(template, isolated(language, { ...names, ...more })),
  };
}

/** Leads to what is held about the recipient, from each of these pages. */
function heldLink(path: string, locale: string): string {
  return `<p><a href="${path}">${escaped(languageOf(locale).message.held)}</a></p>`;
}

/** The invitation: who, their words, accept or not, why it came, and how to make it stop. */
export function invitationPage(
  scene: Scene,
  state: { signedIn: boolean; nameRefused?: boolean; name?: string; others?: readonly Other[] },
): string {
  const { received, token, network } = scene;
  const { row, inviter } = received;
  const { words, say } = speech(scene);
  const facts = [inviter.headline, inviter.location]
    .filter((fact) => fact !== null && fact !== '')
    .join(', ');
  const day = (date: Date) => date.toLocaleDateString(row.locale, { dateStyle: 'long', timeZone: 'UTC' });
  const asksName = row.way === 'relay' && row.channel === 'email' && !state.signedIn;
  const why = row.way === 'self' ? words.whyOwn : words.whyText;
  const name = state.name ?? row.recipient_name ?? '';
  const body = `${facts === '' ? '' : `<p class="soft">${escaped(say(words.from, { facts }))}</p>`}
${row.note === null ? '' : `<p>${escaped(say(words.ownWords))}</p><blockquote dir="auto">${escaped(row.note)}</blockquote>`}
<form method="post" action="/i/${token}/accept">
${state.nameRefused === true ? `<p class="error" role="alert">${escaped(words.nameRefused)}</p>` : ''}
${asksName ? `<label for="name">${escaped(words.name)}</label><input id="name" name="name" dir="auto" autocomplete="name" maxlength="80" required value="${escaped(name.includes('@') ? '' : name)}">` : ''}
${state.signedIn ? `<p>${escaped(words.signedInAs)}</p>` : ''}
<button class="primary">${escaped(words.accept)}</button>
</form>
${button(`/i/${token}/decline`, words.decline)}
${othersBeside(state.others ?? [], token, row.locale, `<p>${escaped(say(words.othersText))}</p>\n`)}<h2>${escaped(words.why)}</h2>
<p>${escaped(say(why, { date: day(row.created_at), address: masked(row.address ?? ''), until: day(row.expires_at) }))}</p>
<h2>${escaped(words.stop)}</h2>
<div class="row">${(['never', 'not-from', 'not-me'] as const).map((what) => button(`/i/${token}/${what}`, say(words.labels[what]))).join('')}</div>
<form method="post" action="/i/${token}/report"><label for="text">${escaped(words.reportText)}</label><textarea id="text" name="text" dir="auto" rows="2" maxlength="1000"></textarea><button>${escaped(say(words.labels.report))}</button></form>
${heldLink(`/i/${token}/held`, row.locale)}
<p class="soft">${escaped(network.name)}${network.address === '' ? '' : `, ${escaped(network.address)}`}</p>`;
  return page({
    locale: row.locale,
    title: say(words.title),
    network: network.name,
    body,
  });
}

/** What the no came too late for, where there is such a message. */
function lateText({ received }: Scene): string {
  return received.late ? `<p>${escaped(languageOf(received.row.locale).pages.late)}</p>` : '';
}

/** What an answer did, and its undo. */
export function answerPage(scene: Scene, what: Answer, undone: boolean): string {
  const { words, say } = speech(scene);
  const { locale } = scene.received.row;
  const back = `<p><a href="/i/${scene.token}">${escaped(words.back)}</a></p>`;
  const held = heldLink(`/i/${scene.token}/held`, locale);
  const undo = mayUndo(scene.received, what)
    ? `${button(`/i/${scene.token}/${what}/undo`, words.undo)}${back}${held}`
    : `<p>${escaped(words.undoByCode)}</p>${held}${back}`;
  const body = undone
    ? `${back}${held}`
    : `<p>${escaped(say(words.done[what]))}</p>${lateText(scene)}${undo}`;
  return page({
    locale,
    title: undone ? words.undone : say(words.labels[what]),
    network: scene.network.name,
    body,
  });
}

export function nextPage(scene: Scene, kind: 'sign_in' | 'sign_up'): string {
  const { words } = speech(scene);
  const [title, text, label, to] =
    kind === 'sign_in'
      ? [words.signIn, words.signInText, words.signInButton, '/sign-in']
      : [words.signUp, words.signUpText, words.signUpButton, '/sign-up'];
  return page({
    locale: scene.received.row.locale,
    title,
    network: scene.network.name,
    body: `<p>${escaped(text)}</p><p><a class="button primary" href="${to}">${escaped(label)}</a></p>`,
  });
}

export function unsubscribePage(scene: Scene, done: boolean): string {
  const { words, say } = speech(scene);
  const { name } = scene.network;
  const body = done
    ? `<p>${escaped(say(words.unsubscribedText))}</p>${lateText(scene)}`
    : `<p>${escaped(words.unsubscribeText)}</p>${button(`/u/${scene.token}`, words.unsubscribeButton, 'primary')}`;
  const { locale } = scene.received.row;
  return page({
    locale,
    title: done ? words.unsubscribed : say(words.unsubscribe),
    network: name,
    body: `${body}${heldLink(`/i/${scene.token}/held`, locale)}`,
  });
}

/** An invitation that is over; others to the same recipient may still be open. */
export function gonePage(
  network: Config['network'],
  beside: { readonly token: string; readonly others: readonly Other[] } = { token: '', others: [] },
): string {
  const words = languageOf(network.locale).pages;
  return page({
    locale: network.locale,
    title: words.gone,
    network: network.name,
    body: `<p>${escaped(words.goneText)}</p>${othersBeside(beside.others, beside.token, network.locale, '')}${heldLink('/held', network.locale)}`,
  });
}

/** `leo@work.example` as `le•@w•.example`: enough to know it, too little for who looks over the shoulder. */
export function masked(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return address.replace(/\d(?=\d{3})/g, '•');
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  return `${address.slice(0, Math.min(2, at))}•@${domain.slice(0, 1)}•${dot < 0 ? '' : domain.slice(dot)}`;
}
