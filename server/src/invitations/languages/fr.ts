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
};
