// The address of the page holds what is set, so that it can be sent to somebody. It names only what differs from the
// defaults or from the scene that it names. What is in an address may come from anywhere: everything is checked, and
// what is wrong is reported and left out.

import { BELOW_1, FIELDS, SMALLEST, complete, dataSet, differing, numberFrom, textOf } from './settings.js';
import { t } from './texts.js';

/** @typedef {import('./api.js').Start} Start */
/** @typedef {import('./api.js').Settings} Settings */
/** @typedef {import('./api.js').Valley} Valley */
/** @typedef {import('./api.js').Scene} Scene */

/** For each part of the valley in the address: its value from text, undefined if that is not allowed. */
const VALLEY = {
  surface: (text, { surfaces }) => surfaces.find(({ name }) => name === text)?.name,
  start(text, { limits }) {
    const place = text.split(',').map((part) => numberFrom(part, -limits.number, limits.number));
    return place.length === 2 && !place.includes(undefined) ? place : undefined;
  },
  steps: (text, { limits }) => numberFrom(text, 1, limits.steps, true),
  optimizers(text, { optimizers, limits }) {
    const chosen = text.split(',').filter(Boolean).map((part) => {
      const [name, rate, momentum, ...more] = part.split(':');
      const known = optimizers.find((optimizer) => optimizer.name === name);
      const value = { name, rate: numberFrom(rate ?? '', SMALLEST, limits.number) };
      if (momentum !== undefined) value.momentum = numberFrom(momentum, 0, BELOW_1);
      const valid = known && value.rate !== undefined && more.length === 0;
      return valid && !(momentum !== undefined && value.momentum === undefined) ? value : undefined;
    });
    return chosen.includes(undefined) ? undefined : chosen;
  },
};

const valleyText = {
  surface: String,
  start: (place) => place.map((coordinate) => Number(coordinate.toPrecision(4))).join(','),
  steps: String,
  optimizers: (chosen) =>
    chosen.map(({ name, rate, momentum }) => [name, rate, momentum].filter((part) => part !== undefined).join(':')).join(','),
};

/**
 * What an address asks for.
 * @param {string} query
 * @param {Start} start
 * @returns {{scene: Scene | undefined, settings: Settings, valley: Partial<Valley>, problems: string[]}}
 */
export function read(query, start) {
  const given = new URLSearchParams(query);
  const problems = [];
  const scene = start.scenes.find(({ id }) => id === given.get('scene'));
  const settings = { ...scene?.runs?.[0] };
  const valley = { ...scene?.valley };
  // A learning rate belongs to an optimizer, and a start and rates to a surface.
  if (FIELDS.optimizer.parse(given.get('optimizer') ?? '', start)) delete settings.learning_rate;
  if (VALLEY.surface(given.get('surface') ?? '', start)) for (const name of ['start', 'optimizers']) delete valley[name];
  const data = dataSet(FIELDS.data.parse(given.get('data') ?? '', start), start);
  for (const [name, text] of given) {
    const shown = { name: name.slice(0, 40), value: text.slice(0, 60) };
    const known = Object.hasOwn(FIELDS, name) ? FIELDS[name].parse : Object.hasOwn(VALLEY, name) ? VALLEY[name] : null;
    if (name === 'language' || (name === 'scene' && scene)) continue;
    if (!known && name !== 'scene') problems.push(t('The address has an unknown setting, “{name}”. It is ignored.', shown));
    else {
      const value = known?.(text, start, data);
      if (value !== undefined) (Object.hasOwn(FIELDS, name) ? settings : valley)[name] = value;
      else problems.push(t('In the address, “{name}” cannot be “{value}”. It is ignored.', shown));
    }
  }
  return { scene, settings: complete(settings, start), valley, problems };
}

/**
 * Writes into the address what is set.
 * @param {Scene | null} scene
 * @param {number} choice names the choice of the scene in the entries of the history
 * @param {{settings: Settings, valley: Valley}} now
 * @param {{settings: Settings, valley: Valley}} usual what the scene sets, or the defaults
 */
export function write(scene, choice, { settings, valley }, usual) {
  const query = new URLSearchParams();
  const given = new URLSearchParams(location.search).get('language');
  if (given) query.set('language', given);
  if (scene) query.set('scene', scene.id);
  for (const name of differing(settings, usual.settings)) query.set(name, textOf(name, settings[name]));
  for (const [name, text] of Object.entries(valleyText)) {
    if (text(valley[name]) !== text(usual.valley[name])) query.set(name, text(valley[name]));
  }
  if (query.has('optimizer')) query.set('learning_rate', settings.learning_rate);
  if (query.has('surface')) for (const name of ['start', 'optimizers']) query.set(name, valleyText[name](valley[name]));
  const text = String(query).replaceAll('%2C', ',').replaceAll('%3A', ':');
  history.replaceState({ choice }, '', (text ? '?' + text : location.pathname) + location.hash);
}
