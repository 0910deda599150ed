import type { Language } from './language.ts';

export const es: Language = {
  name: 'Español',
  direction: 'ltr',
  message: {
    via: '{inviter} a través de {network}',
    subject: '{inviter} te invita a {network}',
    opening: '{who} quiere conectar contigo en {network} ({about}).',
    button: 'Ver la invitación',
    why: 'Por qué tú: {inviter} añadió su libreta de direcciones y quiere invitarte.',
    only: 'Este es el único mensaje, salvo que aceptes.',
    oneMore: 'Puede llegar un recordatorio si no respondes.',
    twoMore: 'Pueden llegar dos recordatorios si no respondes.',
    last: 'Este es el último mensaje, salvo que aceptes.',
    stillOpen: 'La invitación sigue abierta.',
    reminder: 'Recordatorio: {subject}',
    others: 'También te invitan: {names}',
    stop: '¿No quieres recibir esto?',
    never: 'No recibir nunca más mensajes de {network}',
    choices: 'Rechazar, no recibir nada de {inviter} o denunciar',
    held: 'Ver o borrar lo que guardamos',
    short: '{inviter} te invita a {network}:',
    reply: 'Responde STOP y no te escribimos nunca.',
  },
  own: {
    subject: 'Te invito a {network}',
    opening: 'Estoy en {network} ({about}) y me gustaría conectar contigo allí.',
    choices:
      'Este enlace es solo para ti. En su página también puedes rechazarlo, parar todos los mensajes de {network} y ver o borrar lo que se guarda sobre ti.',
  },
  pages: {
    title: '{inviter} te invita a {network}',
    from: '{facts}',
    ownWords: '{inviter} te escribe:',
    name: 'Tu nombre',
    accept: 'Aceptar y entrar',
    decline: 'No, gracias',
    why: '¿Por qué he recibido esto?',
    whyText:
      '{inviter} añadió su libreta de direcciones, donde está {address}, y te envió esta invitación el {date}. Guardamos tu dirección y el nombre que la acompaña hasta el {until}; después se borran. Si aceptas, se crea una cuenta con esta dirección y queda conectada con {inviter}.',
    whyOwn:
      '{inviter} te tiene en su libreta de direcciones, creó este enlace para ti el {date} y te lo envió; {network} no te ha escrito. El enlace vale hasta el {until}. Si aceptas, conectas con {inviter}.',
    others: 'Otras personas también te invitan',
    othersText:
      'Puedes responder a cada una por separado. Al aceptar conectas solo con {inviter}; con las demás, cuando tú quieras.',
    otherLink: 'Ver la invitación de {name}',
    stop: 'No recibir más',
    signedInAs: 'Tienes la sesión iniciada: al aceptar, conectas tu cuenta.',
    labels: {
      decline: 'No, gracias',
      never: 'No me escriban nunca más',
      'not-from': 'Nada más de {inviter}',
      'not-me': 'No soy yo',
      report: 'Denunciar esta invitación',
    },
    reportText: '¿Qué problema hay? (opcional)',
    done: {
      decline: 'Has dicho que no. {inviter} no lo sabrá.',
      never:
        'Desde ahora, nadie en {network} puede escribir a esta dirección. Solo guardamos un código cifrado de ella para poder rechazar los envíos.',
      'not-from': 'Desde ahora, {inviter} no puede escribir a esta dirección.',
      'not-me': 'Desde ahora, nadie puede escribir a esta dirección. Disculpa la confusión.',
      report:
        'Gracias. El equipo de {network} lo revisará, y {inviter} ya no puede escribir a esta dirección.',
    },
    undo: 'Deshacer',
    undone: 'Se ha deshecho.',
    undoByCode: 'Solo tú puedes deshacerlo, con un código que enviamos a tu dirección:',
    back: 'Volver a la invitación',
    gone: 'Esta invitación ya no está abierta',
    goneText:
      'Se retiró o ha caducado. No tienes que hacer nada, y ya no guardamos ninguna dirección para ella.',
    nameRefused: 'Escribe tu nombre con entre 1 y 80 caracteres, sin direcciones web ni de correo.',
    signIn: 'Ya tienes una cuenta',
    signInText: 'Inicia sesión con esta dirección y vuelve a abrir la invitación.',
    signInButton: 'Iniciar sesión',
    signUp: 'Primero crea una cuenta',
    signUpText: 'Crea una cuenta y vuelve a abrir el enlace para conectar.',
    signUpButton: 'Crear una cuenta',
    unsubscribe: '¿No recibir nunca más mensajes de {network}?',
    unsubscribeText:
      'Basta con pulsar una vez, sin cuenta. Vale desde ahora y para todas las personas de la red.',
    unsubscribeButton: 'No me escriban nunca más',
    unsubscribed: 'Hecho',
    unsubscribedText: 'Nadie en {network} puede escribir ya a esta dirección.',
  },
};
