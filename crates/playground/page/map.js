// The drawings of the part "Valley": the map of a surface with the paths on it, and the loss at each step.

import { clear, colour, line, plot, scale, series, ticks } from './canvas.js';
import { DECADES, levels, segments } from './contours.js';
import { element } from './controls.js';
import { signed, t } from './texts.js';

/** @typedef {import('./api.js').Surface} Surface */
/** @typedef {import('./api.js').Path & {colour: number}} Drawn a path and its series */

/** What of a surface is computed only once: its contour lines and the shades behind them. @param {Surface} surface */
export function prepare(surface) {
  const contours = levels(surface).flatMap((level) => segments(surface, level));
  return { surface, contours, shades: shadesOf(surface) };
}

/** The surface as a small picture: the higher, the less transparent. @param {Surface} surface */
function shadesOf({ heights, minimum, columns, rows }) {
  const picture = element('canvas', { width: columns, height: rows });
  const ink = picture.getContext('2d');
  const image = ink.createImageData(columns, rows);
  const [least, greatest] = [Math.min(...heights), Math.max(...heights)];
  heights.forEach((height, i) => {
    const share = (height - least) / (greatest - least || 1);
    const shade = minimum ? Math.max(0, 1 + Math.log10(Math.max(1e-9, share)) / DECADES) : share;
    const pixel = (rows - 1 - Math.floor(i / columns)) * columns + (i % columns);
    image.data.set([110, 130, 160, 90 * shade], 4 * pixel);
  });
  ink.putImageData(image, 0, 0);
  return picture;
}

/**
 * Draws the map with the paths up to a step. Returns what turns x and y into pixels, or null if the map is not shown.
 * @param {HTMLCanvasElement} canvas
 * @param {ReturnType<typeof prepare>} prepared
 * @param {Drawn[]} paths
 * @param {number} step
 */
export function drawMap(canvas, { surface, contours, shades }, paths, step) {
  const blank = clear(canvas);
  if (!blank) return null;
  const { ink, width, height } = blank;
  const [x, y] = [scale(surface.x, [0, width]), scale(surface.y, [height, 0])];
  ink.drawImage(shades, 0, 0, width, height);
  ink.strokeStyle = colour('muted');
  ink.globalAlpha = 0.55;
  const cell = [width / (surface.columns - 1), height / (surface.rows - 1)];
  ink.beginPath();
  for (const [from, to] of contours) {
    ink.moveTo(from[0] * cell[0], height - from[1] * cell[1]);
    ink.lineTo(to[0] * cell[0], height - to[1] * cell[1]);
  }
  ink.stroke();
  ink.globalAlpha = 1;

  ink.fillStyle = colour('text');
  ink.textAlign = 'center';
  for (const value of ticks(surface.x, 6)) {
    if (x(value) > 30 && x(value) < width - 25) ink.fillText(label(value), x(value), height - 4);
  }
  ink.textAlign = 'left';
  for (const value of ticks(surface.y, 5)) {
    if (y(value) > 25 && y(value) < height - 20) ink.fillText(label(value), 4, y(value) + 4);
  }
  ink.fillText('y', 4, 13);
  ink.fillText('x', width - 12, height - 4);

  for (const { points, colour: n } of paths) {
    const shown = points.slice(0, step + 1).map((point) => [x(point[0]), y(point[1])]);
    Object.assign(ink, { strokeStyle: series(n), fillStyle: series(n), lineWidth: 2 });
    line(ink, shown);
    shown.forEach((place, i) => dot(ink, place, i + 1 === shown.length ? 6 : 2.5));
  }
  if (surface.minimum) drawMinimum(ink, x(surface.minimum[0]), y(surface.minimum[1]), width);
  const names = paths.map(({ name }) => t(name)).join(', ') || '–';
  canvas.setAttribute('aria-label', t('Contour lines of {equation} with the paths of {names}', { equation: surface.equation, names }));
  return { x, y };
}

const label = (value) => signed(Number(value.toPrecision(3)));

/** A cross and its name, with a halo that keeps them legible on the paths. */
function drawMinimum(ink, left, top, width) {
  const isRight = left > 0.8 * width;
  ink.textAlign = isRight ? 'right' : 'left';
  const place = [left + (isRight ? -10 : 10), top + 20];
  for (const [stroke, lineWidth] of [['ground', 5], ['text', 2]]) {
    Object.assign(ink, { strokeStyle: colour(stroke), lineWidth });
    line(ink, [[left - 6, top], [left + 6, top]]);
    line(ink, [[left, top - 6], [left, top + 6]]);
    if (stroke === 'ground') ink.strokeText(t('minimum'), ...place);
  }
  ink.fillStyle = colour('text');
  ink.fillText(t('minimum'), ...place);
}

/**
 * The loss against the step, up to a step.
 * @param {HTMLCanvasElement} canvas
 * @param {Drawn[]} paths
 * @param {number} step
 * @param {number} steps
 * @param {(path: Drawn) => string} inWords
 */
export function drawDescent(canvas, paths, step, steps, inWords) {
  const losses = paths.flatMap((path) => path.losses).filter((loss) => loss !== null);
  const positive = losses.filter((loss) => loss > 0);
  const logarithmic = positive.length > 0 && losses.every((loss) => loss >= 0);
  // A path that diverges must not press all others flat.
  const first = Math.max(1e-3, ...paths.map((path) => path.losses[0] ?? 0));
  const top = Math.min(Math.max(1e-3, ...losses), logarithmic ? 1e3 * first : 2 * first);
  const bottom = logarithmic ? Math.max(1e-12, Math.min(top / 10, ...positive)) : Math.max(-4 * first, Math.min(0, ...losses));
  const on = plot(canvas, {
    x: [0, steps || 1],
    y: logarithmic ? [10 ** Math.floor(Math.log10(bottom)), 10 ** Math.ceil(Math.log10(top))] : [bottom, top],
    logarithmic,
    xName: t('step'),
    yName: logarithmic ? t('f(x, y), logarithmic') : 'f(x, y)',
  });
  if (!on) return;
  const yOf = (loss) => Math.max(on.top, Math.min(on.bottom, on.y(logarithmic ? Math.max(loss, 1e-300) : loss)));
  for (const path of paths) {
    const shown = path.losses.slice(0, step + 1).filter((loss) => loss !== null);
    Object.assign(on.ink, { strokeStyle: series(path.colour), fillStyle: series(path.colour), lineWidth: 2 });
    const points = shown.map((loss, i) => [on.x(i), yOf(loss)]);
    line(on.ink, points);
    if (points.length) dot(on.ink, points.at(-1), 4);
  }
  const said = paths.map((path) => `${t(path.name)}: ${inWords(path)}`).join('; ');
  canvas.setAttribute('aria-label', `${t('Loss against step')}. ${said}`);
}

function dot(ink, [x, y], radius) {
  ink.beginPath();
  ink.arc(x, y, radius, 0, 2 * Math.PI);
  ink.fill();
}
