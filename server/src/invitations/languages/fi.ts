import type { Language } from './language.ts';

export const fi: Language = {
  name: 'Suomi',
  direction: 'ltr',
  message: {
    via: '{inviter} / {network}',
    subject: '{inviter} kutsuu sinut verkostoon {network}',
    opening: '{who} haluaisi olla sinuun yhteydessä verkostossa {network} ({about}).',
    button: 'Katso kutsu',
    why: 'Miksi sinä: {inviter} lisäsi osoitekirjansa ja valitsi sinut.',
    only: 'Tämä on ainoa viesti, ellet liity.',
    oneMore: 'Yksi muistutus voi tulla, jos et vastaa.',
    twoMore: 'Kaksi muistutusta voi tulla, jos et vastaa.',
    last: 'Tämä on viimeinen viesti, ellet liity.',
    stillOpen: 'Kutsu on yhä avoinna.',
    reminder: 'Muistutus: {subject}',
    others: 'Sinut kutsuvat myös: {names}',
    stop: 'Etkö halua tätä?',
    never: 'Ei enää koskaan viestejä verkostosta {network}',
    choices: 'Kieltäydy, estä {inviter} tai ilmoita väärinkäytöstä',
    held: 'Katso tai poista, mitä meillä on',
    short: '{inviter} kutsuu sinut verkostoon {network}:',
    reply: 'Vastaa STOP, niin emme enää kirjoita.',
  },
  own: {
    subject: 'Tule mukaan: {network}',
    opening: 'Olen verkostossa {network} ({about}) ja haluaisin olla sinuun yhteydessä siellä.',
    choices:
      'Tämä linkki on vain sinulle. Sen sivulla voit myös kieltäytyä, lopettaa kaikki viestit verkostosta {network} ja katsoa tai poistaa, mitä sinusta on tallessa.',
  },
  pages: {
    title: '{inviter} kutsuu sinut verkostoon {network}',
    from: '{facts}',
    ownWords: '{inviter} kirjoittaa:',
    name: 'Nimesi',
    accept: 'Hyväksy ja liity',
    decline: 'Ei kiitos',
    why: 'Miksi sain tämän?',
    whyText:
      '{inviter} lisäsi osoitekirjansa, jossa oli {address}, ja valitsi sinut. Kutsun päivä: {date}. Säilytämme osoitteesi ja siihen liitetyn nimen tähän päivään asti: {until}. Sitten ne poistetaan. Jos liityt, tällä osoitteella luodaan tili ja {inviter} lisätään yhteyksiisi.',
    whyOwn:
      'Olet henkilön {inviter} osoitekirjassa, ja hän teki sinulle tämän linkin {date} ja lähetti sen itse; {network} ei ole kirjoittanut sinulle. Linkki toimii tähän päivään asti: {until}. Jos liityt, saat yhteyden: {inviter}.',
    others: 'Myös muut kutsuvat sinut',
    othersText:
      'Voit vastata kuhunkin erikseen. Liittyminen yhdistää sinut vain tähän kutsujaan: {inviter}. Muihin vasta, kun itse haluat.',
    otherLink: 'Katso kutsu: {name}',
    stop: 'Ei enempää viestejä',
    signedInAs: 'Olet kirjautunut sisään: hyväksyminen yhdistää tilisi.',
    labels: {
      decline: 'Ei kiitos',
      never: 'Älkää kirjoittako minulle enää',
      'not-from': 'Estä {inviter}',
      'not-me': 'En ole tämä henkilö',
      report: 'Ilmoita tästä kutsusta',
    },
    reportText: 'Mikä siinä on vialla? (vapaaehtoinen)',
    done: {
      decline: 'Kieltäydyit. {inviter} ei saa siitä tietoa.',
      never:
        'Tästä lähtien kukaan verkostossa {network} ei voi kirjoittaa tähän osoitteeseen. Säilytämme siitä vain salatun tunnisteen, jotta voimme torjua viestit.',
      'not-from': 'Tästä lähtien {inviter} ei voi kirjoittaa tähän osoitteeseen.',
      'not-me': 'Tästä lähtien kukaan ei voi kirjoittaa tähän osoitteeseen. Pahoittelemme sekaannusta.',
      report:
        'Kiitos. Verkoston {network} ylläpito tutkii asian, eikä {inviter} voi enää kirjoittaa tähän osoitteeseen.',
    },
    undo: 'Kumoa',
    undone: 'Kumottu.',
    undoByCode: 'Vain sinä voit perua tämän koodilla, jonka lähetämme osoitteeseesi:',
    back: 'Takaisin kutsuun',
    gone: 'Tämä kutsu ei ole enää voimassa',
    goneText:
      'Se on peruttu tai vanhentunut. Sinun ei tarvitse tehdä mitään, emmekä säilytä enää sen osoitetta.',
    nameRefused: 'Kirjoita nimesi 1–80 merkillä ilman verkko- tai sähköpostiosoitetta.',
    signIn: 'Sinulla on jo tili',
    signInText: 'Kirjaudu sisään tällä osoitteella ja avaa kutsu uudelleen.',
    signInButton: 'Kirjaudu sisään',
    signUp: 'Luo ensin tili',
    signUpText: 'Luo tili ja avaa linkki uudelleen, niin saat yhteyden.',
    signUpButton: 'Luo tili',
    unsubscribe: 'Ei enää koskaan viestejä verkostosta {network}?',
    unsubscribeText:
      'Yksi painallus riittää, tiliä ei tarvita. Se on voimassa heti ja koskee kaikkia verkoston jäseniä.',
    unsubscribeButton: 'Älkää kirjoittako minulle enää',
    unsubscribed: 'Valmis',
    unsubscribedText: 'Kukaan verkostossa {network} ei voi enää kirjoittaa tähän osoitteeseen.',
  },
};
