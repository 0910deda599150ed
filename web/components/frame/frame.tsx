import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { codeOf } from '../../api/client.ts';
import { useLive } from '../../api/use-live.ts';
import { named, t } from '../../catalogue/messages.ts';
import { me, network, refresh, signOut } from '../../session/session.ts';
import { Avatar } from '../avatar/avatar.tsx';
import { Questions } from '../question/question.tsx';
import { Toasts, toast } from '../toast/toast.tsx';
import './frame.css';
import { useKeptFocus } from './kept-focus.ts';

/** What every screen stands in: the way past it, the bar above, the tabs below on a phone, the messages. */
export function Frame({ children }: { children: ComponentChildren }) {
  const member = me.value;
  useKeptFocus();
  return (
    <>
      <a class="skip" href="#main">
        {t('frame.skip')}
      </a>
      <header class="bar">
        <div class="inner">
          <a class="logo" href={member === undefined ? '/sign-in' : '/network'}>
            {network.value.name}
          </a>
          {member !== undefined && <Places />}
          {member !== undefined && <Account />}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {network.value.demo && (
        <footer class="foot small">
          {t('frame.demo')} <a href="/demo/mail">{t('frame.mailbox')}</a>
        </footer>
      )}
      <Toasts />
      <Questions />
    </>
  );
}

/** Links to send belong to the invitations, suggestions to the network. */
function isAt(path: string, place: string): boolean {
  const home = { '/links': '/invitations', '/suggestions': '/network' }[path] ?? path;
  return home === place || home.startsWith(`${place}/`);
}

function Places() {
  const { path } = useLocation();
  useLive('requests', () => {
    refresh().catch(() => undefined);
  });
  const requests = me.value?.counts.requests ?? 0;
  const places = [
    ['/network', t('place.network')],
    ['/contacts', t('place.contacts')],
    ['/add', t('place.add')],
    ['/invitations', t('place.invitations')],
    ['/imports', t('place.imports')],
  ] as const;
  return (
    <nav aria-label={t('frame.places')} class="places">
      {places.map(([href, name]) => (
        <a key={href} href={href} aria-current={isAt(path, href) ? 'page' : undefined}>
          {name}
          {href === '/network' && requests > 0 && (
            <span class="badge number">
              {requests}
              <span class="hidden"> {t('place.waiting', { n: requests })}</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

function Account() {
  const { url } = useLocation();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const member = me.value;
  useEffect(() => setOpen(false), [url]);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  if (member === undefined) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu from wherever the focus is in it
    <div
      class="account"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        class="who"
        aria-expanded={open}
        aria-label={t('frame.account', { name: member.name })}
        onClick={() => setOpen(!open)}
      >
        <Avatar name={member.name} photo={member.photo} />
      </button>
      {open && (
        <div class="menu card">
          <p class="small quiet">{member.email}</p>
          <a class="button plain-button" href="/settings">
            {t('settings.title')}
          </a>
          {member.operator && (
            <a class="button plain-button" href="/operators/reports">
              {t('reports.title')}
            </a>
          )}
          <button
            type="button"
            class="button plain-button"
            onClick={() => signOut('here').catch((error) => toast(named('error', codeOf(error))))}
          >
            {t('action.sign_out')}
          </button>
        </div>
      )}
    </div>
  );
}
