import type { Config } from '../../config.ts';
import type { Answer, Received } from '../recipient.ts';
import { button, escaped, page } from './page.ts';
import { type Words, wordsFor } from './words.ts';

interface Scene {
  readonly received: Received;
  readonly token: string;
  readonly network: Config['network'];
}

function wordsOf({ received, network }: Scene): Words {
  return wordsFor(received.row.locale, received.inviter.name, network.name);
}

/** The invitation: who, their words, accept or not, why it came, and how to make it stop. */
export function invitationPage(
  scene: Scene,
  state: { signedIn: boolean; nameRefused?: boolean; name?: string },
): string {
  const { received, token, network } = scene;
  const { row, inviter } = received;
  const words = wordsOf(scene);
  const facts = [inviter.headline, inviter.location]
    .filter((fact) => fact !== null && fact !== '')
    .join(', ');
  const day = (date: Date) => date.toLocaleDateString(row.locale, { dateStyle: 'long', timeZone: 'UTC' });
  const asksName = row.channel === 'email' && !state.signedIn;
  const name = state.name ?? row.recipient_name ?? '';
  const body = `${facts === '' ? '' : `<p class="soft">${escaped(words.from(facts))}</p>`}
${row.note === null ? '' : `<p>${escaped(words.ownWords(inviter.name))}</p><blockquote>${escaped(row.note)}</blockquote>`}
<form method="post" action="/i/${token}/accept">
${state.nameRefused === true ? `<p class="error" role="alert">${escaped(words.nameRefused)}</p>` : ''}
${asksName ? `<label for="name">${escaped(words.name)}</label><input id="name" name="name" autocomplete="name" maxlength="80" required value="${escaped(name.includes('@') ? '' : name)}">` : ''}
${state.signedIn ? `<p>${escaped(words.signedInAs)}</p>` : ''}
<button class="primary">${escaped(words.accept)}</button>
</form>
${button(`/i/${token}/decline`, words.decline)}
<h2>${escaped(words.why)}</h2>
<p>${escaped(words.whyText(inviter.name, day(row.created_at), masked(row.address ?? ''), day(row.expires_at)))}</p>
<h2>${escaped(words.stop)}</h2>
<div class="row">${(['never', 'not-from', 'not-me'] as const).map((what) => button(`/i/${token}/${what}`, words.labels[what])).join('')}</div>
<form method="post" action="/i/${token}/report"><label for="text">${escaped(words.reportText)}</label><textarea id="text" name="text" rows="2" maxlength="1000"></textarea><button>${escaped(words.labels.report)}</button></form>
<p class="soft">${escaped(network.name)}${network.address === '' ? '' : `, ${escaped(network.address)}`}</p>`;
  return page({
    locale: row.locale,
    title: words.title(inviter.name, network.name),
    network: network.name,
    body,
  });
}

/** What an answer did, and its undo. */
export function answerPage(scene: Scene, what: Answer, undone: boolean): string {
  const words = wordsOf(scene);
  const back = `<p><a href="/i/${scene.token}">${escaped(words.back)}</a></p>`;
  const body = undone
    ? back
    : `<p>${escaped(words.done[what])}</p>${button(`/i/${scene.token}/${what}/undo`, words.undo)}${back}`;
  return page({
    locale: scene.received.row.locale,
    title: undone ? words.undone : words.labels[what],
    network: scene.network.name,
    body,
  });
}

export function nextPage(scene: Scene, kind: 'sign_in' | 'sign_up'): string {
  const words = wordsOf(scene);
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
  const words = wordsOf(scene);
  const { name } = scene.network;
  const body = done
    ? `<p>${escaped(words.unsubscribedText(name))}</p>`
    : `<p>${escaped(words.unsubscribeText)}</p>${button(`/u/${scene.token}`, words.unsubscribeButton, 'primary')}`;
  return page({
    locale: scene.received.row.locale,
    title: done ? words.unsubscribed : words.unsubscribe(name),
    network: name,
    body,
  });
}

export function gonePage(network: Config['network'], locale = 'en'): string {
  const words = wordsFor(locale, '', network.name);
  return page({
    locale,
    title: words.gone,
    network: network.name,
    body: `<p>${escaped(words.goneText)}</p>`,
  });
}

/** `leo@work.example` as `le•@w•.example`: enough to know it, too little for who looks over the shoulder. */
function masked(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return address.replace(/\d(?=\d{3})/g, '•');
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  return `${address.slice(0, Math.min(2, at))}•@${domain.slice(0, 1)}•${dot < 0 ? '' : domain.slice(dot)}`;
}
