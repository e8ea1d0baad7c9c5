// The settings of a network: how each is read from text (in the address and in the form), written, checked and named.

import { count, signed, t } from './texts.js';

/** @typedef {import('./api.js').Settings} Settings */
/** @typedef {import('./api.js').Start} Start */
/** @typedef {import('./api.js').DataSet} DataSet */

/**
 * A number from text, between two bounds; undefined if it is none.
 * @param {string} text
 */
export function numberFrom(text, least, greatest, isWhole = false) {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text.trim())) return undefined;
  const value = Number(text);
  const fits = Number.isFinite(value) && value >= least && value <= greatest && (!isWhole || Number.isSafeInteger(value));
  return fits ? value : undefined;
}

const oneOf = (text, names) => names.find((name) => name.toLowerCase() === text.trim().toLowerCase());

/** What a number may be, in words. */
const numbers = (least, most) => t('a number from {least} to {most}', { least, most });
const wholeNumbers = (least, most) => t('a whole number from {least} to {most}', { least, most });

/** Smaller positive numbers are 0 in the 32 bits of a weight. */
export const SMALLEST = 1e-30;

/** The greatest number below 1. */
export const BELOW_1 = 1 - Number.EPSILON / 2;

/**
 * For each setting: its value from text (undefined if that is not allowed), what is allowed, the value as text, and how
 * it is named where runs are compared. What is allowed may depend on the data set.
 * @type {Record<string, {parse: (text: string, start: Start, data: DataSet) => any,
 *   allowed: (start: Start, data: DataSet) => string, text?: (value: any) => string, words: (value: any) => string}>}
 */
export const FIELDS = {
  data: {
    parse: (text, { data }) => oneOf(text, data.map(({ name }) => name)),
    allowed: ({ data }) => data.map(({ name }) => name).join(', '),
    words: (name) => name,
  },
  hidden: {
    parse(text, { limits }) {
      const widths = text.split(',').map((width) => numberFrom(width, 1, limits.width, true));
      return widths.length <= limits.layers && !widths.includes(undefined) ? widths : undefined;
    },
    allowed: ({ limits: { layers, width } }) =>
      t('up to {layers} whole numbers from 1 to {width}, separated by commas', { layers, width }),
    text: (widths) => widths.join(','),
    words: (widths) => (widths.length ? t('hidden neurons {sizes}', { sizes: sizes(widths) }) : t('no hidden layer')),
  },
  activation: {
    parse: (text, { activations }) => oneOf(text, activations),
    allowed: ({ activations }) => activations.join(', '),
    words: (name) => name,
  },
  initial_weights: {
    parse(text, { initial_weights, limits }) {
      const [name, std] = text.split(':');
      const value = std === undefined ? oneOf(name, initial_weights.filter((name) => name !== 'std')) : undefined;
      if (oneOf(name, ['std']) && std !== undefined) {
        const number = numberFrom(std, 0, limits.number);
        return number === undefined ? undefined : { std: number };
      }
      return value;
    },
    allowed: ({ limits }) => t('a standard deviation from 0 to {most}', { most: limits.number }),
    text: (value) => (typeof value === 'string' ? value : `std:${value.std}`),
    words: (value) => {
      if (typeof value !== 'string') return t('weights with std {std}', { std: value.std });
      return value === 'zero' ? t('all weights 0') : t('{name} weights', { name: value });
    },
  },
  batch_norm: {
    parse: (text) => ({ true: true, false: false })[text],
    allowed: () => 'true, false',
    words: (on) => (on ? t('batch normalization') : t('no batch normalization')),
  },
  optimizer: {
    parse: (text, { optimizers }) => oneOf(text, optimizers.map(({ name }) => name)),
    allowed: ({ optimizers }) => optimizers.map(({ name }) => name).join(', '),
    words: (name) => t(name),
  },
  learning_rate: {
    parse: (text, { limits }) => numberFrom(text, SMALLEST, limits.number),
    allowed: ({ limits }) => numbers(SMALLEST, limits.number),
    words: (rate) => `η = ${rate}`,
  },
  batch_size: {
    parse: (text, { limits }) => numberFrom(text, 1, limits.batch_size, true),
    allowed: ({ limits }) => wholeNumbers(1, limits.batch_size),
    words: (images) => t('batch size {images}', { images }),
  },
  weight_decay: {
    parse: (text, { limits }) => numberFrom(text, 0, limits.number),
    allowed: ({ limits }) => numbers(0, limits.number),
    words: (lambda) => `λ = ${lambda}`,
  },
  dropout: {
    parse: (text) => numberFrom(text, 0, BELOW_1),
    allowed: () => t('a number from 0 to below 1'),
    words: (ratio) => (ratio ? t('dropout {ratio}', { ratio }) : t('no dropout')),
  },
  images: {
    parse: (text, start, data) => numberFrom(text, 1, data.training, true),
    allowed: (start, data) => wholeNumbers(1, data.training),
    words: (images) => t('{images} training images', { images: count(images) }),
  },
  seed: {
    parse: (text, { limits }) => numberFrom(text, 0, limits.seed, true),
    allowed: ({ limits }) => wholeNumbers(0, limits.seed),
    words: (seed) => t('seed {seed}', { seed }),
  },
};

/** Sizes of layers, such as 100-100-100-100 or, if there are many equal ones, 100×4. */
const sizes = (widths) =>
  widths.length > 2 && widths.every((width) => width === widths[0]) ? `${widths[0]}×${widths.length}` : widths.join('-');

/** The value of a setting as text. */
export const textOf = (name, value) => (FIELDS[name].text ?? String)(value);

/** The names of the settings in which two networks differ. */
export const differing = (one, other) =>
  Object.keys(FIELDS).filter((name) => textOf(name, one[name]) !== textOf(name, other[name]));

/** These settings of a network in words. */
export const words = (settings, names) => names.map((name) => signed(FIELDS[name].words(settings[name]))).join(', ');

/** The data set of that name, or the first one. @param {Start} start @returns {DataSet} */
export const dataSet = (name, start) => start.data.find((set) => set.name === name) ?? start.data[0];

/**
 * Whole settings from a few: the others are the defaults, the learning rate is the optimizer's, and there are no more
 * images than the data set has.
 * @param {Partial<Settings>} some
 * @param {Start} start
 * @returns {Settings}
 */
export function complete(some, start) {
  const optimizer = start.optimizers.find(({ name }) => name === some.optimizer);
  const all = { ...start.defaults, ...(optimizer && { learning_rate: optimizer.mnist_rate }), ...some };
  return { ...all, images: Math.min(all.images, dataSet(all.data, start).training) };
}
