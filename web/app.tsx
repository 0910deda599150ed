import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso';
import { onSignedOut } from './api/client.ts';
import { learn } from './catalogue/messages.ts';
import { Frame } from './components/frame/frame.tsx';
import { Unloaded } from './components/unloaded/unloaded.tsx';
import { SignIn } from './screens/sign-in/sign-in.tsx';
import { me } from './session/session.ts';

const SignUp = screen('sign-in', async () => (await import('./screens/sign-in/sign-up.tsx')).SignUp);
const ConfirmLink = screen(
  'sign-in',
  async () => (await import('./screens/sign-in/confirm-link.tsx')).ConfirmLink,
);
const Network = screen('network', async () => (await import('./screens/network/network.tsx')).Network);
const SentRequests = screen(
  'network',
  async () => (await import('./screens/network/sent-requests.tsx')).SentRequests,
);
const Add = screen('add', async () => (await import('./screens/add/add.tsx')).Add);
const Providers = screen(
  'providers',
  async () => (await import('./screens/providers/providers.tsx')).Providers,
);
const AddFile = screen('add', async () => (await import('./screens/add/add-file.tsx')).AddFile);
const AddDirectory = screen(
  'add',
  async () => (await import('./screens/add/add-directory.tsx')).AddDirectory,
);
const AddAccount = screen('add', async () => (await import('./screens/add/add-account.tsx')).AddAccount);
const ShowCode = screen('hand-off', async () => (await import('./screens/hand-off/show-code.tsx')).ShowCode);
const HandOffScreen = screen(
  'hand-off',
  async () => (await import('./screens/hand-off/hand-off.tsx')).HandOffScreen,
);
const ImportScreen = screen('import', async () => (await import('./screens/import/import.tsx')).ImportScreen);
const Columns = screen('columns', async () => (await import('./screens/columns/columns.tsx')).Columns);
const People = screen('people', async () => (await import('./screens/people/people.tsx')).People);
const Invite = screen('invite', async () => (await import('./screens/invite/invite.tsx')).Invite);
const Review = screen('review', async () => (await import('./screens/review/review.tsx')).Review);
const Sent = screen('sent', async () => (await import('./screens/sent/sent.tsx')).Sent);
const InvitationHistory = screen(
  'invitation-history',
  async () => (await import('./screens/invitation-history/invitation-history.tsx')).InvitationHistory,
);
const Contacts = screen('contacts', async () => (await import('./screens/contacts/contacts.tsx')).Contacts);
const Birthdays = screen(
  'contacts',
  async () => (await import('./screens/contacts/birthdays.tsx')).Birthdays,
);
const Labels = screen('contacts', async () => (await import('./screens/contacts/labels.tsx')).Labels);
const MergeScreen = screen('merge', async () => (await import('./screens/merge/merge.tsx')).MergeScreen);
const Invitations = screen(
  'invitations',
  async () => (await import('./screens/invitations/invitations.tsx')).Invitations,
);
const Links = screen('links', async () => (await import('./screens/links/links.tsx')).Links);
const Imports = screen('imports', async () => (await import('./screens/imports/imports.tsx')).Imports);
const Sending = screen('operators', async () => (await import('./screens/operators/sending.tsx')).Sending);
const Clients = screen('operators', async () => (await import('./screens/operators/clients.tsx')).Clients);
const Reports = screen('operators', async () => (await import('./screens/operators/reports.tsx')).Reports);
const SuggestionsScreen = screen(
  'suggestions',
  async () => (await import('./screens/suggestions/suggestions.tsx')).SuggestionsScreen,
);
const Settings = screen('settings', async () => (await import('./screens/settings/settings.tsx')).Settings);
const Data = screen('data', async () => (await import('./screens/data/data.tsx')).Data);
const Goodbye = screen('goodbye', async () => (await import('./screens/goodbye/goodbye.tsx')).Goodbye);
const NotFound = screen(
  'not-found',
  async () => (await import('./screens/not-found/not-found.tsx')).NotFound,
);

/** For others there is nothing in these places, as behind them. */
const operatorScreens = [
  ['/operators/providers', Clients],
  ['/operators/reports', Reports],
  ['/operators/sending', Sending],
] as const;

/** Pages that the server draws itself; links to them leave the application. */
const ours = /^\/(?!api\/|demo\/|i\/|u\/)/;

export function App() {
  return (
    <LocationProvider scope={ours}>
      <Guard />
    </LocationProvider>
  );
}

/** Shows the screens of members to members, and asks everybody else to sign in first. */
function Guard() {
  const { path, url, route } = useLocation();
  const member = me.value;
  const open = /^\/sign-(in|up)(\/|$)/.test(path);
  const goal =
    // A phone that gives contacts to another screen, and whoever has just left: who is signed in there does not matter.
    path === '/hand-off' || path === '/goodbye'
      ? undefined
      : member === undefined && !open
        ? `/sign-in?next=${encodeURIComponent(url)}`
        : path === '/' || (member !== undefined && open && path !== '/sign-in/link')
          ? next(url)
          : undefined;
  useEffect(() => {
    if (goal !== undefined) route(goal, true);
  }, [goal]);
  useEffect(
    () =>
      onSignedOut(() => {
        me.value = undefined;
      }),
    [],
  );
  return (
    <Frame>
      {goal === undefined && (
        <ErrorBoundary onError={(error) => console.error(error)}>
          <Router>
            <Route path="/sign-in" component={SignIn} />
            <Route path="/sign-up" component={SignUp} />
            <Route path="/sign-in/link" component={ConfirmLink} />
            <Route path="/network" component={Network} />
            <Route path="/network/requests" component={SentRequests} />
            <Route path="/add" component={Add} />
            <Route path="/add/file" component={AddFile} />
            <Route path="/add/directory" component={AddDirectory} />
            <Route path="/add/account" component={AddAccount} />
            <Route path="/add/phone" component={ShowCode} />
            <Route path="/hand-off" component={HandOffScreen} />
            <Route path="/providers" component={Providers} />
            <Route path="/imports" component={Imports} />
            <Route path="/imports/:id" component={ImportScreen} />
            <Route path="/imports/:id/columns" component={Columns} />
            <Route path="/imports/:id/people" component={People} />
            <Route path="/imports/:id/invite" component={Invite} />
            <Route path="/imports/:id/review" component={Review} />
            <Route path="/imports/:id/sent/:batchId" component={Sent} />
            <Route path="/contacts" component={Contacts} />
            <Route path="/contacts/birthdays" component={Birthdays} />
            <Route path="/contacts/labels" component={Labels} />
            <Route path="/contacts/merge" component={MergeScreen} />
            <Route path="/contacts/:id" component={Contacts} />
            <Route path="/invitations" component={Invitations} />
            <Route path="/invitations/:id" component={InvitationHistory} />
            <Route path="/links" component={Links} />
            {(member?.operator === true ? operatorScreens : []).map(([path, component]) => (
              <Route key={path} path={path} component={component} />
            ))}
            <Route path="/suggestions" component={SuggestionsScreen} />
            <Route path="/settings" component={Settings} />
            <Route path="/goodbye" component={Goodbye} />
            <Route path="/settings/data" component={Data} />
            <Route default component={NotFound} />
          </Router>
        </ErrorBoundary>
      )}
    </Frame>
  );
}

/** A screen that comes when it is opened, together with the words of its folder in the language of the page. */
function screen<Props>(folder: string, load: () => Promise<ComponentType<Props>>) {
  return lazy(async () => {
    try {
      const [component] = await Promise.all([load(), learn(folder)]);
      return component;
    } catch (error) {
      console.error(error);
      return Unloaded;
    }
  });
}

/** Where the member wanted to go before signing in; only ever a path of ours. */
function next(url: string): string {
  const wish = new URLSearchParams(url.split('?')[1] ?? '').get('next');
  return wish?.startsWith('/') && !wish.startsWith('//') ? wish : '/network';
}
