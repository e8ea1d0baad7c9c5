// Puts the chosen one of the states, all computed beforehand, into the slots of each box.
for (const box of document.querySelectorAll('[data-states]')) {
  const states = JSON.parse(document.getElementById(box.dataset.states).textContent);
  const controls = [...box.querySelectorAll('[data-stride]')];
  const slots = [...box.querySelectorAll('[data-slot]')];
  const show = () => {
    let at = 0;
    for (const control of controls) {
      at += Number(control.value) * Number(control.dataset.stride);
      if (control.dataset.names) {
        const name = JSON.parse(control.dataset.names)[Number(control.value)];
        box.querySelector('output[for="' + control.id + '"]').textContent = name;
        control.setAttribute('aria-valuetext', name);
      }
    }
    slots.forEach((slot, i) => {
      const what = slot.dataset.slot;
      if (what === 'text') slot.textContent = states[at][i];
      else slot.setAttribute(what, states[at][i]);
    });
  };
  for (const control of controls) control.addEventListener('input', show);
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
