import type { PageWords } from "./page-words";

export const JA_PAGE_WORDS: PageWords = {
  thisShop: "このショップ",
  preferences: {
    tab: "{shop}からのメール",
    heading: "受け取る内容を選ぶ",
    about: "{shop}から{address}へのメールです。ご注文に関するメールは設定にかかわらず届きます。",
    gone: "{shop}はこのメールの送信先アドレスをすでに削除しています。まだ{shop}からメールが届く場合は、最新のメールにあるリンクをご利用ください。",
    saved: "保存しました。次のメールから反映されます。",
    unsubscribed: "配信は停止されています",
    resubscribe: {
      label: "もう一度登録する",
      hint: "下で選んだ内容で、お知らせのメールが再び届きます。",
    },
    topics: "受け取る内容",
    topic: {
      reminders: { label: "お買い忘れのお知らせ", hint: "カートに残っている商品について" },
      ideas: {
        label: "おすすめ",
        hint: "お持ちの商品に合うものや、再入荷した商品について",
      },
      news: { label: "新着情報とお得な情報", hint: "ショップの新しい情報について" },
    },
    often: "頻度",
    frequency: {
      usual: "通常どおり",
      weekly: "週に1通まで",
      monthly: "月に1通まで",
    },
    pause: "一時停止",
    noPause: "停止しない",
    pausedUntil: "{day}まで",
    pauses: { 14: "2週間", 30: "1か月", 90: "3か月" },
    language: "言語",
    asInShop: "ショップの設定どおり",
    privacy: "プライバシー",
    profiling: {
      label: "自分に合う商品を選んでもらう",
      hint: "購入や閲覧の履歴をもとに選びます。オフにすると、よく売れている商品が表示されます。",
    },
    openTracking: {
      label: "メールの開封を記録する",
      hint: "メールが読まれているかどうかがショップに伝わります。",
    },
    save: "保存する",
    unsubscribe: "すべての配信を停止する",
  },
  unsubscribe: {
    ask: {
      title: "{shop}からのメールを停止しますか？",
      text: "お知らせのメールは届かなくなります。ご注文に関するメールは引き続き届きます。",
      button: "配信を停止する",
      instead:
        "停止せずに内容を選ぶには、メールにある「受け取る内容を選ぶ」のリンクを開いてください。",
    },
    done: {
      title: "配信を停止しました",
      text: "{shop}からのお知らせのメールは今後届きません。",
    },
    noAddress: {
      title: "配信停止は行われませんでした",
      text: "{shop}はこのメールの送信先アドレスをすでに削除しています。まだ{shop}からメールが届く場合は、最新のメールにあるリンクから配信を停止してください。",
    },
  },
  incomplete: {
    title: "リンクが不完全です",
    text: "途中で切れてしまった可能性があります。メールからもう一度開いてください。",
  },
  nowhere: {
    title: "リンク先が見つかりません",
    text: "途中で切れてしまった可能性があります。メールからもう一度開いてください。",
  },
  expired: {
    title: "このリンクは無効です",
    text: "期限が切れたか、途中で切れてしまった可能性があります。ショップのフォームにもう一度ご入力ください。",
  },
  tooOften: {
    title: "アクセスが多すぎます",
    text: "1分ほどお待ちのうえ、もう一度お試しください。",
  },
  checkInbox: {
    title: "あと少しです",
    text: "受信トレイをご確認のうえ、メールアドレスを確認してください。",
  },
  requestReceived: {
    title: "ありがとうございます",
    text: "承りました。アドレスの確認が必要な場合は、確認メールをお送りしました。",
  },
};
