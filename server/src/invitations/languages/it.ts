import type { Language } from './language.ts';

export const it: Language = {
  name: 'Italiano',
  direction: 'ltr',
  message: {
    via: '{inviter} tramite {network}',
    subject: '{inviter} ti invita su {network}',
    opening: '{who} vorrebbe entrare in contatto con te su {network} ({about}).',
    button: 'Vedi l’invito',
    why: 'Perché tu: {inviter} ha aggiunto la sua rubrica e ha scelto di invitarti. Questo è l’unico messaggio, a meno che tu non accetti.',
    stop: 'Non vuoi ricevere questo messaggio?',
    never: 'Non ricevere mai più messaggi da {network}',
    choices: 'Rifiuta, non ricevere altro da {inviter} o segnala',
    held: 'Vedi o cancella ciò che conserviamo',
    short: '{inviter} ti invita su {network}:',
    reply: 'Rispondi STOP e non ti scriviamo più.',
  },
  own: {
    subject: 'Ti invito su {network}',
    opening: 'Sono su {network} ({about}) e vorrei entrare in contatto con te lì.',
    choices:
      'Questo link è solo per te. Nella sua pagina puoi anche rifiutare, fermare ogni messaggio di {network} e vedere o cancellare ciò che è conservato su di te.',
  },
  pages: {
    title: '{inviter} ti invita su {network}',
    from: '{facts}',
    ownWords: '{inviter} ti scrive:',
    name: 'Il tuo nome',
    accept: 'Accetta e partecipa',
    decline: 'No, grazie',
    why: 'Perché ho ricevuto questo messaggio?',
    whyText:
      '{inviter} ha aggiunto la sua rubrica, che contiene {address}, e ti ha mandato questo invito. Data: {date}. Conserviamo il tuo indirizzo e il nome associato fino a questa data: {until}; poi li cancelliamo. Se accetti, si crea un account con questo indirizzo, collegato con {inviter}.',
    whyOwn:
      '{inviter} ti ha in rubrica e ti ha mandato questo link, creato per te. Data: {date}. {network} non ti ha scritto. Il link vale fino a questa data: {until}. Se accetti, sarai in contatto con {inviter}.',
    stop: 'Non ricevere altro',
    signedInAs: 'Hai già effettuato l’accesso: accettando colleghi il tuo account.',
    labels: {
      decline: 'No, grazie',
      never: 'Non scrivetemi mai più',
      'not-from': 'Niente più da {inviter}',
      'not-me': 'Non sono io',
      report: 'Segnala questo invito',
    },
    reportText: 'Che cosa non va? (facoltativo)',
    done: {
      decline: 'Hai detto di no. {inviter} non lo saprà.',
      never:
        'Da ora nessuno su {network} può più scrivere a questo indirizzo. Ne conserviamo solo un codice cifrato, per poter rifiutare.',
      'not-from': 'Da ora {inviter} non può più scrivere a questo indirizzo.',
      'not-me': 'Da ora nessuno può più scrivere a questo indirizzo. Scusa per l’errore.',
      report:
        'Grazie. Chi gestisce {network} esaminerà la segnalazione, e {inviter} non può più scrivere a questo indirizzo.',
    },
    undo: 'Annulla',
    undone: 'Annullato.',
    undoByCode: 'Solo tu puoi annullarlo, con un codice che mandiamo al tuo indirizzo:',
    back: 'Torna all’invito',
    gone: 'Questo invito non è più aperto',
    goneText:
      'È stato ritirato o è scaduto. Non devi fare nulla, e non conserviamo più alcun indirizzo per questo invito.',
    nameRefused: 'Scrivi il tuo nome, da 1 a 80 caratteri, senza indirizzi web o e-mail.',
    signIn: 'Hai già un account',
    signInText: 'Accedi con questo indirizzo, poi apri di nuovo l’invito.',
    signInButton: 'Accedi',
    signUp: 'Prima crea un account',
    signUpText: 'Crea un account, poi apri di nuovo il link per entrare in contatto.',
    signUpButton: 'Crea un account',
    unsubscribe: 'Non ricevere mai più messaggi da {network}?',
    unsubscribeText: 'Basta premere una volta, senza account. Vale subito e per tutte le persone della rete.',
    unsubscribeButton: 'Non scrivetemi mai più',
    unsubscribed: 'Fatto',
    unsubscribedText: 'Nessuno su {network} può più scrivere a questo indirizzo.',
  },
};
