// The playground begins here: it asks the server what there is, makes the two parts of the page, shows the one that the
// address names, and keeps the address up to date.

import * as address from './address.js';
import * as api from './api.js';
import { element } from './controls.js';
import { makeDigit } from './digit.js';
import { makeNetwork } from './network.js';
import { complete, differing } from './settings.js';
import { language, speak, t } from './texts.js';
import { completeValley, isComplete, makeValley } from './valley.js';

const $ = (id) => document.getElementById(id);
const parts = ['valley', 'network'];
/** Where a scene is to be seen on a narrow page, and the drawings that it can point at. */
const WHERE = { valley: 'map', network: 'bench' };
const LOOK = ['losses', 'accuracies', 'histograms', 'gradients', 'weights', 'wrong'];
const narrow = matchMedia('(max-width: 60rem)');

/** @param {import('./api.js').Start} start */
function begin(start) {
  speak(start.texts);

  const asked = address.read(location.search, start);
  let scene = asked.scene ?? null;
  /** What the address held when the page last read or wrote it. */
  let held = location.search;
  const valley = makeValley(start, completeValley(asked.valley, start), keep);
  const network = makeNetwork(start, asked.settings, keep, nameButton);
  makeDigit(start, () => network.chosen);
  $('settings-part').open = !narrow.matches;

  /** The settings of the scene's networks. */
  const networks = () => (scene?.runs ?? []).map((some) => complete(some, start));

  /** Keeps the address up to date. */
  function keep() {
    const now = { settings: network.current(), valley: valley.current() };
    if (now.settings && isComplete(now.valley)) {
      const one = networks().find((settings) => differing(settings, now.settings).length === 0) ?? networks()[0];
      address.write(scene, now, { settings: one ?? start.defaults, valley: completeValley(scene?.valley ?? {}, start) });
      held = location.search;
    }
    otherLanguage();
  }

  /** Shows what to watch in a scene. */
  function tellScene() {
    $('scene').value = scene?.id ?? '';
    $('scene-text').hidden = !scene;
    $('reminder').hidden = scene?.kind !== 'network';
    if (!scene) return;
    const [title, watch] = $('scene-text').children;
    title.textContent = `${scene.id} · ${scene.title}`;
    watch.textContent = scene.watch;
    $('reminder').textContent = `${scene.id}: ${scene.watch}`;
    $('scene-report').hidden = !scene.report;
    if (scene.report) $('scene-report').href = scene.report;
    nameButton();
  }

  function nameButton() {
    if (!scene) return;
    const n = networks().length;
    const [run, pause] = n > 1 ? [t('Run {n} networks', { n }), t('Pause {n} networks', { n })] : [t('Run'), t('Pause')];
    $('scene-run').textContent = scene.kind === 'valley' ? t('Play') : network.isStageRunning() ? pause : run;
  }

  for (const { id, title } of start.scenes) $('scene').append(element('option', { value: id }, `${id} · ${title}`));
  $('scene').addEventListener('change', () => {
    scene = start.scenes.find(({ id }) => id === $('scene').value) ?? null;
    tellScene();
    if (scene?.kind === 'valley') valley.set(completeValley(scene.valley ?? {}, start));
    if (scene?.kind === 'network') network.stage(networks(), networks()[0]);
    else network.unstage();
    if (scene) goTo(scene.kind);
    keep();
  });
  $('scene-run').addEventListener('click', async () => {
    if (location.hash !== `#${scene.kind}`) goTo(scene.kind);
    if (scene.kind === 'valley') valley.play();
    else if (!await network.toggleStage(networks())) return;
    const target = LOOK.includes(scene.look) ? $(scene.look).closest('figure') : narrow.matches && $(WHERE[scene.kind]);
    if (target) target.scrollIntoView({ block: scene.look ? 'nearest' : 'start' });
  });

  tellScene();
  tell(asked.problems);
  keep();
  if (scene?.kind === 'valley') valley.set(completeValley(asked.valley, start));
  network.restore().catch(() => {}).then(() => {
    // Meanwhile another scene may have been chosen.
    if (scene && scene === asked.scene && scene.kind === 'network') network.stage(networks(), asked.settings);
  });
  if (scene && !location.hash) location.hash = scene.kind;
  // Back and Forward may lead to other settings.
  addEventListener('popstate', () => {
    if (location.search !== held) setAll(address.read(location.search, start));
    showPart();
    otherLanguage();
  });
  showPart();

  /** Sets everything to what an address asks for. */
  function setAll({ scene: of, settings, valley: some, problems }) {
    held = location.search;
    scene = of ?? null;
    tellScene();
    tell(problems);
    valley.set(completeValley(some, start));
    if (scene?.kind === 'network') network.stage(networks(), settings);
    else network.set(settings);
  }
}

/** Goes to a part of the page. It is a new entry for Back, even if the page is there already. */
function goTo(part) {
  history.pushState(null, '', `${location.search}#${part}`);
  showPart();
}

/** Shows the part of the page that the address names after #, and hides the other. */
function showPart() {
  const asked = location.hash.slice(1);
  const target = asked && document.getElementById(asked);
  // Some places, such as the content as a whole, belong to no part.
  const shown = target ? parts.find((id) => !$(`${id}-part`).hidden) : parts[0];
  const part = parts.find((id) => id === asked || $(`${id}-part`).contains(target || null)) ?? shown;
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
api.start().then(begin).catch((error) => tell([error.message]));
