// The part "Network": the runs of the page, the buttons that move them, and what is shown of them.

import * as api from './api.js';
import { still, view } from './canvas.js';
import { drawAccuracies, drawGradients, drawHistograms, drawLosses, drawWeights, drawWrong } from './charts.js';
import { makeConnection } from './connection.js';
import { element, enable, onPress, swatch } from './controls.js';
import { makeForm } from './form.js';
import { remember, remembered } from './memory.js';
import { Run } from './run.js';
import { FIELDS, dataSet, differing, words } from './settings.js';
import { t } from './texts.js';

/** @typedef {import('./api.js').Start} Start */
/** @typedef {import('./api.js').Settings} Settings */

const $ = (id) => document.getElementById(id);

/** The settings that name a run as long as it has none to be compared with. */
const USUAL = ['data', 'hidden', 'activation', 'initial_weights', 'optimizer', 'learning_rate'];

/**
 * @param {Start} start
 * @param {{id: string, settings: Settings, command: string}[]} there the runs of the server
 * @param {Settings} settings what the form shows at first
 * @param {() => void} onChange after the settings were changed
 * @param {() => void} onDraw after the state of a run has changed
 */
export function makeNetwork(start, there, settings, onChange, onDraw) {
  // After a reload, or in the other language, the page still has the runs that it had before.
  const before = remembered();
  let runs = there.filter(({ id }) => before.known.has(id)).map(({ id, settings: of, command: line }) => {
    const { name, colour, isOfScene } = before.known.get(id);
    return new Run(id, name, colour, of, line, isOfScene === true);
  });
  /** @type {Run | null} */
  let chosen = runs.find(({ id }) => id === before.chosen) ?? runs.at(-1) ?? null;
  let made = Math.max(0, ...[...before.known.values()].map(({ name }) => name));
  let listed = '';
  /** The settings of the scene's runs; empty if none is shown. @type {Settings[]} */
  let scene = [];
  /** After how many iterations the scene's runs pause. @type {number | null} */
  let ends = null;
  /** The run for each of them, as far as it is there. @type {(Run | undefined)[]} */
  let staged = [];
  /** What the page does with runs, one thing after the other. */
  let work = Promise.resolve();
  /** The removals that the server has not answered yet. */
  let leaving = Promise.resolve();
  let isMaking = false;
  /** Whether the last message is that the server does not answer. */
  let isUnanswered = false;
  let saySoon = false;

  const form = makeForm(start, () => {
    refresh();
    onChange();
  });
  const canvases = ['losses', 'accuracies', 'gradients', 'weights', 'histograms'].map($);
  const refresh = view(draw, canvases, still ? 500 : 0);
  const connection = makeConnection(() => runs.filter(({ gone }) => !gone), take);

  /** After a run has come or gone. */
  function listen() {
    remember(runs, chosen);
    connection.renew();
    refresh();
  }

  /** Makes a run on the server; undefined if it is not wanted any more when it is there. @param {Settings} of */
  async function make(of, { isOfScene = false, isWanted = () => true } = {}) {
    const most = start.limits.runs;
    const gone = runs.find((run) => run.gone);
    if (runs.length >= most && gone) drop(gone);
    if (runs.length >= most) throw new Error(t('The page keeps at most {most} runs. Remove some first.', { most }));
    await leaving;
    const { id, command } = await api.create(of);
    if (!isWanted()) {
      leaving = Promise.all([leaving, api.remove(id)]);
      return undefined;
    }
    const colour = [...Array(most).keys()].find((n) => !runs.some((run) => run.colour === n));
    const run = new Run(id, ++made, colour, of, command, isOfScene);
    runs.push(run);
    listen();
    return run;
  }

  /** Whether a run is there, and has these settings. @param {Settings} settings */
  const has = (settings) => (run) => !run.gone && differing(run.settings, settings).length === 0;

  /** Chooses the run that the form shows, if there is one, and otherwise one of the scene. */
  function chooseShown() {
    const shown = form.current();
    const isShown = shown ? has(shown) : () => false;
    if (chosen && isShown(chosen)) return;
    const ofScene = staged.includes(chosen) ? chosen : staged.find(Boolean);
    setChosen(runs.find(isShown) ?? ofScene ?? chosen);
  }

  /**
   * Shows these settings in the form, and a scene or none: its runs are those that are there with its settings, or new
   * ones, which are then made, and those that were made for the scene before go.
   * @param {Settings} shown
   * @param {Settings[]} list the settings of the scene's runs
   * @param {number | null} until after how many iterations they pause
   */
  function show(shown, list, until) {
    [scene, ends] = [list, until];
    staged = scene.map((of) => runs.find(has(of)));
    form.set(shown);
    if (scene.length) {
      for (const run of runs.filter(({ gone, isOfScene }) => gone || isOfScene)) if (!staged.includes(run)) drop(run);
    }
    chooseShown();
    refresh();
    guarded(() => makeStaged(list));
  }

  /** Makes the runs of a scene that are not there, as long as it is shown. @param {Settings[]} list */
  async function makeStaged(list) {
    for (const [i, of] of list.entries()) {
      if (scene !== list) return;
      if (staged[i] && !staged[i].gone) continue;
      if (staged[i]) drop(staged[i]);
      const run = await make(of, { isOfScene: true, isWanted: () => scene === list });
      if (!run) return;
      staged[i] = run;
      chooseShown();
    }
  }

  function take(snapshot) {
    const run = runs.find(({ id }) => id === snapshot.id);
    if (!run) return;
    const before = run.running;
    run.take(snapshot);
    if (isUnanswered) fail(null);
    if (runs.every(({ gone }) => gone)) connection.renew();
    if (run === chosen && !run.running && (before || saySoon)) say();
    refresh();
  }

  /** Says how the chosen run stands: when it stops, and not while it moves. */
  function say() {
    saySoon = false;
    $('network-said').textContent = `${chosen.title}: ${chosen.state(start.limits.iterations)}. ${chosen.numbers()}`;
  }

  /** @param {Run | null} run */
  function setChosen(run) {
    chosen = run;
    remember(runs, chosen);
    $('copied').textContent = '';
    refresh();
  }

  /** Chooses a run, and shows its settings in the form. @param {Run} run */
  function choose(run) {
    setChosen(run);
    form.set(run.settings);
    onChange();
  }

  function drop(run) {
    if (!run.gone) leaving = Promise.all([leaving, api.remove(run.id)]);
    runs = runs.filter((other) => other !== run);
    staged = staged.map((other) => (other === run ? undefined : other));
    if (chosen === run) chosen = runs.at(-1) ?? null;
    listen();
  }

  function remove(run) {
    const wasChosen = run === chosen;
    drop(run);
    $('network-error').textContent = '';
    if (chosen && wasChosen) choose(chosen);
    // What is drawn in the next frame is too late for the focus.
    draw();
    ($('runs').querySelector('input:checked') ?? $('run')).focus();
  }

  /** Shows what went wrong, or that it is over. @param {Error | null} error */
  function fail(error) {
    isUnanswered = error?.status === 0;
    if (Object.hasOwn(FIELDS, error?.field ?? '')) {
      $('settings-part').open = true;
      form.refuse(error.field, error.message);
    } else $('network-error').textContent = error?.message ?? '';
    refresh();
  }

  /** Does something with runs after what was asked for before; what goes wrong is shown. */
  function guarded(act) {
    work = work.then(async () => {
      $('network-error').textContent = '';
      try {
        await act();
      } catch (error) {
        fail(error);
      }
    });
    return work;
  }

  /** Tells a run what to do, unless it has been removed meanwhile. */
  async function tell(run, what, until) {
    if (!runs.includes(run)) return;
    await api.command(run.id, what, until).catch((error) => {
      if (runs.includes(run)) throw error;
    });
  }

  /** Tells a new run with the settings of the form what to do, if they are allowed; otherwise goes to what is not. */
  async function startNew(what) {
    // Reading a data set for the first time takes a moment, in which one may press again.
    if (isMaking) return;
    const settings = form.current();
    if (!settings) {
      $('settings-part').open = true;
      form.showWrong();
      return;
    }
    isMaking = true;
    await guarded(async () => {
      // Once the run is there, the next one may be asked for.
      const run = await make(settings).finally(() => { isMaking = false; });
      choose(run);
      await tell(run, what);
    });
  }

  /** Tells the chosen run what to do; if there is none, that of the scene, or a new one. */
  function command(what) {
    saySoon = what !== 'start';
    const run = chosen;
    if (run && !run.gone) guarded(() => tell(run, what));
    else if (run || !scene.length) startNew(what);
    else withStage(() => tell(chosen, what));
  }

  const isStaged = () => scene.length > 0 && staged.every((run) => run && !run.gone);
  /** The runs of the scene that can go on: those that have not reached its end, or all if every one has. */
  function going() {
    const below = (iterations) => staged.filter((run) => run?.canGoOn(iterations));
    const unfinished = ends ? below(ends) : [];
    return unfinished.length ? unfinished : below(start.limits.iterations);
  }
  const isStageRunning = () => isStaged() && going().length > 0 && going().every(({ running }) => running);

  /**
   * Does something with the runs of the scene, once they are there. Returns whether they are: there may be no room for
   * them, and the page then has said so.
   */
  async function withStage(act) {
    const list = scene;
    const isShown = () => scene === list;
    await guarded(async () => {
      await makeStaged(list);
      if (isShown()) await act(isShown);
    });
    return isShown() && isStaged();
  }

  /** Starts all runs of the scene, or pauses them if all are running. */
  function toggleStage() {
    const what = isStageRunning() ? 'pause' : 'start';
    return withStage(async (isShown) => {
      for (const run of going()) if (isShown()) await tell(run, what, what === 'start' ? ends : null);
    });
  }

  /** Lets the first run of the scene take a step. */
  const stepStage = () => withStage(() => {
    saySoon = staged[0] === chosen;
    return tell(staged[0], 'step');
  });

  /** Chooses a run of the scene, if it is none. */
  const chooseStaged = () => withStage(() => {
    if (!staged.includes(chosen)) choose(staged[0]);
  });

  onPress($('run'), () => command(chosen?.running ? 'pause' : 'start'));
  onPress($('one-step'), () => command('step'));
  onPress($('rewind'), () => command('rewind'));
  onPress($('new-run'), () => startNew('start'));
  $('defaults').addEventListener('click', () => {
    form.set(start.defaults);
    refresh();
    onChange();
  });
  $('logarithmic').addEventListener('change', refresh);
  $('details-run').addEventListener('change', () => choose(runs.find(({ id }) => id === $('details-run').value)));
  $('copy').addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText($('command').textContent);
      $('copied').textContent = t('Copied.');
    } catch {
      getSelection().selectAllChildren($('command'));
      $('copied').textContent = t('Selected: copy it with Ctrl+C.');
    }
  });

  function draw() {
    drawControls();
    drawList();
    $('cut').hidden = !drawLosses($('losses'), runs, chosen, $('logarithmic').checked);
    drawAccuracies($('accuracies'), runs);
    $('nothing').hidden = runs.length > 0;
    for (const part of ['runs-part', 'details']) $(part).hidden = !chosen;
    $('command-part').hidden = !chosen?.iteration;
    if (!chosen) return;
    $('details-title').textContent = t('Details of {run}', { run: chosen.title });
    $('details-run').value = chosen.id;
    $('command').textContent = chosen.commandLine();
    drawHistograms($('histograms'), chosen);
    drawGradients($('gradients'), chosen);
    drawWeights($('weights'), { least: $('least'), greatest: $('greatest'), bar: $('weights-scale') }, chosen);
    $('none-wrong').hidden = chosen.wrong?.length !== 0;
    drawWrong($('wrong'), chosen, dataSet(chosen.settings.data, start));
  }

  /** The buttons, and what they would do. */
  function drawControls() {
    const { iterations } = start.limits;
    const settings = form.current();
    const differs = chosen && settings ? differing(chosen.settings, settings) : [];
    // Instead of one that is gone, Run makes a new one.
    const canGoOn = !chosen || chosen.gone || chosen.canGoOn(iterations);
    $('run').textContent = chosen?.running ? t('Pause') : t('Run');
    enable($('run'), canGoOn);
    enable($('one-step'), canGoOn && !chosen?.running);
    enable($('rewind'), chosen && !chosen.gone && chosen.iteration > 0);
    enable($('new-run'), chosen);
    $('run').classList.toggle('primary', differs.length === 0);
    $('new-run').classList.toggle('primary', differs.length > 0);
    const status = chosen ? [`${chosen.title}: ${chosen.state(iterations)}`, chosen.pace()].filter(Boolean).join(', ') : '';
    $('status').textContent = chosen?.gone ? t('{run} is no longer on the server. Press Run to start a new one.', { run: chosen.title }) : status;
    $('settings-words').textContent = settings ? words(settings, USUAL) : t('A value in the settings is not allowed.');
    $('changed').hidden = differs.length === 0;
    if (differs.length) {
      const what = { run: chosen.title, settings: words(settings, differs) };
      $('changed').textContent = t('Settings that differ from {run}: {settings}. “New run” trains a network with these settings and keeps {run} for comparison.', what);
    }
    onDraw();
  }

  /** The settings that name a run in the list: those in which the runs differ. */
  function naming() {
    const differ = new Set(runs.flatMap((run) => differing(run.settings, runs[0].settings)));
    return differ.size ? Object.keys(FIELDS).filter((name) => differ.has(name)) : USUAL;
  }

  /** The list of runs. A row is made once, so that the focus stays where it is while the numbers change. */
  function drawList() {
    const names = naming();
    const shape = runs.map(({ id }) => id).join();
    if (shape !== listed) {
      listed = shape;
      const focused = document.activeElement?.id;
      $('runs').replaceChildren(...runs.map(makeRow));
      for (const legend of document.querySelectorAll('.runs-legend')) {
        legend.replaceChildren(...runs.map((run) => element('li', {}, swatch(run.colour), run.title)));
        legend.hidden = runs.length < 2;
      }
      $('details-run').replaceChildren(...runs.map((run) => element('option', { value: run.id }, run.title)));
      $('details-choice').hidden = runs.length < 2;
      if (focused) document.getElementById(focused)?.focus();
    }
    runs.forEach((run, i) => {
      const row = $('runs').children[i];
      const [choice, inWords, numbers] = ['input', '.words', '.numbers'].map((which) => row.querySelector(which));
      choice.checked = run === chosen;
      row.classList.toggle('chosen', run === chosen);
      inWords.textContent = words(run.settings, names);
      numbers.textContent = `${run.numbers()} · ${run.state(start.limits.iterations)}`;
      for (const link of row.querySelectorAll('a')) link.hidden = run.gone;
    });
  }

  /** @param {Run} run */
  function makeRow(run) {
    const choice = element('input', { type: 'radio', name: 'run', id: `choose-${run.name}` });
    choice.addEventListener('change', () => choose(run));
    const link = (file, text) => element('a', { href: api.file(run.id, file), download: `run-${run.name}-${file}`, 'aria-label': `${text}, ${run.title}` }, text);
    const button = element('button', { type: 'button', 'aria-label': t('Remove {run}', { run: run.title }) }, t('Remove'));
    button.addEventListener('click', () => remove(run));
    return element('li', {},
      element('label', { className: 'check' }, choice, swatch(run.colour), element('strong', {}, run.title), ' ', element('span', { className: 'words' })),
      element('span', { className: 'numbers small' }),
      element('span', { className: 'small actions' },
        link('network.safetensors', t('Network (safetensors)')), link('record.json', t('Record (JSON)')), button));
  }

  form.set(settings);
  listen();
  return {
    /** What the form shows; null if something in it is not allowed. */
    current: form.current,
    show,
    toggleStage,
    stepStage,
    chooseStaged,
    /** How many runs of the scene can go on, which is all as long as they are not there, and whether those run. */
    stage: () => ({ n: isStaged() ? going().length : scene.length, isRunning: isStageRunning() }),
    get chosen() {
      return chosen;
    },
  };
}
