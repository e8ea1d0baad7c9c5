// The part "Valley": a surface, a start that can be dragged, and the paths of several optimizers. The server computes
// the paths with the optimizers of the experiments; this module has the controls, and map.js draws.

import * as api from './api.js';
import { still, view } from './canvas.js';
import { element, latest, swatch, tie } from './controls.js';
import { drawDescent, drawMap, prepare } from './map.js';
import { BELOW_1, SMALLEST, numberFrom } from './settings.js';
import { number, signed, t } from './texts.js';

/** @typedef {import('./api.js').Start} Start */
/** @typedef {import('./api.js').Valley} Valley */

const $ = (id) => document.getElementById(id);

/** How many of the optimizers, from the first, are chosen if the address names none: those of the lecture. */
const CHOSEN = 4;

/** What the valley is at first, and with `some` of its parts given. */
export function completeValley(some, { surfaces, optimizers }) {
  const surface = surfaces.find(({ name }) => name === some.surface) ?? surfaces[0];
  const full = (given) => {
    const known = optimizers.find(({ name }) => name === given.name);
    const rate = given.rate ?? surface.rates?.[known.name] ?? known.path_rate;
    return { name: known.name, rate, ...(known.momentum !== null && { momentum: given.momentum ?? known.momentum }) };
  };
  return {
    surface: surface.name,
    start: some.start ?? surface.start,
    steps: some.steps ?? 30,
    optimizers: (some.optimizers ?? optimizers.slice(0, CHOSEN)).map(full),
  };
}

/** Whether no number of the valley is undefined. @param {Valley} valley */
export const isComplete = ({ start, steps, optimizers }) =>
  ![...start, steps, ...optimizers.flatMap(Object.values)].includes(undefined);

/**
 * @param {Start} start
 * @param {Valley} valley what is shown at first
 * @param {() => void} onChange after something was changed by hand
 * @param {() => void} onPlay after it begins or stops to play
 */
export function makeValley(start, valley, onChange, onPlay) {
  const [map, descent, handle] = [$('map').firstElementChild, $('descent'), $('handle')];
  const rows = new Map(start.optimizers.map((optimizer, place) => [optimizer.name, makeRow(optimizer, place)]));
  let surface = start.surfaces[0];
  let prepared = prepare(surface);
  /** @type {import('./api.js').Path[]} */
  let paths = [];
  /** Whether they are those of what is set, so that they can be played. */
  let fits = false;
  let isComputing = false;
  /** What is to be done with them when they are there. @type {(() => void) | null} */
  let afterwards = null;
  let clock = null;

  const redraw = view(draw, [map, descent]);

  for (const { name } of start.surfaces) $('surface').append(element('option', { value: name }, t(name)));
  $('optimizers').append(...[...rows.values()].map(({ item }) => item));

  /** One optimizer: whether it is drawn, its learning rate η and, where it has one, its momentum α. */
  function makeRow({ name, momentum }, place) {
    const box = element('input', { type: 'checkbox' });
    const result = element('output');
    const field = (symbol, range) => {
      const input = element('input', { inputMode: 'decimal', autocomplete: 'off', 'aria-label': `${symbol}, ${t(name)}` });
      const slider = element('input', { type: 'range', 'aria-label': t('{symbol}, {name}, slider', { symbol, name: t(name) }) });
      const part = element('p', { className: 'rate' }, element('span', { 'aria-hidden': 'true' }, symbol), input, slider);
      return { input, part, follow: tie(input, slider, range) };
    };
    const rate = field('η', { low: 1e-4, high: 10, logarithmic: true });
    const alpha = momentum === null ? null : field('α', { low: 0, high: 0.99, logarithmic: false });
    const item = element('li', {}, element('label', { className: 'check' }, box, swatch(place), t(name)), result, rate.part);
    if (alpha) item.append(alpha.part);
    item.addEventListener('input', changed);
    return { box, result, rate, alpha, item, place };
  }

  /** What is set; undefined where a number is not one. @returns {Valley} */
  function current() {
    const optimizers = [];
    for (const [name, { box, rate, alpha }] of rows) {
      if (!box.checked) continue;
      const value = { name, rate: check(rate.input, SMALLEST, start.limits.number) };
      if (alpha) value.momentum = check(alpha.input, 0, BELOW_1);
      optimizers.push(value);
    }
    const place = ['start-x', 'start-y'].map((id) => check($(id), -start.limits.number, start.limits.number));
    return { surface: surface.name, start: place, steps: check($('steps'), 1, start.limits.steps, true), optimizers };
  }

  function check(input, ...bounds) {
    const value = numberFrom(input.value, ...bounds);
    input.setAttribute('aria-invalid', value === undefined);
    return value;
  }

  /** Sets all controls. @param {Valley} to */
  function set(to) {
    show(to.surface);
    place(to.start);
    $('steps').value = to.steps;
    for (const { name, path_rate, momentum } of start.optimizers) {
      const { box, rate, alpha } = rows.get(name);
      const chosen = to.optimizers.find((optimizer) => optimizer.name === name);
      box.checked = Boolean(chosen);
      rate.input.value = chosen?.rate ?? surface.rates?.[name] ?? path_rate;
      rate.follow();
      if (!alpha) continue;
      alpha.input.value = chosen?.momentum ?? momentum;
      alpha.follow();
    }
  }

  /** Shows a surface, whose contours are computed once. */
  function show(name) {
    surface = start.surfaces.find((one) => one.name === name);
    $('surface').value = name;
    $('equation').textContent = `f(x, y) = ${surface.equation}`;
    prepared = prepare(surface);
    // x and y have the same scale, unless the map would become too flat or too high.
    const [width, height] = [surface.x[1] - surface.x[0], surface.y[1] - surface.y[0]];
    const flattest = matchMedia('(max-width: 45rem)').matches ? 1.35 : 2;
    map.style.aspectRatio = String(Math.max(1.25, Math.min(flattest, width / height)));
  }

  /** Moves the start. */
  function place([x, y]) {
    $('start-x').value = Number(x.toPrecision(4));
    $('start-y').value = Number(y.toPrecision(4));
    nameHandle();
  }

  function nameHandle() {
    handle.setAttribute('aria-label', t('Start at x = {x}, y = {y}; the arrow keys move it', { x: signed($('start-x').value), y: signed($('start-y').value) }));
  }

  /** Asks for the paths of what is set, and then shows them up to `step`, or whole. */
  const compute = latest(async (step = Infinity) => {
    const valley = current();
    for (const { box, rate, alpha } of rows.values()) {
      rate.part.hidden = !box.checked;
      if (alpha) alpha.part.hidden = !box.checked;
    }
    fits = false;
    isComputing = true;
    try {
      await computePaths(valley, step);
    } finally {
      isComputing = false;
    }
    if (!fits || !afterwards) return;
    const act = afterwards;
    afterwards = null;
    act();
  });

  async function computePaths(valley, step) {
    if (!isComplete(valley)) {
      // Where it is seen: under the first of them.
      const wrong = firstWrong();
      wrong.closest('p').after($('valley-error'));
      wrong.setAttribute('aria-describedby', 'valley-error');
      $('valley-error').textContent = t('A marked number is missing or outside its range: η from {least} to {most}, α from 0 to below 1, x and y from −{most} to {most}, steps from 1 to {steps}.', {
        least: SMALLEST, most: start.limits.number, steps: start.limits.steps,
      });
      return;
    }
    try {
      paths = valley.optimizers.length ? (await api.descend(valley)).paths : [];
      $('valley-error').textContent = '';
    } catch (error) {
      $('valley-error').textContent = error.message;
      forget();
      return;
    }
    // Meanwhile something else may have been set, which is then computed next.
    fits = JSON.stringify(valley) === JSON.stringify(current());
    $('shown').max = valley.steps;
    goTo(Math.min(step, valley.steps));
  }

  const firstWrong = () =>
    [...$('valley-part').querySelectorAll('[aria-invalid=true]')].find((input) => !input.closest('p').hidden);

  /** Shows no paths any more: they are not those of what is set. */
  function forget() {
    paths = [];
    $('shown').max = current().steps ?? $('shown').max;
    goTo(0);
  }

  function changed() {
    pause();
    compute();
    onChange();
  }

  const shownStep = () => Number($('shown').value);

  function goTo(step) {
    $('shown').value = step;
    $('shown-step').textContent = t('Step {step} of {steps}', { step: shownStep(), steps: $('shown').max });
    $('shown').setAttribute('aria-valuetext', $('shown-step').textContent);
    for (const [name, { result }] of rows) {
      const path = paths.find((one) => one.name === name);
      result.textContent = path ? resultOf(path) : '';
    }
    redraw();
  }

  function resultOf({ points, losses, diverged_at }) {
    if (diverged_at !== null && shownStep() >= diverged_at) return t('diverged at step {step}', { step: diverged_at });
    const at = Math.min(shownStep(), losses.length - 1);
    const [x, y] = points[at].map((coordinate) => number(coordinate));
    // A line may end between two of them only.
    const parts = [`x = ${x}`, `y = ${y}`, `f = ${number(losses[at])}`];
    return parts.map((part) => part.replaceAll(' ', '\u00a0')).join(', ');
  }

  /** Says the result to those who do not see it: once, when nothing moves any more. */
  function say() {
    const results = paths.map((path) => `${t(path.name)}: ${resultOf(path)}`).join('; ');
    $('valley-said').textContent = `${$('shown-step').textContent}. ${results}`;
  }

  function pause() {
    clearInterval(clock);
    clock = null;
    afterwards = null;
    $('play').textContent = t('Play');
    onPlay();
  }

  function tick() {
    // A long path would take minutes step by step.
    goTo(shownStep() + Math.ceil(Number($('shown').max) / 200));
    if (shownStep() < Number($('shown').max)) return;
    pause();
    say();
  }

  /** Does something with the paths when they are there. They may be on their way, or the server may not have answered. */
  function waitFor(act) {
    afterwards = act;
    firstWrong()?.focus();
    if (!isComputing) compute(0);
  }

  function play() {
    if (!fits) {
      waitFor(play);
      return;
    }
    if (still) {
      goTo(Number($('shown').max));
      say();
      return;
    }
    if (shownStep() >= Number($('shown').max)) goTo(0);
    $('play').textContent = t('Pause');
    clock = setInterval(tick, Number($('speed').value));
    onPlay();
  }

  function draw() {
    const shown = paths.map((path) => ({ ...path, colour: rows.get(path.name).place }));
    const step = shownStep();
    const pixels = drawMap(map, prepared, shown, step);
    drawDescent(descent, shown, step, Number($('shown').max), resultOf);
    if (!pixels) return;
    const inside = (value, end) => `${Math.max(0, Math.min(end, value))}px`;
    handle.style.left = inside(pixels.x(Number($('start-x').value)), map.clientWidth);
    handle.style.top = inside(pixels.y(Number($('start-y').value)), map.clientHeight);
  }

  // The start is dragged, moved by the arrow keys, put where the map is clicked, or typed.
  const fromPixels = (event) => {
    const box = map.getBoundingClientRect();
    const share = (value) => Math.max(0, Math.min(1, value));
    const [right, up] = [share((event.clientX - box.left) / box.width), share((box.bottom - event.clientY) / box.height)];
    return [surface.x[0] + right * (surface.x[1] - surface.x[0]), surface.y[0] + up * (surface.y[1] - surface.y[0])];
  };
  const move = (to) => {
    place(to);
    changed();
  };
  handle.addEventListener('pointerdown', (event) => handle.setPointerCapture(event.pointerId));
  handle.addEventListener('pointermove', (event) => {
    if (handle.hasPointerCapture(event.pointerId)) move(fromPixels(event));
  });
  handle.addEventListener('keydown', (event) => {
    const [right, up] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    if (!right && !up) return;
    event.preventDefault();
    const unit = (event.shiftKey ? 0.1 : 0.01) * (surface.x[1] - surface.x[0]);
    const within = (value, [least, greatest]) => Math.max(least, Math.min(greatest, value));
    const [x, y] = current().start.map((value, i) => value ?? surface.start[i]);
    move([within(x + right * unit, surface.x), within(y + up * unit, surface.y)]);
  });
  handle.addEventListener('keyup', say);
  map.addEventListener('click', (event) => move(fromPixels(event)));
  for (const id of ['start-x', 'start-y', 'steps']) {
    $(id).addEventListener('input', () => {
      nameHandle();
      changed();
    });
  }
  $('surface').addEventListener('change', () => {
    const optimizers = current().optimizers.map(({ name, momentum }) => ({ name, momentum }));
    const steps = numberFrom($('steps').value, 1, start.limits.steps, true);
    set(completeValley({ surface: $('surface').value, steps, optimizers }, start));
    forget();
    changed();
  });
  $('play').addEventListener('click', () => {
    if (clock) {
      pause();
      say();
    } else play();
  });
  function oneStep() {
    pause();
    if (!fits) {
      waitFor(oneStep);
      return;
    }
    const whole = shownStep() >= Number($('shown').max);
    goTo(whole ? 1 : shownStep() + 1);
    say();
  }
  $('valley-step').addEventListener('click', oneStep);
  $('restart').addEventListener('click', () => {
    pause();
    goTo(0);
  });
  $('speed').addEventListener('change', () => {
    if (!clock) return;
    pause();
    play();
  });
  $('shown').addEventListener('input', () => {
    pause();
    goTo(shownStep());
  });
  for (const id of ['play', 'speed']) if (still) $(id).closest('button, label').hidden = true;

  set(valley);
  compute();
  return {
    current,
    isPlaying: () => clock !== null,
    step: oneStep,
    /** Plays from the beginning, or pauses. */
    toggle: () => {
      const was = clock;
      pause();
      if (was) return;
      goTo(0);
      play();
    },
    /** Shows a scene: its settings, at the first step. */
    set: (to) => {
      pause();
      fits = false;
      set(to);
      forget();
      compute(0);
    },
  };
}
