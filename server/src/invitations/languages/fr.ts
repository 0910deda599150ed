import type { Language } from './language.ts';

export const fr: Language = {
  name: 'Français',
  direction: 'ltr',
  message: {
    via: '{inviter} via {network}',
    subject: '{inviter} vous invite sur {network}',
    opening: '{who} souhaite entrer en contact avec vous sur {network} ({about}).',
    button: 'Voir l’invitation',
    why: 'Pourquoi vous ? {inviter} a ajouté son carnet d’adresses et souhaite vous inviter.',
    only: 'Vous ne recevrez pas d’autre message, sauf si vous acceptez.',
    oneMore: 'Un rappel peut suivre si vous ne répondez pas.',
    twoMore: 'Deux rappels peuvent suivre si vous ne répondez pas.',
    last: 'Ceci est le dernier message, sauf si vous acceptez.',
    stillOpen: 'L’invitation est toujours ouverte.',
    reminder: 'Rappel : {subject}',
    others: 'Vous avez aussi une invitation de : {names}',
    stop: 'Vous ne souhaitez pas recevoir ce message ?',
    never: 'Ne plus jamais recevoir de message de {network}',
    choices: 'Refuser, ne plus en recevoir de {inviter} ou signaler',
    held: 'Voir ou effacer ce que nous gardons',
    short: '{inviter} vous invite sur {network} :',
    reply: 'Répondez STOP pour ne plus rien recevoir.',
  },
  own: {
    subject: 'Rejoignez-moi sur {network}',
    opening: 'Je suis sur {network} ({about}) et j’aimerais vous y retrouver.',
    choices:
      'Ce lien est pour vous seul. Sur sa page, vous pouvez aussi refuser, arrêter tout message de {network}, et voir ou effacer ce qui est gardé sur vous.',
  },
  pages: {
    title: '{inviter} vous invite sur {network}',
    from: '{facts}',
    ownWords: '{inviter} vous écrit :',
    name: 'Votre nom',
    accept: 'Accepter et rejoindre',
    decline: 'Non merci',
    why: 'Pourquoi ai-je reçu ce message ?',
    whyText:
      '{inviter} a ajouté son carnet d’adresses, où figure {address}, et vous a envoyé cette invitation le {date}. Nous conservons votre adresse et le nom qui l’accompagne jusqu’au {until}, puis nous les supprimons. Si vous acceptez, un compte est créé avec cette adresse et relié à celui de {inviter}.',
    whyOwn:
      '{inviter} vous a dans son carnet d’adresses, a créé ce lien pour vous le {date} et vous l’a envoyé. {network} ne vous a pas écrit. Le lien est valable jusqu’au {until}. Si vous acceptez, vous serez en contact avec {inviter}.',
    others: 'D’autres personnes vous invitent aussi',
    othersText:
      'Vous pouvez répondre à chacune séparément. En acceptant, vous n’êtes en relation qu’avec {inviter} ; avec les autres, seulement si vous le souhaitez.',
    otherLink: 'Voir l’invitation de {name}',
    stop: 'Ne plus être contacté',
    signedInAs: 'Votre session est ouverte : en acceptant, vous reliez votre compte.',
    labels: {
      decline: 'Non merci',
      never: 'Ne plus jamais m’écrire',
      'not-from': 'Plus rien de {inviter}',
      'not-me': 'Ce n’est pas moi',
      report: 'Signaler cette invitation',
    },
    reportText: 'Quel est le problème ? (facultatif)',
    done: {
      decline: 'Vous avez refusé. {inviter} n’en saura rien.',
      never:
        'Désormais, personne sur {network} ne peut plus écrire à cette adresse. Nous n’en gardons qu’une empreinte chiffrée, pour pouvoir refuser.',
      'not-from': 'Désormais, {inviter} ne peut plus écrire à cette adresse.',
      'not-me': 'Désormais, personne ne peut plus écrire à cette adresse. Veuillez excuser cette erreur.',
      report:
        'Merci. L’équipe de {network} va examiner votre signalement, et {inviter} ne peut plus écrire à cette adresse.',
    },
    late: 'Un message était déjà en route et peut encore arriver. Il n’y en aura plus d’autre ensuite.',
    undo: 'Annuler',
    undone: 'C’est annulé.',
    undoByCode: 'Vous seul pouvez revenir là-dessus, avec un code que nous envoyons à votre adresse :',
    back: 'Retour à l’invitation',
    gone: 'Cette invitation n’est plus valable',
    goneText:
      'Elle a été retirée ou a expiré. Vous n’avez rien à faire, et nous ne conservons plus aucune adresse pour elle.',
    nameRefused: 'Indiquez votre nom en 1 à 80 caractères, sans adresse web ni adresse e-mail.',
    signIn: 'Vous avez déjà un compte',
    signInText: 'Connectez-vous avec cette adresse, puis ouvrez à nouveau l’invitation.',
    signInButton: 'Se connecter',
    signUp: 'Créez d’abord un compte',
    signUpText: 'Créez un compte, puis ouvrez à nouveau le lien pour entrer en contact.',
    signUpButton: 'Créer un compte',
    unsubscribe: 'Ne plus jamais recevoir de message de {network} ?',
    unsubscribeText:
      'Un seul clic, sans compte. L’effet est immédiat et vaut pour tous les membres du réseau.',
    unsubscribeButton: 'Ne plus jamais m’écrire',
    unsubscribed: 'C’est fait',
    unsubscribedText: 'Plus personne sur {network} ne peut écrire à cette adresse.',
  },
  held: {
    askText:
      'Saisissez votre adresse e-mail. Si {network} garde quelque chose à son sujet, nous y envoyons un code, pour que personne d’autre ne puisse regarder. Aucun compte n’est nécessaire.',
    address: 'Votre adresse e-mail',
    addressRefused: 'Ce n’est pas une adresse e-mail. Vérifiez-la et réessayez.',
    send: 'Envoyer le code',
    sendTo:
      'Nous envoyons un code à {address}, pour que personne d’autre ne puisse regarder. Aucun compte n’est nécessaire.',
    sent: 'Saisissez le code',
    sentText:
      'Si nous gardons quelque chose sur cette adresse, un code est en route. Il est valable {minutes} minutes. S’il n’arrive pas, regardez parmi les messages indésirables ; s’il n’y est pas non plus, nous ne gardons rien.',
    code: 'Code à six chiffres',
    codeRefused: 'Ce code est faux ou trop ancien. Réessayez, ou demandez-en un nouveau.',
    show: 'Montrer ce qui est gardé',
    again: 'Demander un nouveau code',
    tooMany: 'Trop de demandes',
    tooManyText: 'Attendez, puis réessayez. Minutes d’attente : {minutes}.',
    title: 'Ce que {network} garde sur cette adresse',
    nothing: 'Rien. Elle n’est dans aucune invitation ni dans aucun carnet d’adresses.',
    books: 'Dans des carnets d’adresses',
    booksText:
      'Membres dont le carnet d’adresses la contient : {books}. Le premier l’a depuis le {since}. Elle y reste jusqu’à ce qu’ils la suppriment.',
    booksKinds: 'Avec elle : {kinds}.',
    booksOwn:
      'Un carnet d’adresses appartient à son membre, comme un carnet en papier : nous ne disons pas à qui, et Effacer n’y change rien.',
    kinds: {
      name: 'un nom',
      phones: 'des numéros de téléphone',
      addresses: 'des adresses postales',
      dates: 'un anniversaire ou une date',
      work: 'travail et fonctions',
      notes: 'des remarques',
      photo: 'une photo',
      relations: 'des liens de parenté',
      other: 'd’autres détails',
    },
    invitations: 'Dans des invitations',
    invitation: 'Invitation de {inviter}, {date} : votre adresse et un nom, jusqu’au {until}.',
    unsent: 'Une invitation qui n’a pas été envoyée, {date} : votre adresse et un nom, jusqu’au {until}.',
    codes: 'Comme empreinte chiffrée',
    codesText:
      'Les permissions et les refus sont notés avec une empreinte tirée de l’adresse. Personne ne peut y lire l’adresse, et elle reste, pour qu’un refus continue de valoir.',
    member: 'Dans un compte',
    memberText:
      'Un compte a cette adresse. Connectez-vous pour voir ou changer ce qu’il contient ; Effacer n’y change rien.',
    suppression: 'Qui peut écrire à cette adresse',
    nobody: 'Personne. Les invitations qui lui sont destinées sont abandonnées.',
    everybody: 'Les membres peuvent l’inviter.',
    butRefused: 'Les membres peuvent l’inviter, sauf ceux que vous avez refusés : {inviters}.',
    allow: 'Laisser tout le monde écrire à nouveau',
    delete: 'Effacer',
    deleteText:
      'Effacer met fin à vos invitations et en retire votre adresse et votre nom. Personne n’en est informé.',
    foreverText:
      'Le second bouton empêche aussi tout le monde sur {network} d’écrire à cette adresse, quoi qu’on importe plus tard. Vous seul pouvez revenir là-dessus.',
    foreverButton: 'Effacer et ne plus jamais m’écrire',
    deleted: 'Effacé. Les invitations sont closes, votre adresse et votre nom en ont disparu.',
    forever:
      'Effacé. Désormais, plus personne ne peut écrire à cette adresse. Nous en gardons une empreinte chiffrée, pour pouvoir refuser.',
    allowed: 'Tout le monde peut à nouveau écrire à cette adresse.',
    undoFor:
      'Vous pouvez annuler la suppression. Minutes pour cela : {minutes}. Ensuite elle est définitive.',
  },
};
