import type { Language } from './language.ts';

export const tr: Language = {
  name: 'Türkçe',
  direction: 'ltr',
  message: {
    via: '{inviter} / {network}',
    subject: '{inviter} sizi {network} ağına davet ediyor',
    opening: '{who}, {network} ağında ({about}) sizinle bağlantı kurmak istiyor.',
    button: 'Daveti görün',
    why: 'Neden siz: {inviter} adres defterini ekledi ve sizi seçti. Katılmadığınız sürece bu, alacağınız tek iletidir.',
    stop: 'Bunu istemiyor musunuz?',
    never: '{network} ağından bir daha ileti alma',
    choices: 'Reddet, gönderen kişiyi ({inviter}) engelle veya bildir',
    held: 'Sakladıklarımızı görün veya silin',
    short: '{inviter} sizi davet ediyor: {network}',
    reply: 'STOP yanıtından sonra bir daha yazmayız.',
  },
  own: {
    subject: '{network} ağına davetimdir',
    opening: '{network} ağındayım ({about}) ve orada sizinle bağlantı kurmak istiyorum.',
    choices:
      'Bu link yalnızca sizin içindir. Sayfasında daveti reddedebilir, {network} ağından gelen tüm iletileri durdurabilir ve hakkınızda saklananları görüp silebilirsiniz.',
  },
  pages: {
    title: '{inviter} sizi {network} ağına davet ediyor',
    from: '{facts}',
    ownWords: '{inviter} şöyle yazıyor:',
    name: 'Adınız',
    accept: 'Kabul et ve katıl',
    decline: 'Hayır, teşekkürler',
    why: 'Bunu neden aldım?',
    whyText:
      '{inviter} adres defterini ekledi ve {date} tarihinde sizi seçti; defterde {address} vardı. Adresinizi ve yanındaki adı {until} tarihine kadar saklar, sonra sileriz. Katılırsanız bu adresle bir hesap açılır ve {inviter} bağlantılarınız arasına eklenir.',
    whyOwn:
      '{inviter} adres defterinde siz varsınız; bu linki {date} tarihinde sizin için oluşturdu ve size kendisi gönderdi. {network} size yazmadı. Link {until} tarihine kadar geçerlidir. Katılırsanız {inviter} bağlantılarınız arasına eklenir.',
    stop: 'Başka ileti istemiyorum',
    signedInAs: 'Oturumunuz açık: kabul ederseniz hesabınız bağlanır.',
    labels: {
      decline: 'Hayır, teşekkürler',
      never: 'Bana bir daha yazmayın',
      'not-from': 'Gönderen kişiyi engelle: {inviter}',
      'not-me': 'Bu ben değilim',
      report: 'Bu daveti bildir',
    },
    reportText: 'Sorun nedir? (isteğe bağlı)',
    done: {
      decline: 'Daveti reddettiniz. {inviter} bunu öğrenmez.',
      never:
        'Bundan böyle {network} ağındaki hiç kimse bu adrese yazamaz. Reddedebilmek için adresin yalnızca şifreli bir kodunu saklarız.',
      'not-from': 'Bundan böyle {inviter} bu adrese yazamaz.',
      'not-me': 'Bundan böyle hiç kimse bu adrese yazamaz. Karışıklık için özür dileriz.',
      report:
        'Teşekkürler. {network} ağını yönetenler konuyu inceleyecek; {inviter} artık bu adrese yazamaz.',
    },
    undo: 'Geri al',
    undone: 'Geri alındı.',
    undoByCode: 'Bunu yalnızca siz, adresinize göndereceğimiz bir kodla geri alabilirsiniz:',
    back: 'Davete dön',
    gone: 'Bu davet artık geçerli değil',
    goneText:
      'Geri çekildi veya süresi doldu. Bir şey yapmanız gerekmiyor; bu davet için artık adres saklamıyoruz.',
    nameRefused: 'Adınızı 1–80 karakterle, web veya e-posta adresi olmadan yazın.',
    signIn: 'Zaten bir hesabınız var',
    signInText: 'Bu adresle oturum açın, sonra daveti yeniden açın.',
    signInButton: 'Oturum aç',
    signUp: 'Önce hesap açın',
    signUpText: 'Hesap açın, sonra bağlantı kurmak için linki yeniden açın.',
    signUpButton: 'Hesap aç',
    unsubscribe: '{network} ağından bir daha ileti almak istemiyor musunuz?',
    unsubscribeText: 'Tek dokunuş yeterli, hesap gerekmez. Hemen ve ağdaki herkes için geçerli olur.',
    unsubscribeButton: 'Bana bir daha yazmayın',
    unsubscribed: 'Tamam',
    unsubscribedText: '{network} ağındaki hiç kimse artık bu adrese yazamaz.',
  },
};
