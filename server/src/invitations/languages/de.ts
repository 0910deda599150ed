import type { Language } from './language.ts';

export const de: Language = {
  name: 'Deutsch',
  direction: 'ltr',
  message: {
    via: '{inviter} über {network}',
    subject: '{inviter} lädt dich zu {network} ein',
    opening: '{who} möchte sich auf {network} mit dir verbinden, {about}.',
    button: 'Einladung ansehen',
    why: 'Warum du: {inviter} hat das eigene Adressbuch hinzugefügt und dich ausgewählt. Dies ist die einzige Nachricht, es sei denn, du trittst bei.',
    stop: 'Du möchtest das nicht?',
    never: 'Nie wieder Nachrichten von {network}',
    choices: 'Nicht von {inviter}, melden oder ablehnen',
    held: 'Ansehen oder löschen, was wir haben',
    short: '{inviter} lädt dich zu {network} ein:',
    reply: 'Antworte STOP, und du hörst nie wieder von uns.',
  },
  own: {
    subject: 'Komm zu mir auf {network}',
    opening: 'Ich bin auf {network} ({about}) und möchte mich dort mit dir verbinden.',
    choices:
      'Dieser Link ist nur für dich. Auf seiner Seite kannst du auch ablehnen, alle Nachrichten von {network} abstellen und ansehen oder löschen, was über dich gespeichert ist.',
  },
  pages: {
    title: '{inviter} lädt dich zu {network} ein',
    from: 'Von {facts}.',
    ownWords: '{inviter} schreibt:',
    name: 'Dein Name',
    accept: 'Annehmen und beitreten',
    decline: 'Nein, danke',
    why: 'Warum habe ich das bekommen?',
    whyText:
      '{inviter} hat das eigene Adressbuch hinzugefügt und dich am {date} ausgewählt; {address} stand darin. Wir behalten deine Adresse und den Namen, den {inviter} dir gab, bis zum {until}; dann werden sie gelöscht. Wenn du beitrittst, entsteht ein Konto mit dieser Adresse, verbunden mit {inviter}.',
    whyOwn:
      '{inviter} hat dich im eigenen Adressbuch, hat diesen Link am {date} für dich gemacht und dir selbst geschickt; {network} hat dir nicht geschrieben. Der Link gilt bis zum {until}. Wenn du beitrittst, bist du mit {inviter} verbunden.',
    stop: 'Damit es aufhört',
    signedInAs: 'Du bist angemeldet: Annehmen verbindet dein Konto.',
    labels: {
      decline: 'Nein, danke',
      never: 'Schreibt mir nie wieder',
      'not-from': 'Nicht von {inviter}',
      'not-me': 'Das bin ich nicht',
      report: 'Einladung melden',
    },
    reportText: 'Was stimmt damit nicht? (freiwillig)',
    done: {
      decline: 'Du hast abgelehnt. {inviter} erfährt es nicht.',
      never:
        'Ab jetzt kann niemand auf {network} mehr an diese Adresse schreiben. Wir behalten nur einen verschlüsselten Code davon, um ablehnen zu können.',
      'not-from': '{inviter} kann ab jetzt nicht mehr an diese Adresse schreiben.',
      'not-me': 'Ab jetzt kann niemand mehr an diese Adresse schreiben. Entschuldige die Verwechslung.',
      report:
        'Danke. Wer {network} betreibt, sieht es sich an, und {inviter} kann nicht mehr an diese Adresse schreiben.',
    },
    undo: 'Rückgängig machen',
    undone: 'Das ist rückgängig gemacht.',
    undoByCode: 'Nur du kannst das zurücknehmen, mit einem Code, den wir an deine Adresse schicken:',
    back: 'Zurück zur Einladung',
    gone: 'Diese Einladung ist nicht mehr offen',
    goneText:
      'Sie wurde zurückgezogen oder ist zu alt. Du musst nichts tun, und wir haben keine Adresse mehr dafür.',
    nameRefused: 'Schreib deinen Namen mit 1 bis 80 Zeichen, ohne Web- oder E-Mail-Adresse.',
    signIn: 'Du hast schon ein Konto',
    signInText: 'Melde dich mit dieser Adresse an und öffne die Einladung noch einmal.',
    signInButton: 'Anmelden',
    signUp: 'Tritt erst bei',
    signUpText: 'Leg ein Konto an und öffne den Link noch einmal, um dich zu verbinden.',
    signUpButton: 'Konto anlegen',
    unsubscribe: 'Nie wieder von {network} hören?',
    unsubscribeText: 'Ein Druck genügt, ohne Konto. Es gilt sofort und für alle im Netzwerk.',
    unsubscribeButton: 'Schreibt mir nie wieder',
    unsubscribed: 'Erledigt',
    unsubscribedText: 'Niemand auf {network} kann mehr an diese Adresse schreiben.',
  },
};
