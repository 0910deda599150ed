import type { Language } from './language.ts';

export const ro: Language = {
  name: 'Română',
  direction: 'ltr',
  message: {
    via: '{inviter} prin {network}',
    subject: '{inviter} te invită pe {network}',
    opening: '{who} dorește să ia legătura cu tine pe {network} ({about}).',
    button: 'Vezi invitația',
    why: 'De ce tu: {inviter} și-a adăugat agenda de contacte și te-a ales. Acesta este singurul mesaj, dacă nu accepți.',
    stop: 'Nu vrei acest mesaj?',
    never: 'Nu mai vreau niciodată mesaje de la {network}',
    choices: 'Refuză, blochează mesajele de la {inviter} sau raportează',
    held: 'Vezi sau șterge ce păstrăm',
    short: '{inviter} te invită pe {network}:',
    reply: 'Răspunde STOP și nu îți mai scriem.',
  },
  own: {
    subject: 'Te invit pe {network}',
    opening: 'Sunt pe {network} ({about}) și aș vrea să iau legătura cu tine acolo.',
    choices:
      'Acest link este doar pentru tine. Pe pagina lui poți și să refuzi, să oprești toate mesajele de la {network} și să vezi sau să ștergi ce se păstrează despre tine.',
  },
  pages: {
    title: '{inviter} te invită pe {network}',
    from: '{facts}',
    ownWords: '{inviter} îți scrie:',
    name: 'Numele tău',
    accept: 'Accept și mă alătur',
    decline: 'Nu, mulțumesc',
    why: 'De ce am primit acest mesaj?',
    whyText:
      '{inviter} și-a adăugat agenda de contacte, în care apare {address}, și ți-a trimis această invitație pe {date}. Păstrăm adresa ta și numele asociat ei până pe {until}, apoi le ștergem. Dacă accepți, se creează un cont cu această adresă, conectat cu {inviter}.',
    whyOwn:
      '{inviter} te are în agenda de contacte, a făcut acest link pentru tine pe {date} și ți l-a trimis; {network} nu ți-a scris. Linkul este valabil până pe {until}. Dacă accepți, vei fi în legătură cu {inviter}.',
    stop: 'Nu mai vreau mesaje',
    signedInAs: 'Contul tău este deschis: dacă accepți, va fi conectat.',
    labels: {
      decline: 'Nu, mulțumesc',
      never: 'Nu-mi mai scrieți niciodată',
      'not-from': 'Nimic de la {inviter}',
      'not-me': 'Nu sunt eu',
      report: 'Raportează invitația',
    },
    reportText: 'Ce este în neregulă? (opțional)',
    done: {
      decline: 'Ai refuzat. {inviter} nu va afla.',
      never:
        'De acum, nimeni de pe {network} nu mai poate scrie la această adresă. Păstrăm doar un cod criptat al ei, ca să putem refuza.',
      'not-from': 'De acum, {inviter} nu mai poate scrie la această adresă.',
      'not-me': 'De acum, nimeni nu mai poate scrie la această adresă. Ne cerem scuze pentru confuzie.',
      report:
        'Mulțumim. Cei care administrează {network} vor verifica, iar {inviter} nu mai poate scrie la această adresă.',
    },
    undo: 'Anulează',
    undone: 'S-a anulat.',
    undoByCode: 'Doar tu poți reveni asupra acestui lucru, cu un cod pe care îl trimitem la adresa ta:',
    back: 'Înapoi la invitație',
    gone: 'Această invitație nu mai este valabilă',
    goneText:
      'A fost retrasă sau a expirat. Nu trebuie să faci nimic și nu mai păstrăm nicio adresă pentru ea.',
    nameRefused: 'Scrie-ți numele în 1 până la 80 de caractere, fără adresă web sau de e-mail.',
    signIn: 'Ai deja un cont',
    signInText: 'Conectează-te cu această adresă, apoi deschide din nou invitația.',
    signInButton: 'Conectare',
    signUp: 'Mai întâi creează un cont',
    signUpText: 'Creează un cont, apoi deschide din nou linkul ca să iei legătura.',
    signUpButton: 'Creează un cont',
    unsubscribe: 'Nu mai vrei niciodată mesaje de la {network}?',
    unsubscribeText: 'O singură apăsare, fără cont. Este valabil imediat și pentru toată lumea din rețea.',
    unsubscribeButton: 'Nu-mi mai scrieți niciodată',
    unsubscribed: 'Gata',
    unsubscribedText: 'Nimeni de pe {network} nu mai poate scrie la această adresă.',
  },
};
