// One training run as the page knows it: what its snapshots said so far. Nothing here draws.

import { bytes } from './api.js';
import { number, percent, count, t } from './texts.js';

/** @typedef {import('./api.js').Snapshot} Snapshot */

/** How many losses the smooth curve averages. */
const WINDOW = 25;

export class Run {
  /**
   * @param {string} id of the server
   * @param {number} name its number on the page, from 1
   * @param {number} colour its series
   * @param {import('./api.js').Settings} settings
   * @param {string} command the command line that repeats it
   * @param {boolean} isOfScene whether it was made for a scene, with which it goes
   */
  constructor(id, name, colour, settings, command, isOfScene) {
    this.id = id;
    this.name = name;
    this.colour = colour;
    this.settings = settings;
    this.command = command;
    this.isOfScene = isOfScene;
    /** The loss of each mini-batch; NaN where it is not finite. @type {number[]} */
    this.losses = [];
    /** The mean of the last 25 losses. @type {number[]} */
    this.smooth = [];
    /** @type {import('./api.js').Accuracy[]} */
    this.accuracies = [];
    /** @type {import('./api.js').Layer[]} */
    this.layers = [];
    this.outputGradient = null;
    this.weights = null;
    this.wrong = null;
    this.iteration = 0;
    this.running = false;
    this.gone = false;
    this.divergedAt = null;
    this.speed = null;
  }

  get title() {
    return t('Run {number}', { number: this.name });
  }

  /** The last accuracy; undefined before the first. */
  get accuracy() {
    return this.accuracies.at(-1);
  }

  /** @param {Snapshot} snapshot */
  take(snapshot) {
    if (snapshot.gone) {
      this.gone = true;
      this.running = false;
      return;
    }
    // After a rewind, or if the connection was lost, the page may have more than the server counts.
    this.losses.length = this.smooth.length = Math.min(this.losses.length, snapshot.from);
    for (const loss of snapshot.losses) {
      this.losses.push(loss ?? NaN);
      const last = this.losses.slice(-WINDOW);
      this.smooth.push(last.reduce((sum, value) => sum + value, 0) / last.length);
    }
    // Those that are new begin after the ones that are known, or at the beginning of the curve.
    const { accuracies, weights } = snapshot;
    if (accuracies.length) {
      this.accuracies = [...this.accuracies.filter(({ iteration }) => iteration < accuracies[0].iteration), ...accuracies];
    }
    if (weights) this.weights = { ...weights, values: new Int8Array(bytes(weights.values).buffer) };
    if (snapshot.wrong) this.wrong = snapshot.wrong.map((image) => ({ ...image, pixels: bytes(image.pixels) }));
    if (snapshot.layers) {
      this.layers = snapshot.layers;
      this.outputGradient = snapshot.output_gradient;
    }
    this.iteration = snapshot.iteration;
    this.running = snapshot.running;
    this.divergedAt = snapshot.diverged_at;
    this.speed = snapshot.steps_per_second;
  }

  /** Whether it can go on. @param {number} iterations the most that the server trains */
  canGoOn(iterations) {
    return !this.gone && this.divergedAt === null && this.iteration < iterations;
  }

  /** Its state in a few words. @param {number} iterations the most that the server trains */
  state(iterations) {
    if (this.gone) return t('no longer on the server');
    if (this.divergedAt !== null) return t('diverged at iteration {iteration}', { iteration: count(this.divergedAt) });
    if (this.running) return t('running');
    return this.iteration >= iterations ? t('finished') : this.iteration > 0 ? t('paused') : t('not started');
  }

  /** How fast it is, if it moves; empty otherwise. */
  pace() {
    return this.running && this.speed ? t('{speed} iterations per second', { speed: count(this.speed) }) : '';
  }

  /** Its numbers in a few words. */
  numbers() {
    const parts = [t('iteration {iteration}', { iteration: count(this.iteration) })];
    if (this.smooth.length) parts.push(t('loss {loss}', { loss: number(this.smooth.at(-1)) }));
    if (this.accuracy) {
      const { iteration, training, test } = this.accuracy;
      const values = { iteration: count(iteration), training: percent(training), test: percent(test) };
      parts.push(iteration === this.iteration
        ? t('accuracy: training {training}, test {test}', values)
        : t('accuracy at iteration {iteration}: training {training}, test {test}', values));
    }
    return parts.join(' · ');
  }

  /** The command line for as many iterations as it has run; there is none for no iteration. */
  commandLine() {
    return this.command.replaceAll('{iteration}', this.iteration);
  }
}
