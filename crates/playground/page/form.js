// The form with the settings of a network.

import { element, tie } from './controls.js';
import { FIELDS, dataSet, numberFrom, textOf } from './settings.js';
import { count, t } from './texts.js';

/** @typedef {import('./api.js').Start} Start */
/** @typedef {import('./api.js').Settings} Settings */

/**
 * @param {Start} start
 * @param {() => void} onChange after something was changed by hand
 */
export function makeForm(start, onChange) {
  const form = document.getElementById('settings');
  const fields = form.elements;
  const options = (select, names, shown = (name) => name) =>
    select.append(...names.map((value) => element('option', { value }, shown(value))));
  options(fields.data, start.data.map(({ name }) => name));
  options(fields.activation, start.activations);
  options(fields.optimizer, start.optimizers.map(({ name }) => name), t);
  options(fields.initial_weights, start.initial_weights, (name) => ({
    zero: t('all 0'),
    std: t('normal, your own std'),
    Xavier: t('Xavier (std 1/√n)'),
    He: t('He (std √(2/n))'),
  })[name] ?? name);

  const followRate = tie(fields.learning_rate, document.getElementById('learning_rate-slider'), { low: 1e-5, high: 10, logarithmic: true });
  const followStd = tie(fields.std, document.getElementById('std-slider'), { low: 1e-4, high: 10, logarithmic: true });
  /** The data set that is chosen. */
  let data = start.data[0];
  /** Whether the learning rate was typed, so that another optimizer does not replace it. */
  let typed = false;

  /** The text of a setting, as the address writes it. */
  function textIn(name) {
    const field = fields[name];
    if (field.type === 'checkbox') return String(field.checked);
    return name === 'initial_weights' && field.value === 'std' ? `std:${fields.std.value}` : field.value;
  }

  /** Where the message about a setting belongs. */
  const place = (name) => (name === 'initial_weights' && fields[name].value === 'std' ? fields.std : fields[name]);

  /** What the server said of a setting; it stays until the setting is changed, or all are set. */
  let refused = {};

  function refuse(name, message) {
    refused[name] = { text: textIn(name), message };
    current();
    place(name).focus();
  }

  /** Goes to the first field with a value that is not allowed. */
  function showWrong() {
    const wrong = Object.keys(FIELDS).map(place).filter((field) => field.getAttribute('aria-invalid') === 'true');
    [...fields].find((field) => wrong.includes(field))?.focus();
  }

  /** Says at a field what is wrong, or nothing. */
  function complain(name, message) {
    const field = place(name);
    const id = `error-${name}`;
    let line = document.getElementById(id);
    if (!line && !message) return;
    if (!line) {
      line = element('p', { id, className: 'error' });
      (name === 'initial_weights' ? fields.std.parentElement : field.closest('label') ?? field).after(line);
    }
    line.textContent = message;
    field.setAttribute('aria-invalid', message !== '');
    const described = field.getAttribute('aria-describedby')?.split(' ') ?? [];
    field.setAttribute('aria-describedby', [...new Set([...described, id])].join(' '));
  }

  /** The settings, or null if one of them is not allowed; its field then says what is. @returns {Settings | null} */
  function current() {
    const settings = {};
    let valid = true;
    for (const [name, { parse, allowed }] of Object.entries(FIELDS)) {
      settings[name] = parse(textIn(name), start, data);
      const wrong = settings[name] === undefined;
      const refusal = refused[name]?.text === textIn(name) ? refused[name].message : '';
      // The widths of the layers are separated by commas.
      const comma = name !== 'hidden' && textIn(name).includes(',') ? t('Use a decimal point and no commas.') : '';
      complain(name, wrong ? [t('Allowed: {what}', { what: allowed(start, data) }), comma].filter(Boolean).join('. ') : refusal);
      valid &&= !wrong;
    }
    return valid ? settings : null;
  }

  /** Sets all fields. @param {Settings} settings */
  function set(settings) {
    refused = {};
    for (const name of Object.keys(FIELDS)) {
      const text = textOf(name, settings[name]);
      if (fields[name].type === 'checkbox') fields[name].checked = settings[name];
      else fields[name].value = name === 'initial_weights' ? text.split(':')[0] : text;
    }
    if (settings.initial_weights.std !== undefined) fields.std.value = settings.initial_weights.std;
    typed = settings.learning_rate !== usualRate();
    refresh();
  }

  const usualRate = () => start.optimizers.find(({ name }) => name === fields.optimizer.value)?.mnist_rate;

  /** As many images of the new data set as there are, if there were all of the one before. */
  function changeData() {
    const before = data.training;
    data = dataSet(fields.data.value, start);
    const images = Number(fields.images.value);
    if (images === before || images > data.training) fields.images.value = data.training;
  }

  function refresh() {
    data = dataSet(fields.data.value, start);
    const { training, test, rows, columns } = data;
    document.getElementById('data-words').textContent = t('{training} training images and {test} test images of {rows} × {columns} pixels', {
      training: count(training), test: count(test), rows, columns,
    });
    document.getElementById('std-part').hidden = fields.initial_weights.value !== 'std';
    followRate();
    followStd();
  }

  form.addEventListener('input', ({ target }) => {
    if (target === fields.learning_rate) typed = ![usualRate(), undefined].includes(numberFrom(target.value, 0, Infinity));
    if (target === fields.data) changeData();
    if (target === fields.optimizer && !typed) fields.learning_rate.value = usualRate();
    refresh();
    onChange();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  return { current, set, refuse, showWrong };
}
