// The playground begins here: it asks the server what there is, makes the two parts of the page, shows the one that the
// address names, and keeps the address up to date.

import * as address from './address.js';
import * as api from './api.js';
import { element, enable, onPress } from './controls.js';
import { makeDigit } from './digit.js';
import { makeNetwork } from './network.js';
import { complete } from './settings.js';
import { language, speak, t } from './texts.js';
import { completeValley, isComplete, makeValley } from './valley.js';

const $ = (id) => document.getElementById(id);
const parts = ['valley', 'network'];
const narrow = matchMedia('(max-width: 60rem)');

/** @param {[import('./api.js').Start, {id: string}[]]} answers with the runs of the server */
function begin([start, there]) {
  speak(start.texts);

  const asked = address.read(location.search, start);
  let scene = asked.scene ?? null;
  /** Names the choice of the scene, or of none, in the entries of the history. */
  let choice = history.state?.choice ?? Date.now();
  /** What is set, as far as it is allowed: a wrong value in one part does not keep the other out of the address. */
  let now = { settings: asked.settings, valley: completeValley(asked.valley, start) };
  const valley = makeValley(start, now.valley, keep, nameButton);
  const network = makeNetwork(start, there, asked.settings, keep, nameButton);
  makeDigit(start, () => network.chosen);
  $('settings-part').open = !narrow.matches;

  /** The settings of the scene's networks. */
  const networks = () => (scene?.runs ?? []).map((some) => complete(some, start));

  /** Shows these settings, and the networks of the scene. */
  const showNetworks = (settings) => network.show(settings, networks(), scene?.until ?? null);

  /** Keeps the address up to date. */
  function keep() {
    const [settings, paths] = [network.current(), valley.current()];
    now = { settings: settings ?? now.settings, valley: isComplete(paths) ? paths : now.valley };
    address.write(scene, choice, now, { settings: networks()[0] ?? start.defaults, valley: completeValley(scene?.valley ?? {}, start) });
    otherLanguage();
  }

  /** Shows what to watch in a scene. */
  function tellScene() {
    $('scene').value = scene?.id ?? '';
    $('scene-text').hidden = !scene;
    for (const reminder of document.querySelectorAll('.reminder')) {
      reminder.hidden = !scene;
      reminder.textContent = scene ? `${scene.id}: ${scene.watch}` : '';
    }
    if (!scene) return;
    const [title, watch] = $('scene-text').children;
    title.textContent = `${scene.id} · ${scene.title}`;
    watch.textContent = scene.watch;
    // Of several networks, one step would be taken by one.
    $('scene-step').hidden = networks().length > 1;
    $('scene-report').hidden = !scene.report;
    if (scene.report) $('scene-report').href = scene.report;
    nameButton();
  }

  function nameButton() {
    if (!scene) return;
    const { n, isRunning } = network.stage();
    const [run, pause] = n > 1 ? [t('Run {n} networks', { n }), t('Pause {n} networks', { n })] : [t('Run'), t('Pause')];
    if (scene.kind === 'valley') $('scene-run').textContent = valley.isPlaying() ? t('Pause') : t('Play');
    else $('scene-run').textContent = scene.until === 0 ? t('Show the histograms') : isRunning ? pause : run;
    enable($('scene-run'), scene.kind === 'valley' || n > 0);
  }

  for (const { id, title } of start.scenes) $('scene').append(element('option', { value: id }, `${id} · ${title}`));
  $('scene').addEventListener('change', () => {
    scene = start.scenes.find(({ id }) => id === $('scene').value) ?? null;
    if (scene?.kind === 'valley') valley.set(completeValley(scene.valley ?? {}, start));
    showNetworks(networks()[0] ?? now.settings);
    tellScene();
    tell([]);
    choice = Date.now();
    if (scene) goTo(scene.kind, choice);
    keep();
  });
  onPress($('scene-run'), async () => {
    goToScene();
    if (scene.kind === 'valley') valley.toggle();
    else if (!await (scene.until === 0 ? network.chooseStaged() : network.toggleStage())) return;
    look();
  });
  onPress($('scene-step'), async () => {
    goToScene();
    if (scene.kind === 'valley') valley.step();
    else if (!await network.stepStage()) return;
    look();
  });

  function goToScene() {
    if (location.hash !== `#${scene.kind}`) goTo(scene.kind, choice);
  }

  /** Goes to what there is to watch, once what is new above it is there. */
  function look() {
    const drawing = $(scene.look === 'paths' ? 'map' : scene.look);
    // The histograms are high, and above them one chooses the run.
    const [target, block] = scene.look === 'histograms' ? [$('details'), 'start'] : [drawing.closest('figure') ?? drawing, 'center'];
    setTimeout(() => target.scrollIntoView({ block }), 300);
  }

  if (scene?.kind === 'valley') valley.set(now.valley);
  if (scene) showNetworks(now.settings);
  tellScene();
  tell(asked.problems);
  keep();
  if (scene && !location.hash) history.replaceState({ choice }, '', `${location.search}#${scene.kind}`);
  addEventListener('popstate', () => {
    // Back and Forward, or a link in the bar, lead to another choice, or only to the other part, whose settings stay.
    const of = history.state?.choice ?? choice;
    if (of === choice) keep();
    else {
      choice = of;
      setAll(address.read(location.search, start));
    }
    showPart();
  });
  showPart();

  /** Sets everything to what an address asks for. */
  function setAll({ scene: of, settings, valley: some, problems }) {
    scene = of ?? null;
    now = { settings, valley: completeValley(some, start) };
    tell(problems);
    if (JSON.stringify(valley.current()) !== JSON.stringify(now.valley)) valley.set(now.valley);
    showNetworks(now.settings);
    tellScene();
  }
}

/** Goes to a part of the page. It is a new entry for Back, even if the page is there already. */
function goTo(part, choice) {
  history.pushState({ choice }, '', `${location.search}#${part}`);
  showPart();
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
  otherLanguage();
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

// The content as a whole is in no part: who skips to it stays in the part that is shown.
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  $('main').focus();
});
showPart();
Promise.all([api.start(), api.runs().catch(() => [])]).then(begin).catch((error) => tell([error.message]));
