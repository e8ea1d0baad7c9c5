// "Draw a digit": a paper for the mouse, a finger, a pen or the keyboard, and what the chosen network says of it.

import * as api from './api.js';
import { drawPicture } from './charts.js';
import { element, enable, onPress } from './controls.js';
import { dataSet } from './settings.js';
import { percent, t } from './texts.js';

/** How often it asks at most, in milliseconds: while one draws, and while the network learns. */
const EVERY = 250;

/** The width of the pen, and how far an arrow key moves it. */
const [PEN, STEP] = [20, 8];

/**
 * @param {import('./api.js').Start} start
 * @param {() => import('./run.js').Run | null} chosenRun
 */
export function makeDigit(start, chosenRun) {
  const $ = (id) => document.getElementById(id);
  const paper = $('paper');
  const ink = paper.getContext('2d');
  /** Each stroke is a list of places. @type {[number, number][][]} */
  let strokes = [];
  let pen = { x: paper.width / 2, y: paper.height / 4, down: false, byKeys: false };
  let drawn = 0;
  let asked = '';
  let asking = false;

  /** The data set whose classes have a bar. @type {import('./api.js').DataSet} */
  let data;
  let bars = [];

  /** A bar for each class of a data set. */
  function makeBars(of) {
    if (data === of) return;
    data = of;
    bars = data.classes.map((name) => {
      const [bar, value] = [element('span', { className: 'bar-fill' }), element('span', { className: 'value' })];
      const row = element('li', {}, element('span', { className: 'class' }, name), element('span', { className: 'bar-ground' }, bar), value);
      return { row, bar, value };
    });
    $('probabilities').replaceChildren(...bars.map(({ row }) => row));
    $('probabilities').classList.toggle('named', data.classes.some((name) => name.length > 2));
    $('other-data').hidden = data.name === 'MNIST';
    $('other-data').textContent = t('This network learned {name}, and says which of its classes the drawing is most like.', { name: data.name });
  }

  function redraw() {
    ink.fillStyle = '#ffffff';
    ink.fillRect(0, 0, paper.width, paper.height);
    Object.assign(ink, { strokeStyle: '#000000', lineWidth: PEN, lineCap: 'round', lineJoin: 'round' });
    for (const stroke of strokes) {
      ink.beginPath();
      for (const [x, y] of stroke) ink.lineTo(x, y);
      // A stroke of one place is a dot.
      if (stroke.length === 1) ink.lineTo(stroke[0][0] + 0.01, stroke[0][1]);
      ink.stroke();
    }
    drawn += 1;
  }

  /** Shows where the pen of the keyboard is; this is not part of the picture that is sent. */
  const showPen = () => {
    $('pen').hidden = !pen.byKeys;
    $('pen').classList.toggle('down', pen.down);
    Object.assign($('pen').style, { left: `${pen.x}px`, top: `${pen.y}px` });
  };

  const place = (event) => {
    const box = paper.getBoundingClientRect();
    return [((event.clientX - box.left) * paper.width) / box.width, ((event.clientY - box.top) * paper.height) / box.height];
  };
  paper.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    paper.focus({ preventScroll: true });
    paper.setPointerCapture(event.pointerId);
    pen.byKeys = pen.down = false;
    strokes.push([place(event)]);
    redraw();
    showPen();
  });
  paper.addEventListener('pointermove', (event) => {
    if (!paper.hasPointerCapture(event.pointerId)) return;
    // The browser joins the moves of a frame into one event.
    const all = event.getCoalescedEvents?.() ?? [];
    strokes.at(-1)?.push(...(all.length ? all : [event]).map(place));
    redraw();
  });
  paper.addEventListener('keydown', (event) => {
    const [right, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [0, 0];
    if (event.key !== ' ' && !right && !down) return;
    event.preventDefault();
    pen.byKeys = true;
    pen.x = Math.max(PEN, Math.min(paper.width - PEN, pen.x + STEP * right));
    pen.y = Math.max(PEN, Math.min(paper.height - PEN, pen.y + STEP * down));
    if (event.key === ' ') {
      pen.down = !pen.down;
      if (pen.down) strokes.push([]);
    }
    if (pen.down) strokes.at(-1).push([pen.x, pen.y]);
    redraw();
    showPen();
  });
  const change = (left) => () => {
    strokes = left();
    pen.down = false;
    redraw();
    showPen();
  };
  onPress($('undo'), change(() => strokes.slice(0, -1)));
  onPress($('erase'), change(() => []));

  const verdict = (text) => {
    // It is read aloud, so it is touched only if it changes.
    if ($('verdict').textContent !== text) $('verdict').textContent = text;
  };

  /** @param {import('./api.js').Seen | null} seen */
  function show(seen) {
    const probabilities = seen?.probabilities ?? [];
    const most = probabilities.indexOf(Math.max(...probabilities));
    bars.forEach(({ row, bar, value }, i) => {
      const probability = probabilities[i];
      bar.style.width = `${100 * (probability ?? 0)}%`;
      value.textContent = probability === undefined ? '–' : percent(probability);
      row.classList.toggle('most', i === most);
    });
    $('prepared-part').hidden = !seen;
    if (!seen) return;
    const { rows, columns, pixels } = seen.prepared;
    Object.assign($('prepared'), { width: columns, height: rows });
    drawPicture($('prepared'), api.bytes(pixels));
    $('notes').replaceChildren(...seen.notes.map((note) => element('li', {}, note)));
  }

  /** Asks the network if the drawing or the network has changed since it was asked last. */
  async function ask() {
    const run = chosenRun();
    makeBars(dataSet(run?.settings.data, start));
    for (const id of ['undo', 'erase']) enable($(id), strokes.length > 0);
    if (!strokes.length || !run || run.gone) {
      asked = '';
      show(null);
      verdict(strokes.length ? t('No network yet: press Run first.') : t('Nothing is drawn yet.'));
      return;
    }
    const now = [drawn, run.id, run.iteration].join();
    if (asking || asked === now || paper.offsetParent === null) return;
    [asking, asked] = [true, now];
    try {
      const png = await new Promise((done) => paper.toBlob(done, 'image/png'));
      const seen = await api.see(run.id, png);
      if (run !== chosenRun()) return;
      show(seen);
      const said = seen.probabilities.indexOf(Math.max(...seen.probabilities));
      verdict(t('{run} reads it as {digit}.', { run: run.title, digit: data.classes[said] }));
    } catch (error) {
      show(null);
      verdict(error.message);
    } finally {
      asking = false;
    }
  }

  makeBars(start.data[0]);
  redraw();
  show(null);
  ask();
  setInterval(ask, EVERY);
}
