// The part "Network": the runs of the page, the buttons that move them, and what is shown of them.

import * as api from './api.js';
import { still, view } from './canvas.js';
import { drawAccuracies, drawGradients, drawHistograms, drawLosses, drawWeights, drawWrong } from './charts.js';
import { element, latest } from './controls.js';
import { makeForm } from './form.js';
import { Run } from './run.js';
import { FIELDS, dataSet, differing, words } from './settings.js';
import { t } from './texts.js';

/** @typedef {import('./api.js').Start} Start */
/** @typedef {import('./api.js').Settings} Settings */

const $ = (id) => document.getElementById(id);

/** The settings that name a run as long as it has none to be compared with. */
const USUAL = ['data', 'hidden', 'activation', 'initial_weights', 'optimizer', 'learning_rate'];

/** The runs of this tab, which outlive a reload. A browser may refuse to store anything. */
function remember(ids) {
  try {
    sessionStorage.setItem('runs', JSON.stringify(ids));
  } catch { /* Then a reload begins without runs. */ }
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem('runs')) ?? [];
  } catch {
    return [];
  }
}

/**
 * @param {Start} start
 * @param {Settings} settings what the form shows at first
 * @param {() => void} onChange after the settings were changed
 * @param {() => void} onDraw after the state of a run has changed
 */
export function makeNetwork(start, settings, onChange, onDraw) {
  /** @type {Run[]} */
  let runs = [];
  /** @type {Run | null} */
  let chosen = null;
  let made = 0;
  let events = null;
  let listed = '';
  /** The runs of the scene that is shown. @type {Run[]} */
  let staged = [];
  /** What the buttons do, one after the other. */
  let pressed = Promise.resolve();
  let isMaking = false;
  let saySoon = false;

  const form = makeForm(start, () => {
    refresh();
    onChange();
  });
  const canvases = ['losses', 'accuracies', 'gradients', 'weights', 'histograms'].map($);
  const refresh = view(draw, canvases, still ? 500 : 0);

  /** Makes a run on the server, and chooses it. @param {Settings} of */
  async function create(of) {
    const most = start.limits.runs;
    if (runs.length >= most) throw new Error(t('The page keeps at most {most} runs. Remove some first.', { most }));
    const { id, command } = await api.create(of);
    const run = add(id, of, command);
    listen();
    choose(run);
    return run;
  }

  function add(id, of, command) {
    const colour = [...Array(8).keys()].find((n) => !runs.some((run) => run.colour === n));
    const run = new Run(id, ++made, colour, of, command);
    runs.push(run);
    return run;
  }

  /** After a reload, or in the other language, the page still has the runs that it had before. */
  async function restore() {
    const before = remembered();
    if (!before.length) return;
    for (const { id, settings, command } of await api.runs()) if (before.includes(id)) add(id, settings, command);
    chosen = runs.at(-1) ?? null;
    listen();
    refresh();
  }

  /**
   * Shows a scene: its runs are those that are there with its settings, or new ones. The runs of the scene before go.
   * @param {Settings[]} list the settings of its runs
   * @param {Settings} shown what the form shows then
   */
  const stage = latest(async (list, shown) => {
    $('network-error').textContent = '';
    const same = (of) => runs.find((run) => !run.gone && differing(run.settings, of).length === 0);
    const stay = list.map(same);
    for (const run of [...staged, ...runs.filter(({ gone }) => gone)]) if (!stay.includes(run)) drop(run);
    staged = [];
    try {
      for (const of of list) staged.push(same(of) ?? (await create(of)));
      choose(same(shown) ?? staged[0]);
      form.set(shown);
    } catch (error) {
      fail(error);
    }
  });

  /** One connection for all runs, opened anew whenever one comes or goes. */
  function listen() {
    events?.close();
    events = null;
    remember(runs.map(({ id }) => id));
    const live = runs.filter((run) => !run.gone);
    if (live.length) events = api.listen(live, take, connection);
    else connection(true);
  }

  function connection(isOpen) {
    // The browser connects again by itself, but not after an answer that refuses.
    if (events?.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    $('offline').hidden = isOpen;
    $('offline').textContent = isOpen ? '' : t('The connection to the playground is lost. The page keeps trying to reconnect. If the program has ended, start it again.');
  }

  function take(snapshot) {
    const run = runs.find(({ id }) => id === snapshot.id);
    if (!run) return;
    const before = run.running;
    run.take(snapshot);
    if (runs.every(({ gone }) => gone)) events.close();
    if (run === chosen && !run.running && (before || saySoon)) say();
    refresh();
  }

  /** Says how the chosen run stands: when it stops, and not while it moves. */
  function say() {
    saySoon = false;
    $('network-said').textContent = `${chosen.title}: ${chosen.state(start.limits.iterations)}. ${chosen.numbers()}`;
  }

  /** Chooses a run, and shows its settings in the form. @param {Run} run */
  function choose(run) {
    chosen = run;
    form.set(run.settings);
    $('copied').textContent = '';
    refresh();
    onChange();
  }

  function drop(run) {
    api.remove(run.id);
    [runs, staged] = [runs, staged].map((list) => list.filter((other) => other !== run));
    if (chosen === run) chosen = runs.at(-1) ?? null;
    listen();
    refresh();
  }

  function remove(run) {
    drop(run);
    if (chosen) form.set(chosen.settings);
    onChange();
    ($('runs').querySelector('input:checked') ?? $('run')).focus();
  }

  function fail(error) {
    if (Object.hasOwn(FIELDS, error.field ?? '')) {
      $('settings-part').open = true;
      form.refuse(error.field, error.message);
    } else $('network-error').textContent = error.message;
    refresh();
  }

  /** Runs `work` for a button, after that of the buttons before; what goes wrong is shown. */
  const guarded = (work) => () => {
    pressed = pressed.then(async () => {
      $('network-error').textContent = '';
      try {
        await work();
      } catch (error) {
        fail(error);
      }
    });
    return pressed;
  };

  /** The chosen run, or a new one if there is none; undefined if the settings are not allowed. */
  async function ready() {
    if (chosen && !chosen.gone) return chosen;
    const settings = form.current();
    return settings ? create(settings) : undefined;
  }

  const command = (what) => guarded(async () => {
    const run = await ready();
    if (!run) return;
    saySoon = what !== 'start';
    await api.command(run.id, what);
  });

  const startNew = guarded(async () => {
    const settings = form.current();
    if (settings) await api.command((await create(settings)).id, 'start');
  });

  /** Starts all runs of the scene, or pauses them if one of them is running. @param {Settings[]} list */
  const toggleStage = async (list) => {
    if (staged.length < list.length || staged.some(({ gone }) => gone)) await stage(list, list[0]);
    await guarded(async () => {
      const what = staged.some(({ running }) => running) ? 'pause' : 'start';
      for (const run of staged) if (run.canGoOn(start.limits.iterations)) await api.command(run.id, what);
    })();
  };

  $('run').addEventListener('click', () => command(chosen?.running ? 'pause' : 'start')());
  $('one-step').addEventListener('click', command('step'));
  $('rewind').addEventListener('click', command('rewind'));
  $('new-run').addEventListener('click', async () => {
    // Reading a data set for the first time takes a moment, in which one may press again.
    if (isMaking) return;
    isMaking = true;
    await startNew();
    isMaking = false;
  });
  $('defaults').addEventListener('click', () => {
    form.set(start.defaults);
    refresh();
    onChange();
  });
  $('logarithmic').addEventListener('change', refresh);
  $('copy').addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText($('command').textContent);
      $('copied').textContent = t('Copied.');
    } catch {
      getSelection().selectAllChildren($('command'));
      $('copied').textContent = t('Selected: copy it with Ctrl-C.');
    }
  });

  function draw() {
    drawControls();
    drawList();
    drawLosses($('losses'), runs, chosen, $('logarithmic').checked);
    drawAccuracies($('accuracies'), runs);
    $('nothing').hidden = runs.length > 0;
    for (const part of ['runs-part', 'details', 'command-part']) $(part).hidden = !chosen;
    if (!chosen) return;
    $('details-title').textContent = t('Details of {run}', { run: chosen.title });
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
    const canGoOn = !chosen || chosen.canGoOn(iterations);
    $('run').textContent = chosen?.running ? t('Pause') : t('Run');
    $('run').disabled = !canGoOn;
    $('one-step').disabled = !canGoOn || chosen?.running === true;
    $('rewind').disabled = !chosen || chosen.gone || chosen.iteration === 0;
    $('new-run').disabled = !chosen || !settings;
    $('run').classList.toggle('primary', differs.length === 0);
    $('new-run').classList.toggle('primary', differs.length > 0);
    $('status').textContent = chosen ? [`${chosen.title}: ${chosen.state(iterations)}`, chosen.pace()].filter(Boolean).join(', ') : '';
    $('settings-words').textContent = settings ? words(settings, USUAL) : '';
    $('changed').hidden = differs.length === 0;
    if (differs.length) {
      const what = { run: chosen.title, settings: words(settings, differs) };
      $('changed').textContent = t('You changed: {settings}. “New run” trains a network with these settings and keeps {run} for comparison.', what);
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
    const swatch = element('span', { className: 'swatch' });
    swatch.style.borderColor = `var(--figure-series-${run.colour})`;
    const link = (file, text) => element('a', { href: api.file(run.id, file), download: `run-${run.name}-${file}`, 'aria-label': `${text}, ${run.title}` }, text);
    const button = element('button', { type: 'button', 'aria-label': t('Remove {run}', { run: run.title }) }, t('Remove'));
    button.addEventListener('click', () => remove(run));
    return element('li', {},
      element('label', { className: 'check' }, choice, swatch, element('strong', {}, run.title), ' ', element('span', { className: 'words' })),
      element('span', { className: 'numbers small' }),
      element('span', { className: 'small actions' },
        link('network.safetensors', t('Network (safetensors)')), link('record.json', t('Record (JSON)')), button));
  }

  form.set(settings);
  refresh();
  return {
    /** What the form shows; null if something in it is not allowed. */
    current: form.current,
    restore,
    stage,
    toggleStage,
    /** Whether a run of the scene is running. */
    isStageRunning: () => staged.some(({ running }) => running),
    get chosen() {
      return chosen;
    },
  };
}
