// The drawings of the part "Network". Each draws the latest state of the runs that it is given.

import { clear, colour, curve, line, plot, scale, series, ticks } from './canvas.js';
import { element } from './controls.js';
import { number, percent, powerOfTen, t } from './texts.js';

/** @typedef {import('./run.js').Run} Run */

const longest = (runs) => Math.max(20, ...runs.map(({ iteration }) => iteration));

/**
 * Loss against iteration, raw and smoothed. Returns whether a smooth curve is cut off at the top.
 * @param {Run[]} runs
 * @param {Run | null} chosen
 */
export function drawLosses(canvas, runs, chosen, logarithmic) {
  // A few huge losses at the beginning must not press all others flat.
  let [top, bottom, last] = [0, Infinity, 0];
  for (const { smooth } of runs) {
    for (const loss of smooth) {
      if (loss > top) top = loss;
      if (loss > 0 && loss < bottom) bottom = loss;
    }
    last = Math.max(last, smooth.findLast(Number.isFinite) ?? 0);
  }
  const greatest = top;
  if (!logarithmic) top = Math.min(top, Math.max(4, 1.5 * last));
  const isCut = top < greatest;
  top = Math.max(1e-6, top || 2.5);
  const exponents = [Math.floor(Math.log10(Math.min(bottom, top / 10))), Math.ceil(Math.log10(top))];
  const y = logarithmic ? exponents.map((exponent) => 10 ** exponent) : [0, 1.05 * top];
  const on = plot(canvas, { x: [1, longest(runs)], y, logarithmic, xName: t('iteration'), yName: t('loss') });
  if (!on) return isCut;
  const inFront = [...runs].sort((one, other) => (one === chosen) - (other === chosen));
  for (const faint of [true, false]) {
    on.ink.globalAlpha = faint ? 0.25 : 1;
    on.ink.lineWidth = faint ? 1 : 2;
    for (const { losses, smooth, colour: n } of inFront) {
      on.ink.strokeStyle = series(n);
      curve(on, faint ? losses : smooth);
    }
  }
  describe(canvas, t('Loss against iteration'), runs, ({ smooth }) => number(smooth.at(-1)));
  return isCut;
}

/** Training (dashed) and test accuracy (solid) against iteration. */
export function drawAccuracies(canvas, runs) {
  const on = plot(canvas, {
    x: [0, longest(runs)],
    y: [0, 1],
    xName: t('iteration'),
    yName: t('accuracy'),
    label: (value) => `${Math.round(100 * value)} %`,
  });
  if (!on) return;
  on.ink.lineWidth = 2;
  for (const { accuracies, colour: n } of runs) {
    on.ink.strokeStyle = series(n);
    for (const which of ['training', 'test']) {
      on.ink.setLineDash(which === 'training' ? [4, 4] : []);
      line(on.ink, accuracies.map((accuracy) => [on.x(accuracy.iteration), on.y(accuracy[which])]));
    }
  }
  on.ink.setLineDash([]);
  describe(canvas, t('Accuracy against iteration'), runs, ({ accuracy }) =>
    accuracy ? t('training {training}, test {test}', { training: percent(accuracy.training), test: percent(accuracy.test) }) : '–');
}

function describe(canvas, what, runs, value) {
  canvas.setAttribute('aria-label', `${what}. ${runs.map((run) => `${run.title}: ${value(run)}`).join('; ')}`);
}

/** A histogram of activations for each hidden layer. @param {HTMLElement} list @param {Run} run */
export function drawHistograms(list, { layers, colour: n }) {
  while (list.children.length > layers.length) list.lastElementChild.remove();
  while (list.children.length < layers.length) {
    list.append(element('figure', {}, element('figcaption'), element('canvas', { role: 'img' }), element('p', { className: 'small' })));
  }
  layers.forEach((layer, i) => {
    const [name, canvas, said] = list.children[i].children;
    name.textContent = t('layer {number}', { number: i + 1 });
    const spread = t('mean {mean}, std {std}', { mean: number(layer.mean), std: number(layer.std) });
    const all = layer.histogram.reduce((sum, value) => sum + value, layer.outside) || 1;
    said.textContent = layer.outside ? spread + '; ' + t('{share} outside this range', { share: percent(layer.outside / all) }) : spread;
    canvas.setAttribute('aria-label', `${name.textContent}: ${said.textContent}`);
    drawHistogram(canvas, layer, layer.histogram.map((value) => value / all), series(n));
  });
}

function drawHistogram(canvas, { from, to }, shares, ink_) {
  const blank = clear(canvas);
  if (!blank) return;
  const { ink, width, height } = blank;
  const [top, bottom] = [16, height - 16];
  // The single bar of a ReLU's zeros would press all others flat, so the second highest decides.
  const [highest, second] = [...shares].sort((a, b) => b - a);
  const limit = Math.min(highest, Math.max(0.08, 1.3 * second));
  const y = scale([0, limit], [bottom, top]);
  const x = scale([0, shares.length], [1, width - 1]);
  shares.forEach((share, i) => {
    ink.fillStyle = ink_;
    const above = y(Math.min(share, limit));
    ink.fillRect(x(i) + 0.5, above, x(1) - x(0) - 1, bottom - above);
    if (share <= limit * 1.0001) return;
    ink.fillStyle = colour('text');
    ink.textAlign = i < 6 ? 'left' : i >= shares.length - 6 ? 'right' : 'center';
    ink.fillText(`↑ ${Math.round(100 * share)} %`, i < 6 ? x(i) : i >= shares.length - 6 ? x(i + 1) : x(i + 0.5), top - 4);
  });
  ink.strokeStyle = ink.fillStyle = colour('muted');
  line(ink, [[0, bottom + 0.5], [width, bottom + 0.5]]);
  [[from, 'left', 0], [(from + to) / 2, 'center', width / 2], [to, 'right', width]].forEach(([value, align, at]) => {
    ink.textAlign = align;
    ink.fillText(String(Number(value.toPrecision(3))).replace('-', '−'), at, height - 3);
  });
}

/** The size of the gradient in each layer, as bars on a logarithmic axis. @param {Run} run */
export function drawGradients(canvas, run) {
  const { layers, outputGradient, colour: n } = run;
  const values = [...layers.map(({ gradient }) => gradient), outputGradient];
  const names = [...layers.map((_, i) => t('layer {number}', { number: i + 1 })), t('output')];
  canvas.style.height = `${24 * values.length + 26}px`;
  canvas.setAttribute('aria-label', names.map((name, i) => `${name}: ${number(values[i])}`).join('; '));
  const blank = clear(canvas);
  if (!blank) return;
  const { ink, width, height } = blank;
  const positive = values.filter((value) => value > 0);
  const axis = [
    Math.min(1e-6, 10 ** Math.floor(Math.log10(Math.max(1e-300, Math.min(...positive, 1))))),
    Math.max(1, 10 ** Math.ceil(Math.log10(Math.max(...positive, 1e-300)))),
  ];
  const x = scale(axis, [64, width - 78], true);
  ink.textAlign = 'center';
  ink.fillStyle = colour('muted');
  ink.strokeStyle = colour('figure-grid');
  for (const value of ticks(axis, (width - 142) / 40, true)) {
    line(ink, [[x(value), 0], [x(value), height - 20]]);
    ink.fillText(powerOfTen(Math.round(Math.log10(value))), x(value), height - 5);
  }
  values.forEach((value, i) => {
    ink.fillStyle = series(n);
    if (value > 0) ink.fillRect(x(axis[0]), 24 * i + 4, x(value) - x(axis[0]), 16);
    ink.fillStyle = colour('text');
    ink.textAlign = 'left';
    ink.fillText(names[i], 0, 24 * i + 16);
    ink.fillText(number(value), Math.max(x(axis[0]), value > 0 ? x(value) : 0) + 5, 24 * i + 16);
  });
}

/** What was drawn on an element last. */
const last = new WeakMap();

/** Whether something else is to be drawn on an element, or in other colours, than last. */
function isNew(element, drawn) {
  const [before, theme] = last.get(element) ?? [];
  last.set(element, [drawn, colour('ground')]);
  return before !== drawn || theme !== colour('ground');
}

/** From −1 (blue) over 0 (the page's ground) to 1 (vermilion). */
function diverging(share) {
  const rgb = (name) => colour(name).match(/[0-9a-f]{2}/gi).map((part) => parseInt(part, 16));
  const [zero, end] = [rgb('ground'), rgb(share < 0 ? 'figure-series-0' : 'figure-series-5')];
  return zero.map((part, i) => part + Math.abs(share) * (end[i] - part));
}

/** The colours of the 255 values of a weight, −127 to 127. */
const palette = () => Array.from({ length: 255 }, (_, i) => [...diverging((i - 127) / 127), 255]);

/** The first layer's weights, a square for each neuron. @param {Run} run */
export function drawWeights(canvas, legend, run) {
  const { weights } = run;
  if (!weights || !isNew(canvas, weights)) return;
  const { rows, columns, neurons, values, largest } = weights;
  const most = largest ?? NaN;
  const across = Math.min(neurons, 8);
  const [width, height] = [across * (columns + 2), Math.ceil(neurons / across) * (rows + 2)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const ink = canvas.getContext('2d');
  const colours = palette();
  ink.clearRect(0, 0, width, height);
  ink.fillStyle = colour('line');
  for (let neuron = 0; neuron < neurons; neuron++) {
    const [left, top] = [(neuron % across) * (columns + 2) + 1, Math.floor(neuron / across) * (rows + 2) + 1];
    // A frame shows where a picture is whose weights are all 0.
    ink.fillRect(left - 1, top - 1, columns + 2, rows + 2);
    const image = ink.createImageData(columns, rows);
    for (let i = 0; i < rows * columns; i++) {
      image.data.set(colours[Math.max(-127, values[neuron * rows * columns + i]) + 127], 4 * i);
    }
    ink.putImageData(image, left, top);
  }
  canvas.setAttribute('aria-label', t('Weights of {neurons} neurons of the first layer, from {least} to {greatest}', {
    neurons,
    least: number(-most),
    greatest: number(most),
  }));
  legend.least.textContent = number(-most);
  legend.greatest.textContent = number(most);
  const bar = legend.bar.getContext('2d');
  const image = bar.createImageData(64, 1);
  for (let i = 0; i < 64; i++) image.data.set([...diverging((i - 31.5) / 31.5), 255], 4 * i);
  bar.putImageData(image, 0, 0);
}

/** Draws a picture in shades of grey, 0 black, on a canvas of its size. @param {Uint8Array} pixels */
export function drawPicture(canvas, pixels) {
  const ink = canvas.getContext('2d');
  const image = ink.createImageData(canvas.width, canvas.height);
  for (let i = 0; i < pixels.length; i++) image.data.set([pixels[i], pixels[i], pixels[i], 255], 4 * i);
  ink.putImageData(image, 0, 0);
}

/** The images that the network gets wrong, with what it says. @param {HTMLElement} list @param {Run} run */
export function drawWrong(list, { wrong }, { rows, columns, classes }) {
  if (!isNew(list, wrong)) return;
  const images = wrong ?? [];
  while (list.children.length > images.length) list.lastElementChild.remove();
  while (list.children.length < images.length) {
    list.append(element('li', {}, element('canvas', { width: columns, height: rows, role: 'img' }), element('span')));
  }
  images.forEach(({ index, label, said, probability, pixels }, i) => {
    const [canvas, text] = list.children[i].children;
    if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
    drawPicture(canvas, pixels);
    canvas.setAttribute('aria-label', t('Test image {index}', { index }));
    text.textContent = t('{label} read as {said}, {probability}', { label: classes[label], said: classes[said], probability: `${Math.round(100 * probability)}\u00a0%` });
  });
}
