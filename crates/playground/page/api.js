// Everything that the page asks of the server, and the shape of what comes back.

import { language, t } from './texts.js';

/**
 * @typedef {object} Start what the page needs to begin
 * @property {string} language
 * @property {Record<string, string>} texts translations by their English text
 * @property {DataSet[]} data the first one is that of the defaults and of the scenes
 * @property {{name: string, path_rate: number, mnist_rate: number, momentum: number | null}[]} optimizers
 * @property {string[]} activations
 * @property {string[]} initial_weights "zero", "std", "Xavier" and "He"
 * @property {Surface[]} surfaces
 * @property {Settings} defaults
 * @property {{layers: number, width: number, runs: number, steps: number, iterations: number, batch_size: number,
 *   seed: number, number: number}} limits `number`: of learning rates, λ, standard deviations and coordinates
 * @property {Scene[]} scenes
 *
 * @typedef {object} DataSet what is known of a data set before it is read
 * @property {string} name
 * @property {number} training how many training images it has
 * @property {number} test
 * @property {number} rows of an image
 * @property {number} columns
 * @property {string[]} classes what they are called
 *
 * @typedef {object} Surface a function of x and y
 * @property {string} name
 * @property {string} equation
 * @property {[number, number]} x where it is drawn
 * @property {[number, number]} y
 * @property {[number, number]} start
 * @property {[number, number] | null} minimum
 * @property {number} columns
 * @property {number} rows
 * @property {number[]} heights `[rows × columns]`, row by row, y ascending
 * @property {Record<string, number>} [rates] η of the optimizers on this surface
 *
 * @typedef {object} Settings how a network is made and trained: the flags of `train`
 * @property {string} data the name of the data set
 * @property {number[]} hidden neurons of each hidden layer
 * @property {string} activation
 * @property {string | {std: number}} initial_weights
 * @property {string} optimizer
 * @property {number} learning_rate
 * @property {number} batch_size
 * @property {number} weight_decay
 * @property {number} dropout
 * @property {boolean} batch_norm
 * @property {number} images
 * @property {number} seed
 *
 * @typedef {object} Valley what moves on a surface
 * @property {string} surface
 * @property {[number, number]} start
 * @property {number} steps
 * @property {{name: string, rate: number, momentum?: number}[]} optimizers
 *
 * @typedef {{name: string, points: [number, number][], losses: (number | null)[], diverged_at: number | null}} Path
 *
 * @typedef {object} Scene settings that show a statement of the lecture
 * @property {string} id
 * @property {string} title
 * @property {string} watch what to look at
 * @property {"network" | "valley"} kind
 * @property {Partial<Settings>[]} [runs] the settings of the networks, which are trained one beside the other
 * @property {number | null} [until] after how many iterations they pause; 0 if they are looked at before training
 * @property {Partial<Valley>} [valley]
 * @property {string} look the drawing to look at: paths, or the id of another one
 * @property {string} [report] where the report measures the statement
 *
 * @typedef {object} Layer
 * @property {number} neurons
 * @property {number[]} histogram counts of activations
 * @property {number} from where the histogram begins
 * @property {number} to
 * @property {number} outside activations beyond its ends
 * @property {number | null} mean
 * @property {number | null} std
 * @property {number | null} gradient root mean square of ∂L/∂W
 *
 * @typedef {{iteration: number, training: number, test: number}} Accuracy
 *
 * @typedef {object} Snapshot the state of a run
 * @property {string} id
 * @property {true} [gone] the server has no such run; nothing else is there then
 * @property {number} iteration
 * @property {boolean} running
 * @property {number | null} diverged_at
 * @property {number} from how many losses came before `losses`
 * @property {(number | null)[]} losses
 * @property {number | null} steps_per_second
 * @property {Accuracy[]} accuracies those that are new: all, the first time
 * @property {Layer[]} [layers] hidden layers
 * @property {number | null} [output_gradient]
 * @property {{rows: number, columns: number, neurons: number, largest: number | null, values: string} | null} weights
 * @property {{index: number, label: number, said: number, probability: number, pixels: string}[] | null} wrong
 *
 * @typedef {object} Seen what a network says of a drawing
 * @property {number[]} probabilities
 * @property {{rows: number, columns: number, pixels: string}} prepared
 * @property {string[]} notes
 */

/** What the server refused, in one sentence, and which setting was the reason. */
class Refused extends Error {
  constructor(message, status, field) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

async function ask(method, path, body, type = 'application/json') {
  const request = body ? { method, body, headers: { 'content-type': type } } : { method };
  const response = await fetch(`${path}${path.includes('?') ? '&' : '?'}language=${language}`, request).catch(() => {
    throw new Refused(t('The playground does not answer. If the program has ended, start it again.'), 0);
  });
  if (response.ok) return response.status === 204 ? null : response.json();
  const { error, field } = await response.json().catch(() => ({}));
  throw new Refused(error ?? `${response.status} ${response.statusText}`, response.status, field);
}

const run = (id) => `/api/runs/${encodeURIComponent(id)}`;

/** @returns {Promise<Start>} */
export const start = () => ask('GET', '/api/start');

/** @param {Valley} valley @returns {Promise<{paths: Path[]}>} */
export const descend = (valley) => ask('POST', '/api/valley', JSON.stringify(valley));

/** @returns {Promise<{id: string, settings: Settings, command: string}[]>} */
export const runs = () => ask('GET', '/api/runs');

/** @param {Settings} settings @returns {Promise<{id: string, command: string}>} */
export const create = (settings) => ask('POST', '/api/runs', JSON.stringify(settings));

/**
 * @param {"start" | "pause" | "step" | "rewind" | "keep"} what
 * @param {number | null} until with `start`: after how many iterations it pauses by itself
 */
export const command = (id, what, until = null) => ask('POST', `${run(id)}/${what}${until ? `?until=${until}` : ''}`);

/** Lets a run go on while the page is hidden. That it is gone already, or that nobody answers, is no fault. */
export const keep = (id) => command(id, 'keep').catch(() => {});

/** Takes back that a run should go on, when the page is closed: a request that outlives it. */
export const release = (id) => navigator.sendBeacon(`${run(id)}/release`);

/** Removes a run. That it is gone already is no fault. */
export const remove = (id) => ask('DELETE', run(id)).catch(() => {});

/** @param {Blob} png @returns {Promise<Seen>} */
export const see = (id, png) => ask('POST', `${run(id)}/draw`, png, 'image/png');

/** Where a file of a run can be downloaded. @param {"network.safetensors" | "record.json"} file */
export const file = (id, file) => `${run(id)}/${file}`;

/**
 * Listens to the snapshots of several runs, each from the loss that it still misses. One connection serves all runs,
 * because a browser opens only six to a server.
 * @param {{id: string, losses: unknown[]}[]} runs
 * @param {(snapshot: Snapshot) => void} onSnapshot
 * @param {(connected: boolean) => void} onConnection
 * @returns {EventSource}
 */
export function listen(runs, onSnapshot, onConnection) {
  const list = runs.map(({ id, losses }) => `${encodeURIComponent(id)}:${losses.length}`).join(',');
  const events = new EventSource(`/api/events?runs=${list}`);
  events.onopen = () => onConnection(true);
  events.onerror = () => onConnection(false);
  events.onmessage = ({ data }) => onSnapshot(JSON.parse(data));
  return events;
}

/** The bytes of a base64 text. */
export const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
