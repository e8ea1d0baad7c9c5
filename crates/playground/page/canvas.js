// What all drawings share: the theme's colours, sharp canvases, axes and curves, and drawing at most once a frame.

import { count, number, powerOfTen } from './texts.js';

/** Whether less motion is asked for. */
export const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

const colours = new Map();
const views = new Set();

/** The colour of a CSS variable, such as `text` or `figure-series-0`. */
export function colour(name) {
  if (!colours.has(name)) {
    colours.set(name, getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim());
  }
  return colours.get(name);
}

/** The colour of the n-th series. */
export const series = (n) => colour(`figure-series-${n % 8}`);

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  colours.clear();
  for (const draw of views) draw();
});

/**
 * Draws in the next frame whenever the returned function is called, when an element changes its size and when the
 * theme changes. Many calls before a frame draw once.
 * @param {() => void} draw
 * @param {Element[]} elements what is drawn on
 * @param {number} every milliseconds that pass at least between two drawings
 */
export function view(draw, elements, every = 0) {
  let waiting = false;
  const invalidate = () => {
    if (waiting) return;
    waiting = true;
    const next = () => requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
    if (every) setTimeout(next, every);
    else next();
  };
  views.add(invalidate);
  const observer = new ResizeObserver(invalidate);
  for (const element of elements) observer.observe(element);
  return invalidate;
}

/**
 * An empty canvas with as many pixels as the screen has there; null if it is not shown.
 * @param {HTMLCanvasElement} canvas
 */
export function clear(canvas) {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!width || !height) return null;
  const ratio = devicePixelRatio || 1;
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== columns || canvas.height !== rows) Object.assign(canvas, { width: columns, height: rows });
  const ink = canvas.getContext('2d');
  ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  ink.clearRect(0, 0, width, height);
  ink.font = '12px system-ui, sans-serif';
  Object.assign(ink, { lineJoin: 'round', lineWidth: 1, globalAlpha: 1 });
  return { ink, width, height };
}

/** From a value to its place between two pixels. */
export function scale([from, to], [low, high], logarithmic = false) {
  const f = logarithmic ? Math.log10 : (value) => value;
  const [start, span] = [f(from), f(to) - f(from) || 1];
  return (value) => low + ((f(value) - start) / span) * (high - low);
}

/** Round values to label an axis with, at most about `most`. */
export function ticks([from, to], most, logarithmic = false) {
  if (logarithmic) {
    const [low, high] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
    const every = Math.max(1, Math.ceil((high - low + 1) / most));
    const exponents = Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i);
    return exponents.filter((exponent) => exponent % every === 0).map((exponent) => 10 ** exponent);
  }
  const rough = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
  const first = Math.ceil(from / step - 1e-9);
  return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

/**
 * A frame with axes. Returns the context, the frame's edges, and `x` and `y`, which turn values into pixels.
 * @param {HTMLCanvasElement} canvas
 * @param {{x: [number, number], y: [number, number], logarithmic?: boolean, xName: string, yName: string,
 *          label?: (value: number) => string}} axes
 */
export function plot(canvas, { x, y, logarithmic = false, xName, yName, label = plain }) {
  const blank = clear(canvas);
  if (!blank) return null;
  const { ink, width, height } = blank;
  const [top, bottom] = [28, height - 36];
  const named = (value) => (logarithmic ? powerOfTen(Math.round(Math.log10(value))) : label(value));
  const levels = ticks(y, Math.max(2, (bottom - top) / 32), logarithmic).map((value) => ({ value, text: named(value) }));
  const widest = Math.max(0, ...levels.map(({ text }) => ink.measureText(text).width));
  const frame = { left: Math.max(44, widest + 6), right: width - 10, top, bottom };
  const xAt = scale(x, [frame.left, frame.right]);
  const yAt = scale(y, [frame.bottom, frame.top], logarithmic);
  ink.fillStyle = colour('muted');
  ink.strokeStyle = colour('figure-grid');
  ink.textAlign = 'right';
  for (const { value, text } of levels) {
    line(ink, [[frame.left, yAt(value)], [frame.right, yAt(value)]]);
    ink.fillText(text, frame.left - 5, yAt(value) + 4);
  }
  ink.textAlign = 'center';
  // Steps and iterations are whole numbers.
  const isWhole = (value) => Math.abs(value - Math.round(value)) < 1e-9;
  for (const value of ticks(x, Math.max(2, (frame.right - frame.left) / 70)).filter(isWhole)) {
    const text = plain(value);
    ink.fillText(text, Math.min(xAt(value), width - ink.measureText(text).width / 2), frame.bottom + 15);
  }
  ink.strokeStyle = colour('muted');
  line(ink, [[frame.left, frame.top], [frame.left, frame.bottom], [frame.right, frame.bottom]]);
  ink.textAlign = 'right';
  ink.fillText(xName, frame.right, height - 5);
  ink.textAlign = 'left';
  ink.fillText(yName, 4, 13);
  return { ink, x: xAt, y: yAt, ...frame };
}

/** A round number as an axis shows it. */
function plain(value) {
  const size = Math.abs(value);
  if (size < 1e-12) return '0';
  if (size >= 1e4 && size < 1e7) return count(value);
  return size >= 1e7 || size < 1e-3 ? number(value, 1) : String(Number(value.toPrecision(4))).replace('-', '−');
}

/** A line through pixels. */
export function line(ink, points) {
  ink.beginPath();
  for (const [x, y] of points) ink.lineTo(x, y);
  ink.stroke();
}

/**
 * A curve through values at 1, 2, 3… Where a pixel has several values, it is drawn from the least to the greatest of
 * them, so that a long curve costs no more than the axis has pixels. Values that are not finite leave a gap.
 * @param {ReturnType<typeof plot>} on
 * @param {ArrayLike<number>} values
 */
export function curve(on, values) {
  const { ink, x, y, top, bottom } = on;
  const place = (value) => Math.max(top - 2, Math.min(bottom + 2, y(value)));
  const columns = Math.max(1, Math.floor(x(values.length) - x(1)));
  const perColumn = Math.max(1, values.length / columns);
  ink.beginPath();
  let gap = true;
  for (let first = 0; first < values.length; first += perColumn) {
    const from = Math.floor(first);
    const to = Math.min(values.length, Math.max(from + 1, Math.floor(first + perColumn)));
    let [least, greatest] = [Infinity, -Infinity];
    for (let i = from; i < to; i++) {
      if (values[i] < least) least = values[i];
      if (values[i] > greatest) greatest = values[i];
    }
    if (!Number.isFinite(least) || !Number.isFinite(greatest)) {
      gap = true;
      continue;
    }
    const at = x(from + 1);
    if (gap) ink.moveTo(at, place(greatest));
    gap = false;
    ink.lineTo(at, place(greatest));
    if (least < greatest) ink.lineTo(at, place(least));
  }
  ink.stroke();
}
