import type { Language } from './language.ts';

export const nb: Language = {
  name: 'Norsk bokmål',
  direction: 'ltr',
  message: {
    via: '{inviter} via {network}',
    subject: '{inviter} inviterer deg til {network}',
    opening: '{who} vil gjerne ha kontakt med deg på {network} ({about}).',
    button: 'Se invitasjonen',
    why: 'Hvorfor deg: {inviter} har lagt til adresseboken sin og valgt deg. Dette er den eneste meldingen, med mindre du blir med.',
    stop: 'Vil du ikke ha dette?',
    never: 'Ikke få flere meldinger fra {network}',
    choices: 'Ikke fra {inviter}, rapporter eller nei takk',
    held: 'Se eller slett det vi har lagret',
    short: '{inviter} inviterer deg til {network}:',
    reply: 'Svar STOP for aldri å høre fra oss.',
  },
  own: {
    subject: 'Bli med meg på {network}',
    opening: 'Jeg er på {network} ({about}) og vil gjerne ha kontakt med deg der.',
    choices:
      'Denne lenken er bare for deg. På siden kan du også si nei, stoppe alle meldinger fra {network} og se eller slette det som er lagret om deg.',
  },
  pages: {
    title: '{inviter} inviterer deg til {network}',
    from: '{facts}',
    ownWords: '{inviter} skriver:',
    name: 'Navnet ditt',
    accept: 'Si ja og bli med',
    decline: 'Nei takk',
    why: 'Hvorfor har jeg fått dette?',
    whyText:
      '{inviter} har lagt til adresseboken sin og valgte deg {date}; {address} sto i den. Vi lagrer adressen din og navnet som hører til, til {until}; deretter slettes de. Hvis du blir med, opprettes en konto med denne adressen, med {inviter} som kontakt.',
    whyOwn:
      '{inviter} har deg i adresseboken sin, laget denne lenken til deg {date} og sendte den til deg; {network} har ikke skrevet til deg. Lenken virker til {until}. Hvis du blir med, får du {inviter} som kontakt.',
    stop: 'Slipp flere meldinger',
    signedInAs: 'Du er logget inn: Hvis du sier ja, knyttes kontoen din til.',
    labels: {
      decline: 'Nei takk',
      never: 'Ikke skriv til meg igjen',
      'not-from': 'Ikke fra {inviter}',
      'not-me': 'Dette er ikke meg',
      report: 'Rapporter invitasjonen',
    },
    reportText: 'Hva er galt med den? (valgfritt)',
    done: {
      decline: 'Du har sagt nei. {inviter} får ikke vite det.',
      never:
        'Fra nå av kan ingen på {network} skrive til denne adressen. Vi lagrer bare en kryptert kode for den, slik at vi kan avvise.',
      'not-from': 'Fra nå av kan {inviter} ikke skrive til denne adressen.',
      'not-me': 'Fra nå av kan ingen skrive til denne adressen. Beklager forvekslingen.',
      report:
        'Takk. De som driver {network}, ser på det, og {inviter} kan ikke lenger skrive til denne adressen.',
    },
    undo: 'Angre',
    undone: 'Det er angret.',
    undoByCode: 'Bare du kan ta dette tilbake, med en kode som vi sender til adressen din:',
    back: 'Tilbake til invitasjonen',
    gone: 'Invitasjonen gjelder ikke lenger',
    goneText:
      'Den er trukket tilbake eller for gammel. Du trenger ikke gjøre noe, og vi har ikke lenger noen adresse for den.',
    nameRefused: 'Skriv navnet ditt med 1 til 80 tegn, uten nett- eller e-postadresse.',
    signIn: 'Du har allerede en konto',
    signInText: 'Logg inn med denne adressen og åpne invitasjonen igjen.',
    signInButton: 'Logg inn',
    signUp: 'Opprett en konto først',
    signUpText: 'Opprett en konto og åpne lenken igjen for å få kontakt.',
    signUpButton: 'Opprett konto',
    unsubscribe: 'Aldri høre fra {network} igjen?',
    unsubscribeText: 'Ett trykk er nok, uten konto. Det gjelder med en gang og for alle i nettverket.',
    unsubscribeButton: 'Ikke skriv til meg igjen',
    unsubscribed: 'Ferdig',
    unsubscribedText: 'Ingen på {network} kan lenger skrive til denne adressen.',
  },
};
