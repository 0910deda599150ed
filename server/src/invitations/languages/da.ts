import type { Language } from './language.ts';

export const da: Language = {
  name: 'Dansk',
  direction: 'ltr',
  message: {
    via: '{inviter} via {network}',
    subject: '{inviter} inviterer dig til {network}',
    opening: '{who} vil gerne i kontakt med dig på {network} ({about}).',
    button: 'Se invitationen',
    why: 'Hvorfor dig: {inviter} har tilføjet sin adressebog og valgt dig. Dette er den eneste besked, medmindre du siger ja.',
    stop: 'Vil du ikke have det her?',
    never: 'Få aldrig mere noget fra {network}',
    choices: 'Ikke fra {inviter}, anmeld eller nej tak',
    held: 'Se eller slet det, vi har gemt',
    short: '{inviter} inviterer dig til {network}:',
    reply: 'Svar STOP for aldrig at høre fra os.',
  },
  own: {
    subject: 'Kom med mig på {network}',
    opening: 'Jeg er på {network} ({about}) og vil gerne i kontakt med dig der.',
    choices:
      'Dette link er kun til dig. På siden kan du også sige nej, stoppe alle beskeder fra {network} og se eller slette det, der er gemt om dig.',
  },
  pages: {
    title: '{inviter} inviterer dig til {network}',
    from: '{facts}',
    ownWords: '{inviter} skriver:',
    name: 'Dit navn',
    accept: 'Sig ja og vær med',
    decline: 'Nej tak',
    why: 'Hvorfor har jeg fået det her?',
    whyText:
      '{inviter} har tilføjet sin adressebog og valgte dig den {date}; {address} stod i den. Vi gemmer din adresse og det navn, der står ved den, til den {until}; derefter bliver de slettet. Hvis du siger ja, oprettes en konto med denne adresse, forbundet med {inviter}.',
    whyOwn:
      '{inviter} har dig i sin adressebog, lavede dette link til dig den {date} og sendte det til dig; {network} har ikke skrevet til dig. Linket virker til den {until}. Hvis du siger ja, får du kontakt med {inviter}.',
    stop: 'Undgå flere beskeder',
    signedInAs: 'Du er logget ind: Hvis du siger ja, bliver din konto forbundet.',
    labels: {
      decline: 'Nej tak',
      never: 'Skriv aldrig til mig igen',
      'not-from': 'Ikke fra {inviter}',
      'not-me': 'Det er ikke mig',
      report: 'Anmeld invitationen',
    },
    reportText: 'Hvad er der galt med den? (valgfrit)',
    done: {
      decline: 'Du har sagt nej. {inviter} får det ikke at vide.',
      never:
        'Fra nu af kan ingen på {network} skrive til denne adresse. Vi gemmer kun en krypteret kode for den, så vi kan afvise.',
      'not-from': 'Fra nu af kan {inviter} ikke skrive til denne adresse.',
      'not-me': 'Fra nu af kan ingen skrive til denne adresse. Beklager forvekslingen.',
      report:
        'Tak. Dem, der driver {network}, ser på det, og {inviter} kan ikke længere skrive til denne adresse.',
    },
    undo: 'Fortryd',
    undone: 'Det er fortrudt.',
    undoByCode: 'Kun du kan tage det tilbage, med en kode, som vi sender til din adresse:',
    back: 'Tilbage til invitationen',
    gone: 'Invitationen gælder ikke længere',
    goneText:
      'Den er trukket tilbage eller for gammel. Du behøver ikke gøre noget, og vi har ikke længere nogen adresse til den.',
    nameRefused: 'Skriv dit navn med 1 til 80 tegn, uden web- eller e-mailadresse.',
    signIn: 'Du har allerede en konto',
    signInText: 'Log ind med denne adresse, og åbn invitationen igen.',
    signInButton: 'Log ind',
    signUp: 'Opret først en konto',
    signUpText: 'Opret en konto, og åbn linket igen for at få kontakt.',
    signUpButton: 'Opret konto',
    unsubscribe: 'Aldrig mere høre fra {network}?',
    unsubscribeText: 'Ét tryk er nok, uden konto. Det gælder med det samme og for alle i netværket.',
    unsubscribeButton: 'Skriv aldrig til mig igen',
    unsubscribed: 'Færdig',
    unsubscribedText: 'Ingen på {network} kan længere skrive til denne adresse.',
  },
};
