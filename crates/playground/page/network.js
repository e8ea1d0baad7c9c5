// The part "Network": the runs of the page, the buttons that move them, and what is shown of them.

import * as api from './api.js';
import { view } from './canvas.js';
import { drawAccuracies, drawGradients, drawHistograms, drawLosses, drawWeights, drawWrong } from './charts.js';
import { element } from './controls.js';
import { makeForm } from './form.js';
import { Run } from './run.js';
import { differing, words } from './settings.js';
import { t } from './texts.js';

/** @typedef {import('./api.js').Start} Start */
/** @typedef {import('./api.js').Settings} Settings */

const $ = (id) => document.getElementById(id);

/** The settings that name a run as long as it has none to be compared with. */
const USUAL = ['hidden', 'activation', 'initial_weights', 'optimizer', 'learning_rate'];

/**
 * @param {Start} start
 * @param {Settings} settings what the form shows at first
 * @param {() => void} onChange after something was changed by hand
 */
export function makeNetwork(start, settings, onChange) {
  /** @type {Run[]} */
  let runs = [];
  /** @type {Run | null} */
  let chosen = null;
  let made = 0;
  let events = null;
  let detailsOf = '';

  const form = makeForm(start, () => {
    refresh();
    onChange();
  });
  const canvases = ['losses', 'accuracies', 'gradients', 'weights', 'histograms'].map($);
  const refresh = view(draw, canvases);

  /** Makes runs on the server and listens to them; the last one is chosen. @param {Settings[]} list */
  async function create(list) {
    const room = start.limits.runs - runs.length;
    if (list.length > room) {
      fail(new Error(t('The page keeps at most {most} runs. Remove some first.', { most: start.limits.runs })));
      return [];
    }
    const added = [];
    for (const one of list) {
      const { id, command } = await api.create(one);
      const colour = [...Array(8).keys()].find((n) => !runs.some((run) => run.colour === n));
      added.push(new Run(id, ++made, colour, one, command));
      runs.push(added.at(-1));
    }
    listen();
    choose(added.at(-1));
    return added;
  }

  /** One connection for all runs, opened anew whenever one comes or goes. */
  function listen() {
    events?.close();
    events = null;
    const live = runs.filter((run) => !run.gone);
    connection(true);
    if (live.length) events = api.listen(live, take, connection);
  }

  function connection(isOpen) {
    $('offline').hidden = isOpen;
    $('offline').textContent = isOpen ? '' : t('The connection to the playground is lost. The page keeps trying to reconnect. If the program has ended, start it again.');
  }

  function take(snapshot) {
    const run = runs.find(({ id }) => id === snapshot.id);
    if (!run) return;
    const before = run.running;
    run.take(snapshot);
    if (before && !run.running && run === chosen) say();
    refresh();
  }

  /** Says how the chosen run stands: when it stops, and not while it moves. */
  function say() {
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

  function remove(run) {
    api.remove(run.id);
    runs = runs.filter((other) => other !== run);
    listen();
    if (chosen === run) chosen = runs.at(-1) ?? null;
    if (chosen) form.set(chosen.settings);
    refresh();
    onChange();
    ($('runs').querySelector('input:checked') ?? $('run')).focus();
  }

  function fail(error) {
    const field = error.field && document.getElementById(error.field);
    if (field) {
      $('settings-part').open = true;
      form.complain(error.field, error.message);
      field.focus();
    } else $('network-error').textContent = error.message;
    if (error.status === 404 && chosen) chosen.gone = true;
    refresh();
  }

  /** Runs `work` for a button; what goes wrong is shown. */
  const guarded = (work) => async () => {
    $('network-error').textContent = '';
    try {
      await work();
    } catch (error) {
      fail(error);
    }
  };

  /** The chosen run, or a new one if there is none; undefined if the settings are not allowed. */
  async function ready() {
    if (chosen && !chosen.gone) return chosen;
    const settings = form.current();
    return settings ? (await create([settings]))[0] : undefined;
  }

  const command = (what) => guarded(async () => {
    const run = await ready();
    if (run) await api.command(run.id, what);
  });

  /** Makes runs with these settings and starts them. @param {Settings[]} list */
  const startAll = (list) => guarded(async () => {
    for (const run of await create(list)) await api.command(run.id, 'start');
  })();

  function startNew() {
    const settings = form.current();
    return settings ? startAll([settings]) : undefined;
  }

  $('run').addEventListener('click', () => command(chosen?.running ? 'pause' : 'start')());
  $('one-step').addEventListener('click', command('step'));
  $('rewind').addEventListener('click', command('rewind'));
  $('new-run').addEventListener('click', startNew);
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
  // A reload must not use up the number of runs that the server keeps.
  addEventListener('pagehide', () => runs.forEach(({ id }) => api.remove(id)));

  function draw() {
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
    $('nothing').hidden = runs.length > 0;
    for (const part of ['runs-part', 'details', 'command-part']) $(part).hidden = !chosen;
    drawList();
    drawLosses($('losses'), runs, chosen, $('logarithmic').checked);
    drawAccuracies($('accuracies'), runs);
    if (!chosen) return;
    $('details-title').textContent = t('Details of {run}', { run: chosen.title });
    $('command').textContent = chosen.commandLine();
    drawHistograms($('histograms'), chosen);
    drawGradients($('gradients'), chosen);
    drawWeights($('weights'), { least: $('least'), greatest: $('greatest'), bar: $('weights-scale') }, chosen);
    $('none-wrong').hidden = chosen.wrong?.length !== 0;
    drawWrong($('wrong'), chosen, start.data);
  }

  /** The list of runs. A row is made once, so that the focus stays where it is while the numbers change. */
  function drawList() {
    const names = runs.length > 1 ? Object.keys(chosen.settings).filter((name) => runs.some((run) => differing(run.settings, runs[0].settings).includes(name))) : USUAL;
    const shape = runs.map(({ id }) => id).join();
    if (shape !== detailsOf) {
      detailsOf = shape;
      const focused = document.activeElement?.id;
      $('runs').replaceChildren(...runs.map(makeRow));
      if (focused) document.getElementById(focused)?.focus();
    }
    runs.forEach((run, i) => {
      const row = $('runs').children[i];
      const [choice, inWords, numbers] = ['input', '.words', '.numbers'].map((which) => row.querySelector(which));
      choice.checked = run === chosen;
      row.classList.toggle('chosen', run === chosen);
      inWords.textContent = words(run.settings, names.length ? names : USUAL);
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
    set(to) {
      form.set(to);
      refresh();
    },
    startAll,
    /** Continues the chosen run if it has these settings, or starts a new one. */
    startOne(to) {
      const goesOn = chosen?.canGoOn(start.limits.iterations) && differing(chosen.settings, to).length === 0;
      return goesOn ? command('start')() : startAll([to]);
    },
    get chosen() {
      return chosen;
    },
  };
}
