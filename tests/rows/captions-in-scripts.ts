/** Of Han, Kana and Thai, some twice in a text and some marks of the letter before. */
export const LETTERS = Array.from('東京の夜景カー\u3099กำน้ิ𠮷龍');

/** What Unicode writes in more ways than one, what nobody sees, and signs; nothing that a question reads otherwise. */
export const ODD = Array.from(
  'ab ZzéßẞςİI\u0301\u0308™²½．＆ＡﾊﾟｶﾞカーX東の、・12-_.@/:ก้ำ\u200b\u00ad\u200d\ufe0f\ufeff😀𠮷ﷺ㍿㌔한\u1112\u1161कि्\u3099ﬁſ',
);

/** Captions by the ids of their rows. */
export const CAPTIONS: Record<string, string> = {
  decomposed: 'Zoe\u0308 paints',
  composed: 'Zo\u00eb draws',
  vietnamese: 'Ba\u0301nh mi\u0300 Sa\u0300i Go\u0300n',
  hangul: '\u1112\u1161\u11ab\u1100\u116e\u11a8 \u1109\u1161\u110c\u1175\u11ab',
  'full-width': 'ＡＢＣ　ｓｔｕｄｉｏ２０２４',
  'half-width': 'ﾍﾟﾝｷﾞﾝの写真',
  ligature: 'oﬃce ﬁlm',
  sharp: 'Große Straße',
  sigma: 'ΣΊΣΥΦΟΣ',
  dotted: 'İstanbul',
  soft: 'Küchen\u00adschrank',
  joined: 'می\u200cخواهم',
  trademark: 'Disney™ 10m² №5 O\u2019Neil',
  japanese: '東京の夜景写真、渋谷',
  kana: 'レオナルド・ダ・ヴィンチ「モナ・リザ」',
  chinese: '北京故宫博物院2023年冬',
  thai: 'ภาพถ่ายกรุงเทพฯ น้ำตก',
  lao: 'ພາສາລາວ',
  khmer: 'ភាសា\u200bខ្មែរ',
  burmese: 'မြန်မာဘာသာ',
  hindi: 'हिन्दी चित्र',
  surrogates: '𠮷野家の牛丼😀',
  variant: '葛\u{e0100}飾区',
  mixed: 'かわいいiPhoneケース花柄',
  spaced: '雨 の 東京 tower Night',
  radical: '⼥性',
  emoji: '👩\u200d🎨 painter ❤\ufe0fred',
  author: '',
};
