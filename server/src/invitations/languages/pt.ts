import type { Language } from './language.ts';

export const pt: Language = {
  name: 'Português',
  direction: 'ltr',
  message: {
    via: '{inviter} via {network}',
    subject: 'Convite de {inviter} para {network}',
    opening: '{who} gostaria de fazer contato com você em {network} ({about}).',
    button: 'Ver o convite',
    why: 'Por que você: {inviter} adicionou seus contatos e escolheu convidar você. Esta é a única mensagem, a menos que você aceite.',
    stop: 'Não quer receber isto?',
    never: 'Nunca mais receber mensagens de {network}',
    choices: 'Recusar, não receber nada de {inviter} ou denunciar',
    held: 'Ver ou apagar o que guardamos',
    short: 'Convite de {inviter} para {network}:',
    reply: 'Responda STOP e nunca mais escrevemos.',
  },
  own: {
    subject: 'Meu convite para {network}',
    opening: 'Estou em {network} ({about}) e gostaria de fazer contato com você lá.',
    choices:
      'Este link é só para você. Na página dele você também pode recusar, parar todas as mensagens de {network} e ver ou apagar o que é guardado sobre você.',
  },
  pages: {
    title: 'Convite de {inviter} para {network}',
    from: '{facts}',
    ownWords: '{inviter} escreve:',
    name: 'Seu nome',
    accept: 'Aceitar e participar',
    decline: 'Recusar',
    why: 'Por que recebi isto?',
    whyText:
      '{inviter} adicionou seus contatos, entre eles {address}, e enviou este convite em {date}. Guardamos seu endereço e o nome que o acompanha até {until}; depois são apagados. Se você aceitar, uma conta é criada com este endereço e conectada com {inviter}.',
    whyOwn:
      '{inviter} tem você nos contatos, criou este link para você em {date} e o enviou; {network} não escreveu para você. O link vale até {until}. Se você aceitar, fica em contato com {inviter}.',
    stop: 'Não receber mais',
    signedInAs: 'Sua sessão está aberta: ao aceitar, você conecta sua conta.',
    labels: {
      decline: 'Recusar',
      never: 'Nunca mais me escrevam',
      'not-from': 'Nada mais de {inviter}',
      'not-me': 'Não sou eu',
      report: 'Denunciar este convite',
    },
    reportText: 'Qual é o problema? (opcional)',
    done: {
      decline: 'Você recusou. {inviter} não fica sabendo.',
      never:
        'A partir de agora, ninguém em {network} pode escrever para este endereço. Guardamos apenas um código cifrado dele, para poder recusar.',
      'not-from': 'A partir de agora, {inviter} não pode escrever para este endereço.',
      'not-me': 'A partir de agora, ninguém pode escrever para este endereço. Desculpe o engano.',
      report:
        'Agradecemos o aviso. A equipe de {network} vai analisar, e {inviter} não pode mais escrever para este endereço.',
    },
    undo: 'Desfazer',
    undone: 'Foi desfeito.',
    undoByCode: 'Só você pode desfazer isto, com um código que enviamos para o seu endereço:',
    back: 'Voltar ao convite',
    gone: 'Este convite não está mais aberto',
    goneText:
      'Foi retirado ou expirou. Você não precisa fazer nada, e não guardamos mais nenhum endereço para ele.',
    nameRefused: 'Escreva seu nome com 1 a 80 caracteres, sem endereço da web nem de e-mail.',
    signIn: 'Você já tem uma conta',
    signInText: 'Entre com este endereço e abra o convite novamente.',
    signInButton: 'Entrar',
    signUp: 'Primeiro, crie uma conta',
    signUpText: 'Crie uma conta e abra o link novamente para se conectar.',
    signUpButton: 'Criar uma conta',
    unsubscribe: 'Nunca mais receber mensagens de {network}?',
    unsubscribeText: 'Basta um toque, sem conta. Vale imediatamente e para todas as pessoas da rede.',
    unsubscribeButton: 'Nunca mais me escrevam',
    unsubscribed: 'Pronto',
    unsubscribedText: 'Ninguém em {network} pode mais escrever para este endereço.',
  },
};
