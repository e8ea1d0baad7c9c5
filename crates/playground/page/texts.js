// Texts in the language of the page, and numbers as people read them. A text is written in English where it is shown,
// as in the Rust code; the server sends its translation, and a text without one stays English.

let translations = {};

/** The language of the page, "en" or "ko": the server writes it into the page. */
export const language = document.documentElement.lang === 'ko' ? 'ko' : 'en';

/**
 * Takes the translations, and translates the page itself: the text of each element with `data-t`, and the labels in
 * `data-label`.
 * @param {Record<string, string>} texts by their English text
 */
export function speak(texts) {
  translations = texts;
  for (const element of document.querySelectorAll('[data-t]')) {
    element.textContent = t(element.textContent.trim().replace(/\s+/g, ' '));
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', t(element.dataset.label));
  }
}

/**
 * The text in the language of the page. Each `{name}` is replaced by its value, and a pair of Korean particles such as
 * `{은/는}` by the one that fits the text before it, as in the crate `language`.
 * @param {string} english
 * @param {Record<string, string | number>} values
 */
export function t(english, values = {}) {
  const template = Object.hasOwn(translations, english) ? translations[english] : english;
  let text = '';
  let end = 0;
  for (const { 0: braced, 1: name, index } of template.matchAll(/\{([^{}]*)\}/g)) {
    text += template.slice(end, index);
    text += Object.hasOwn(values, name) ? values[name] : particle(name, text) ?? braced;
    end = index + braced.length;
  }
  return text + template.slice(end);
}

/** The particle of `pair`, the form after a consonant first, that fits `before`; null if it is no pair of Hangul. */
function particle(pair, before) {
  const forms = /^([가-힣]+)\/([가-힣]+)$/.exec(pair);
  if (!forms) return null;
  const [, afterConsonant, afterVowel] = forms;
  const sound = ending(before);
  const likeVowel = sound === 'vowel' || (sound === 'rieul' && afterConsonant.startsWith('으'));
  return likeVowel ? afterVowel : afterConsonant;
}

/** How the last letter or digit sounds when it is read aloud: ends in a vowel, in ㄹ or in another consonant. */
function ending(text) {
  const spoken = text.replace(/(?<=[\p{L}\p{N}].*)\([^()]*\)\s*$/u, '');
  const last = spoken.match(/[\p{L}\p{N}%](?=[^\p{L}\p{N}%]*$)/u)?.[0] ?? '';
  if (last >= '가' && last <= '힣') {
    return { 0: 'vowel', 8: 'rieul' }[(last.charCodeAt(0) - 0xac00) % 28] ?? 'consonant';
  }
  if ('036mMnN'.includes(last) && last) return 'consonant';
  return '178lL'.includes(last) && last ? 'rieul' : 'vowel';
}

/** A number with `digits` significant digits; a dash if it is not finite. */
export function number(value, digits = 3) {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
    return signed(mantissa) + '\u00a0·\u00a0' + powerOfTen(Number(exponent));
  }
  return signed(size >= 1000 ? String(Math.round(value)) : value.toPrecision(digits));
}

/** A count with its thousands separated. */
export const count = (value) => Math.round(value).toLocaleString('en');

/** A fraction in percent. */
export const percent = (value) => (Number.isFinite(value) ? (100 * value).toFixed(1) + '\u00a0%' : '–');

/** 10 to an integer power. */
export function powerOfTen(exponent) {
  return '10' + String(exponent).replace(/./g, (sign) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[sign] ?? '⁻');
}

/** The minus signs of numbers in a text, instead of hyphens; those between words or numbers stay. */
export const signed = (text) => String(text).replace(/(?:(?<![\p{L}\d])|(?<=\d[eE]))-(?=[\d.])/gu, '−');
