import type { Language } from './language.ts';

export const en: Language = {
  name: 'English',
  direction: 'ltr',
  message: {
    via: '{inviter} via {network}',
    subject: '{inviter} invites you to {network}',
    opening: '{who} would like to connect with you on {network}, {about}.',
    button: 'See the invitation',
    why: 'Why you: {inviter} added their address book and chose you. This is the only message unless you join.',
    stop: 'Don’t want this?',
    never: 'Never hear from {network} again',
    choices: 'Not from {inviter}, report, or no thanks',
    held: 'See or delete what we hold',
    short: '{inviter} invites you to {network}:',
    reply: 'Reply STOP to never hear from us.',
  },
  own: {
    subject: 'Join me on {network}',
    opening: 'I am on {network} ({about}) and would like to connect with you there.',
    choices:
      'This link is for you alone. On its page you can also say no, stop all messages from {network}, and see or delete what is held about you.',
  },
  pages: {
    title: '{inviter} invites you to {network}',
    from: 'From {facts}.',
    ownWords: '{inviter} writes:',
    name: 'Your name',
    accept: 'Accept and join',
    decline: 'No thanks',
    why: 'Why did I get this?',
    whyText:
      '{inviter} added their address book and chose you on {date}; {address} was in it. We hold your address and {inviter}’s name for it until {until}, then they are deleted. Joining makes an account with this address and connects you with {inviter}.',
    whyOwn:
      '{inviter} has you in their address book, made this link for you on {date} and sent it to you; {network} has not written to you. The link works until {until}. Joining connects you with {inviter}.',
    stop: 'Make it stop',
    signedInAs: 'You are signed in: accepting connects your account.',
    labels: {
      decline: 'No thanks',
      never: 'Never write to me again',
      'not-from': 'Not from {inviter}',
      'not-me': 'This is not me',
      report: 'Report this invitation',
    },
    reportText: 'What is wrong with it? (optional)',
    done: {
      decline: 'You said no. {inviter} is not told.',
      never:
        'Nobody on {network} can write to this address any more, from now on. We keep a keyed code of it so that we can refuse, and nothing else.',
      'not-from': '{inviter} cannot write to this address any more, from now on.',
      'not-me': 'Nobody can write to this address any more, from now on. Sorry for the mix-up.',
      report:
        'Thank you. The people who run {network} will look at it, and {inviter} cannot write to this address any more.',
    },
    undo: 'Undo',
    undone: 'That is undone.',
    undoByCode: 'Only you can take this back, with a code that we send to your address:',
    back: 'Back to the invitation',
    gone: 'This invitation is no longer open',
    goneText:
      'It was withdrawn or is too old. There is nothing you need to do, and we hold no address for it any more.',
    nameRefused: 'Write your name in 1 to 80 characters, without a web or e-mail address.',
    signIn: 'You already have an account',
    signInText: 'Sign in with this address, then open the invitation again.',
    signInButton: 'Sign in',
    signUp: 'Join first',
    signUpText: 'Make an account, then open the link again to connect.',
    signUpButton: 'Make an account',
    unsubscribe: 'Never hear from {network} again?',
    unsubscribeText: 'One press, no account needed. It holds at once and for everybody on the network.',
    unsubscribeButton: 'Never write to me again',
    unsubscribed: 'Done',
    unsubscribedText: 'Nobody on {network} can write to this address any more.',
  },
};
