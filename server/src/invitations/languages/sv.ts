import type { Language } from './language.ts';

export const sv: Language = {
  name: 'Svenska',
  direction: 'ltr',
  message: {
    via: '{inviter} via {network}',
    subject: '{inviter} bjuder in dig till {network}',
    opening: '{who} vill gärna ha kontakt med dig på {network} ({about}).',
    button: 'Se inbjudan',
    why: 'Varför du: {inviter} har lagt till sin adressbok och valt dig. Det här är det enda meddelandet, om du inte går med.',
    stop: 'Vill du inte ha det här?',
    never: 'Få aldrig mer något från {network}',
    choices: 'Inte från {inviter}, anmäl eller tacka nej',
    held: 'Se eller radera det vi har sparat',
    short: '{inviter} bjuder in dig till {network}:',
    reply: 'Svara STOP, så hör vi aldrig av oss igen.',
  },
  own: {
    subject: 'Kom med mig till {network}',
    opening: 'Jag är med på {network} ({about}) och vill gärna ha kontakt med dig där.',
    choices:
      'Den här länken är bara för dig. På sidan kan du också tacka nej, stoppa alla meddelanden från {network} och se eller radera det som sparats om dig.',
  },
  pages: {
    title: '{inviter} bjuder in dig till {network}',
    from: '{facts}',
    ownWords: '{inviter} skriver:',
    name: 'Ditt namn',
    accept: 'Tacka ja och gå med',
    decline: 'Nej tack',
    why: 'Varför har jag fått det här?',
    whyText:
      '{inviter} har lagt till sin adressbok och valde dig den {date}; {address} fanns i den. Vi sparar din adress och namnet som hör till den till och med den {until}, sedan raderas de. Om du går med skapas ett konto med den här adressen, med {inviter} som kontakt.',
    whyOwn:
      '{inviter} har dig i sin adressbok, gjorde den här länken åt dig den {date} och skickade den till dig; {network} har inte skrivit till dig. Länken gäller till och med den {until}. Om du går med får du {inviter} som kontakt.',
    stop: 'Slipp fler meddelanden',
    signedInAs: 'Du är inloggad: om du tackar ja kopplas ditt konto.',
    labels: {
      decline: 'Nej tack',
      never: 'Skriv aldrig till mig igen',
      'not-from': 'Inte från {inviter}',
      'not-me': 'Det här är inte jag',
      report: 'Anmäl inbjudan',
    },
    reportText: 'Vad är fel med den? (frivilligt)',
    done: {
      decline: 'Du har tackat nej. {inviter} får inte veta det.',
      never:
        'Från och med nu kan ingen på {network} skriva till den här adressen. Vi sparar bara en krypterad kod av den, för att kunna neka.',
      'not-from': 'Från och med nu kan {inviter} inte skriva till den här adressen.',
      'not-me': 'Från och med nu kan ingen skriva till den här adressen. Vi ber om ursäkt för förväxlingen.',
      report:
        'Tack. De som driver {network} tittar på det, och {inviter} kan inte längre skriva till den här adressen.',
    },
    undo: 'Ångra',
    undone: 'Det är ångrat.',
    undoByCode: 'Bara du kan ta tillbaka det, med en kod som vi skickar till din adress:',
    back: 'Tillbaka till inbjudan',
    gone: 'Inbjudan gäller inte längre',
    goneText:
      'Den har dragits tillbaka eller är för gammal. Du behöver inte göra något, och vi har inte kvar någon adress för den.',
    nameRefused: 'Skriv ditt namn med 1 till 80 tecken, utan webb- eller e-postadress.',
    signIn: 'Du har redan ett konto',
    signInText: 'Logga in med den här adressen och öppna inbjudan igen.',
    signInButton: 'Logga in',
    signUp: 'Skapa först ett konto',
    signUpText: 'Skapa ett konto och öppna länken igen för att få kontakt.',
    signUpButton: 'Skapa konto',
    unsubscribe: 'Aldrig mer få något från {network}?',
    unsubscribeText: 'Det räcker med ett tryck, utan konto. Det gäller genast och för alla i nätverket.',
    unsubscribeButton: 'Skriv aldrig till mig igen',
    unsubscribed: 'Klart',
    unsubscribedText: 'Ingen på {network} kan längre skriva till den här adressen.',
  },
};
