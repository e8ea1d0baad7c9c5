// The playground begins here: it asks the server what there is, makes the two parts of the page, shows the one that the
// address names, and keeps the address up to date.

import * as address from './address.js';
import * as api from './api.js';
import { element } from './controls.js';
import { makeDigit } from './digit.js';
import { makeNetwork } from './network.js';
import { complete } from './settings.js';
import { count, language, speak, t } from './texts.js';
import { completeValley, makeValley } from './valley.js';

const $ = (id) => document.getElementById(id);
const parts = ['valley', 'network'];
const narrow = matchMedia('(max-width: 60rem)');

/** @param {import('./api.js').Start} start */
function begin(start) {
  speak(start.texts);
  const { name, training, test } = start.data;
  const images = { name, training: count(training), test: count(test) };
  $('introduction').textContent = t('Choose settings, press Run and watch. The networks are trained by the same code as in the experiments, on {name} ({training} training images, {test} test images).', images);

  const asked = address.read(location.search, start);
  let scene = asked.scene ?? null;
  const firstValley = completeValley(asked.valley, start);
  const defaults = { settings: start.defaults, valley: completeValley({}, start) };

  const keep = () => {
    const settings = network.current();
    const now = valley.current();
    const numbers = [...now.start, now.steps, ...now.optimizers.flatMap(Object.values)];
    if (settings && !numbers.includes(undefined)) address.write({ scene, settings, valley: now, defaults });
  };
  /** After a change by hand, the settings are no longer those of the scene. */
  const changed = () => {
    if (ready && scene && !ofScene()) showScene(null);
    if (ready) keep();
  };
  let ready = false;
  const valley = makeValley(start, firstValley, changed);
  const network = makeNetwork(start, asked.settings, changed);
  $('settings-part').open = !narrow.matches;
  makeDigit(start.data.classes, () => network.chosen);
  ready = true;

  /** The networks of the scene. */
  const networks = () => [scene.settings ?? {}].flat().map((some) => complete(some, start));

  /** Whether the controls still show the scene. */
  function ofScene() {
    if (scene.kind === 'valley') return JSON.stringify(valley.current()) === JSON.stringify(completeValley(scene.valley ?? {}, start));
    const settings = JSON.stringify(network.current());
    return networks().some((one) => JSON.stringify({ ...network.current(), ...one }) === settings);
  }

  function showScene(to) {
    scene = to;
    $('scene').value = scene?.id ?? '';
    $('scene-text').hidden = !scene;
    if (!scene) return;
    const [title, watch] = $('scene-text').children;
    title.textContent = `${scene.id} · ${scene.title}`;
    watch.textContent = scene.watch;
    const several = scene.kind === 'network' ? networks().length : 1;
    $('scene-run').textContent = several > 1 ? t('Run {n} networks', { n: several }) : t('Run');
    $('scene-report').hidden = !scene.report;
    if (scene.report) $('scene-report').href = scene.report;
  }

  /** Sets the controls as the scene asks, and shows its part of the page. */
  function setScene() {
    if (scene.kind === 'valley') valley.set(completeValley(scene.valley ?? {}, start));
    else network.set(networks()[0]);
    location.hash = scene.kind;
  }

  for (const { id, title } of start.scenes) $('scene').append(element('option', { value: id }, `${id} · ${title}`));
  $('scene').addEventListener('change', () => {
    showScene(start.scenes.find(({ id }) => id === $('scene').value) ?? null);
    if (scene) setScene();
    keep();
  });
  $('scene-run').addEventListener('click', () => {
    location.hash = scene.kind;
    if (scene.kind === 'valley') valley.play();
    else if (networks().length > 1) network.startAll(networks());
    else network.startOne(networks()[0]);
    if (narrow.matches) $(`${scene.kind}-part`).scrollIntoView();
  });
  showScene(scene);
  if (scene) setScene();
  keep();
  tell(asked.problems);
  otherLanguage();
  addEventListener('hashchange', () => {
    showPart();
    otherLanguage();
  });
  $('other-language').addEventListener('click', otherLanguage);
}

/** Shows the part of the page that the address names after #, and hides the other. */
function showPart() {
  const asked = location.hash.slice(1);
  const target = asked && document.getElementById(asked);
  const part = parts.find((id) => id === asked || $(`${id}-part`).contains(target || null)) ?? parts[0];
  for (const id of parts) $(`${id}-part`).hidden = id !== part;
  for (const link of document.querySelectorAll('.bar a[href^="#"]')) {
    if (link.hash === `#${part}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  // What was hidden could not be scrolled to.
  if (target) target.scrollIntoView();
  else scrollTo(0, 0);
}

/** What was wrong in the address. @param {string[]} problems */
function tell(problems) {
  $('problems').hidden = problems.length === 0;
  $('problems').firstElementChild.replaceChildren(...problems.map((problem) => element('li', {}, problem)));
}

/** The same page, with the same settings, in the other language. */
function otherLanguage() {
  const [code, name] = language === 'ko' ? ['en', 'English'] : ['ko', '한국어'];
  const query = new URLSearchParams(location.search);
  query.set('language', code);
  Object.assign($('other-language'), { lang: code, hreflang: code, textContent: name, href: `?${query}${location.hash}` });
}

showPart();
api.start(language).then(begin).catch((error) => tell([error.message]));
