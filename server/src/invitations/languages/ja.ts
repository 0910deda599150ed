import type { Language } from './language.ts';

export const ja: Language = {
  name: '日本語',
  direction: 'ltr',
  message: {
    via: '{inviter}（{network}）',
    subject: '{inviter}さんから{network}への招待',
    opening: '{who}さんが、{network}（{about}）であなたとつながりたいと思っています。',
    button: '招待を見る',
    why: 'このメッセージが届いた理由：{inviter}さんがアドレス帳を追加し、あなたを選びました。',
    only: '参加しないかぎり、メッセージはこれ一通だけです。',
    oneMore: 'お返事がない場合、確認のメッセージが一度届くことがあります。',
    twoMore: 'お返事がない場合、確認のメッセージが二度まで届くことがあります。',
    last: '参加しないかぎり、メッセージはこれが最後です。',
    stillOpen: '招待はまだ有効です。',
    reminder: '再度のお知らせ：{subject}',
    others: '次の方からも招待されています：{names}',
    stop: '受け取りたくない場合',
    never: '{network}からのメッセージを今後一切受け取らない',
    choices: '断る、{inviter}さんからは受け取らない、または報告する',
    held: '保存されている情報を確認・削除する',
    short: '{inviter}さんの招待：{network}',
    reply: 'STOPと返信すると、今後は届きません。',
  },
  own: {
    subject: '{network}へのお誘い',
    opening: '私は{network}（{about}）に参加しています。そこでつながりませんか。',
    choices:
      'このリンクはあなた専用です。リンク先では、断ること、{network}からのメッセージをすべて止めること、保存されている情報を確認・削除することもできます。',
  },
  pages: {
    title: '{inviter}さんから{network}への招待',
    from: '{facts}',
    ownWords: '{inviter}さんからのメッセージ：',
    name: 'お名前',
    accept: '承諾して参加する',
    decline: '今回は断る',
    why: 'なぜ届いたのですか',
    whyText:
      '{inviter}さんがアドレス帳を追加し、{date}にあなたを選びました。その中に{address}がありました。あなたのアドレスと登録名は{until}まで保管し、その後削除します。参加すると、このアドレスでアカウントが作られ、{inviter}さんとつながります。',
    whyOwn:
      '{inviter}さんのアドレス帳にあなたの登録があり、{inviter}さんが{date}にこのリンクを作って、自分で送りました。{network}からはお送りしていません。リンクは{until}まで有効です。参加すると、{inviter}さんとつながります。',
    others: 'ほかの方からも招待されています',
    othersText:
      'それぞれの招待に個別に返事ができます。参加してつながるのは{inviter}さんだけで、ほかの方とはあなたが望むときだけつながります。',
    otherLink: '{name}さんからの招待を見る',
    stop: '今後受け取らない',
    signedInAs: 'ログイン中です。承諾すると、あなたのアカウントがつながります。',
    labels: {
      decline: '今回は断る',
      never: '今後一切受け取らない',
      'not-from': '{inviter}さんからは受け取らない',
      'not-me': '人違いです',
      report: 'この招待を報告する',
    },
    reportText: 'どのような問題がありますか（任意）',
    done: {
      decline: 'お断りしました。{inviter}さんには通知されません。',
      never:
        '今後、{network}の誰もこのアドレスにメッセージを送れません。拒否するための暗号化された符号だけを保管します。',
      'not-from': '今後、{inviter}さんはこのアドレスにメッセージを送れません。',
      'not-me': '今後、誰もこのアドレスにメッセージを送れません。人違いで失礼しました。',
      report:
        'ご報告ありがとうございます。{network}の運営者が確認します。{inviter}さんは、このアドレスにメッセージを送れなくなりました。',
    },
    undo: '元に戻す',
    undone: '元に戻しました',
    undoByCode: '取り消せるのはあなただけです。アドレスに届くコードで確認します：',
    back: '招待に戻る',
    gone: 'この招待は無効になりました',
    goneText:
      '取り消されたか、期限が過ぎています。何もする必要はありません。この招待のアドレスはもう保管していません。',
    nameRefused: 'お名前を1～80文字で入力してください。ウェブやメールのアドレスは使えません。',
    signIn: 'すでにアカウントがあります',
    signInText: 'このアドレスでログインしてから、もう一度招待を開いてください。',
    signInButton: 'ログイン',
    signUp: '先にアカウントを作成してください',
    signUpText: 'アカウントを作成してから、もう一度リンクを開くとつながれます。',
    signUpButton: 'アカウントを作成',
    unsubscribe: '{network}からのメッセージを今後一切受け取りませんか',
    unsubscribeText:
      '一度押すだけで、アカウントは不要です。すぐに、ネットワークの全員に対して有効になります。',
    unsubscribeButton: '今後一切受け取らない',
    unsubscribed: '完了しました',
    unsubscribedText: '今後、{network}の誰もこのアドレスにメッセージを送れません。',
  },
};
