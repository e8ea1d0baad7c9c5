// Small controls that both parts of the page use.

/**
 * An element with properties, attributes (names with a hyphen, or `for`, `role`, `title`) and children.
 * @param {string} name
 * @param {Record<string, any>} properties
 * @param {...(Node | string)} children
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes('-') || key === 'role') made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children);
  return made;
}

/** A short line in the colour of the n-th series. */
export function swatch(n) {
  const made = element('span', { className: 'swatch' });
  made.style.borderColor = `var(--figure-series-${n})`;
  return made;
}

/** Enables a button or disables it. A button that was pressed keeps the focus, which `disabled` would take away. */
export const enable = (button, isEnabled) => button.setAttribute('aria-disabled', !isEnabled);

/** Does `work` when an enabled button is pressed. @param {HTMLButtonElement} button @param {() => void} work */
export function onPress(button, work) {
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') !== 'true') work();
  });
}

/**
 * Ties a slider to a number: positions are even steps of the number, or even factors if the scale is logarithmic.
 * The number may lie beyond the slider's ends. A move of the slider counts as typing into the number.
 * @param {HTMLInputElement} number
 * @param {HTMLInputElement} slider
 * @param {{low: number, high: number, logarithmic: boolean}} scale
 * @returns {() => void} moves the slider to the number
 */
export function tie(number, slider, { low, high, logarithmic }) {
  const STEPS = 120;
  Object.assign(slider, { min: 0, max: STEPS, step: 1 });
  const valueAt = (share) => (logarithmic ? low * (high / low) ** share : low + share * (high - low));
  const shareOf = (value) => (logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low));
  const follow = () => {
    const share = shareOf(Number(number.value));
    if (Number.isFinite(share)) slider.value = Math.round(share * STEPS);
    slider.setAttribute('aria-valuetext', number.value);
  };
  slider.addEventListener('input', () => {
    number.value = Number(valueAt(slider.value / STEPS).toPrecision(2));
    number.dispatchEvent(new Event('input', { bubbles: true }));
  });
  number.addEventListener('input', follow);
  follow();
  return follow;
}

/** At most one call at a time: while one runs, only the latest of the others waits. */
export function latest(work) {
  let running = false;
  let waiting = null;
  return async function call(...values) {
    if (running) {
      waiting = values;
      return;
    }
    running = true;
    try {
      await work(...values);
    } finally {
      running = false;
      if (waiting) {
        const next = waiting;
        waiting = null;
        call(...next);
      }
    }
  };
}
