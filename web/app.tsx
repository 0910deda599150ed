import { useEffect } from 'preact/hooks';
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from 'preact-iso';
import { onSignedOut } from './api/client.ts';
import { Frame } from './components/frame/frame.tsx';
import { SignIn } from './screens/sign-in/sign-in.tsx';
import { me } from './session/session.ts';

const SignUp = lazy(async () => (await import('./screens/sign-in/sign-up.tsx')).SignUp);
const ConfirmLink = lazy(async () => (await import('./screens/sign-in/confirm-link.tsx')).ConfirmLink);
const Network = lazy(async () => (await import('./screens/network/network.tsx')).Network);
const SentRequests = lazy(async () => (await import('./screens/network/sent-requests.tsx')).SentRequests);
const Add = lazy(async () => (await import('./screens/add/add.tsx')).Add);
const Providers = lazy(async () => (await import('./screens/providers/providers.tsx')).Providers);
const AddFile = lazy(async () => (await import('./screens/add/add-file.tsx')).AddFile);
const AddDirectory = lazy(async () => (await import('./screens/add/add-directory.tsx')).AddDirectory);
const AddAccount = lazy(async () => (await import('./screens/add/add-account.tsx')).AddAccount);
const ShowCode = lazy(async () => (await import('./screens/hand-off/show-code.tsx')).ShowCode);
const HandOffScreen = lazy(async () => (await import('./screens/hand-off/hand-off.tsx')).HandOffScreen);
const ImportScreen = lazy(async () => (await import('./screens/import/import.tsx')).ImportScreen);
const Columns = lazy(async () => (await import('./screens/columns/columns.tsx')).Columns);
const People = lazy(async () => (await import('./screens/people/people.tsx')).People);
const Invite = lazy(async () => (await import('./screens/invite/invite.tsx')).Invite);
const Review = lazy(async () => (await import('./screens/review/review.tsx')).Review);
const Sent = lazy(async () => (await import('./screens/sent/sent.tsx')).Sent);
const InvitationHistory = lazy(
  async () => (await import('./screens/invitation-history/invitation-history.tsx')).InvitationHistory,
);
const Contacts = lazy(async () => (await import('./screens/contacts/contacts.tsx')).Contacts);
const Birthdays = lazy(async () => (await import('./screens/contacts/birthdays.tsx')).Birthdays);
const Labels = lazy(async () => (await import('./screens/contacts/labels.tsx')).Labels);
const MergeScreen = lazy(async () => (await import('./screens/merge/merge.tsx')).MergeScreen);
const Invitations = lazy(async () => (await import('./screens/invitations/invitations.tsx')).Invitations);
const Links = lazy(async () => (await import('./screens/links/links.tsx')).Links);
const Imports = lazy(async () => (await import('./screens/imports/imports.tsx')).Imports);
const Sending = lazy(async () => (await import('./screens/operators/sending.tsx')).Sending);
const Clients = lazy(async () => (await import('./screens/operators/clients.tsx')).Clients);
const Reports = lazy(async () => (await import('./screens/operators/reports.tsx')).Reports);
const SuggestionsScreen = lazy(
  async () => (await import('./screens/suggestions/suggestions.tsx')).SuggestionsScreen,
);
const Settings = lazy(async () => (await import('./screens/settings/settings.tsx')).Settings);
const Data = lazy(async () => (await import('./screens/data/data.tsx')).Data);
const Goodbye = lazy(async () => (await import('./screens/goodbye/goodbye.tsx')).Goodbye);
const NotFound = lazy(async () => (await import('./screens/not-found/not-found.tsx')).NotFound);

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
            <Route path="/operators/providers" component={Clients} />
            <Route path="/operators/reports" component={Reports} />
            <Route path="/operators/sending" component={Sending} />
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

/** Where the member wanted to go before signing in; only ever a path of ours. */
function next(url: string): string {
  const wish = new URLSearchParams(url.split('?')[1] ?? '').get('next');
  return wish?.startsWith('/') && !wish.startsWith('//') ? wish : '/network';
}
