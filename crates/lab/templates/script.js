// Puts the chosen one of the states, all computed beforehand, into the slots of each box. The address keeps the
// choice as ?id=1,3, with the step behind it if the drawing has steps and does not show all of them.
const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
for (const box of document.querySelectorAll('[data-states]')) {
  const { texts, states } = JSON.parse(document.getElementById(box.dataset.states).textContent);
  const controls = [...box.querySelectorAll('[data-stride]')];
  const slots = [...box.querySelectorAll('[data-slot]')];
  const ghosts = [...box.querySelectorAll('[data-ghost]')];
  const player = box.querySelector('.player');
  const steps = player && player.querySelector('input');
  const end = steps && Number(steps.max);
  const stride = (control) => Number(control.dataset.stride);
  const place = () => controls.reduce((at, control) => at + Number(control.value) * stride(control), 0);
  const put = (element, what, text) => {
    const last = steps ? Number(steps.value) : Infinity;
    if (what === 'text') element.textContent = text;
    else if (what === 'points') element.setAttribute(what, text.split(' ').slice(0, last + 1).join(' '));
    else if (what === 'by-step') {
      const values = text.split('|');
      const step = Math.min(last, values.length - 1);
      element.textContent = element.dataset.text.replace('{step}', step).replace('{value}', values[step]);
      steps.setAttribute('aria-valuetext', element.textContent);
    } else element.setAttribute(what, text);
  };
  // A control is shown if moving it changes anything.
  const matters = (control, at) => {
    const first = at - Number(control.value) * stride(control);
    const count = control.options ? control.options.length : Number(control.max) + 1;
    return [...Array(count).keys()].some((i) => String(states[first + i * stride(control)]) !== String(states[first]));
  };
  let before = null;
  let moving = false;
  const show = () => {
    const at = place();
    for (const control of controls) {
      control.parentElement.hidden = !matters(control, at);
      if (control.dataset.names) {
        const name = JSON.parse(control.dataset.names)[Number(control.value)];
        box.querySelector('output[for="' + control.id + '"]').textContent = name;
        control.setAttribute('aria-valuetext', name);
      }
    }
    slots.forEach((slot, i) => put(slot, slot.dataset.slot, texts[states[at][i]]));
    const then = before === at ? null : before;
    for (const ghost of ghosts) {
      const i = Number(ghost.dataset.ghost);
      put(ghost, slots[i].dataset.slot, then === null ? '' : texts[states[then][i]]);
    }
    for (const label of box.querySelectorAll('.then')) label.hidden = then === null;
  };
  const keep = () => {
    const chosen = controls.map((control) => control.value);
    if (steps && Number(steps.value) < end) chosen.push(steps.value);
    const query = new URLSearchParams(location.search);
    query.set(box.id, chosen.join());
    try {
      history.replaceState(null, '', '?' + String(query).replaceAll('%2C', ',') + '#' + box.id);
    } catch { /* A page that is shown inside another one may not have an address. */ }
  };
  // While a slider is dragged, the ghost stays what was shown before.
  const move = () => {
    if (!moving) before = shown;
    moving = true;
    show();
  };
  const settle = () => {
    shown = place();
    moving = false;
    keep();
  };
  (new URLSearchParams(location.search).get(box.id) || '').split(',').forEach((chosen, i) => {
    const control = [...controls, steps][i];
    if (!control || !/^\d+$/.test(chosen)) return;
    const last = control.options ? control.options.length - 1 : Number(control.max);
    control.value = Math.min(Number(chosen), last);
  });
  let shown = place();
  for (const control of controls) {
    control.addEventListener('input', move);
    control.addEventListener('change', settle);
  }
  if (player) {
    const button = player.querySelector('button');
    let clock = null;
    const pause = () => {
      clearInterval(clock);
      clock = null;
      button.textContent = button.dataset.play;
    };
    const next = () => {
      steps.value = Number(steps.value) + 1;
      show();
      if (Number(steps.value) < end) return;
      pause();
      keep();
    };
    button.addEventListener('click', () => {
      if (clock) {
        pause();
        keep();
        return;
      }
      if (Number(steps.value) === end) steps.value = 0;
      show();
      clock = setInterval(next, 180);
      button.textContent = button.dataset.pause;
    });
    steps.addEventListener('input', () => {
      if (clock) pause();
      show();
    });
    steps.addEventListener('change', keep);
    // Who asked for less motion moves the slider step by step.
    button.hidden = still;
    player.hidden = false;
  }
  box.querySelector('.no-script').remove();
  box.querySelector('.controls').hidden = false;
  show();
}
// Marks the chapter and the statement that are being read in the contents, and opens what a link leads into.
const links = new Map([...document.querySelectorAll('.bar a')].map((link) => [link.hash.slice(1), link]));
const read = new Set();
const mark = () => {
  for (const [id, link] of links) {
    const target = document.getElementById(id);
    if (read.has(target)) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
};
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) isIntersecting ? read.add(target) : read.delete(target);
  mark();
}, { rootMargin: '-25% 0px -74% 0px' });
for (const id of links.keys()) if (document.getElementById(id)) watcher.observe(document.getElementById(id));
