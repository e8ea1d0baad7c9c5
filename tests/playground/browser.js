// Uses the playground as a person does: node browser.js ADDRESS FOLDER. Every fault in the page's console, every
// violation that axe finds, and every page that scrolls sideways is a failure.
const assert = require('assert');
const fs = require('fs');
const puppeteer = require('puppeteer-core');

const [address, folder] = process.argv.slice(2);
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const phone = { width: 390, height: 844, isMobile: true, hasTouch: true };
const faults = [];
fs.mkdirSync(folder, { recursive: true });

/** Opens the page, which is ready when it knows the optimizers. */
async function open(browser, path, { viewport = { width: 1440, height: 1000 }, dark = false, change } = {}) {
  const page = await browser.newPage();
  if (change) await slowDown(page, change);
  page.on('pageerror', (error) => faults.push(`${path}: ${error.stack}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${path}: ${message.text()}`);
  });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }]);
  await page.setViewport(viewport);
  await page.goto(address + path);
  await page.waitForSelector('#optimizers li');
  return page;
}

/** Removes all runs of the server, which may not have noticed yet that the pages of the parts before are closed. */
async function removeAll() {
  for (const { id } of await (await fetch(`${address}/api/runs`)).json()) {
    await fetch(`${address}/api/runs/${id}`, { method: 'DELETE' });
  }
}

/** Takes back the faults from the n-th on that a test provoked. */
const forgive = (n, what) => faults.splice(n, faults.length, ...faults.slice(n).filter((fault) => !fault.includes(what)));

/** Waits until a drawing is in view, as a whole. */
const inView = (page, selector) => until(page, (which) => {
  const { top, bottom, height } = document.querySelector(which).getBoundingClientRect();
  return height > 0 && top >= 0 && bottom <= innerHeight;
}, selector);

const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
const click = (page, selector) => page.$eval(selector, (element) => element.click());
const until = (page, what, ...values) => page.waitForFunction(what, { timeout: 60_000 }, ...values);
/** Waits until so many runs are in the list. */
const listed = (page, n) => until(page, (count) => document.querySelectorAll('#runs li').length === count, n);
const numbers = (page) => text(page, '#runs li.chosen .numbers');
const iteration = async (page) => Number(/iteration ([\d,]+)/.exec(await numbers(page))[1].replace(',', ''));
const reached = (page, n) => until(page, (least) => {
  const found = /iteration ([\d,]+)/.exec(document.querySelector('#runs li.chosen .numbers')?.textContent ?? '');
  return found && Number(found[1].replace(',', '')) >= least;
}, n);

async function set(page, selector, value) {
  await page.$eval(selector, (element) => { element.closest('details')?.setAttribute('open', ''); element.focus(); element.select?.(); });
  await page.keyboard.type(String(value));
}

/** Lets half a second pass before each request that changes something, and gives `/api/start` to `change`. */
async function slowDown(page, change) {
  await page.setRequestInterception(true);
  page.on('request', async (request) => {
    if (change && request.url().includes('/api/start')) {
      const start = await (await fetch(request.url())).json();
      change(start);
      request.respond({ contentType: 'application/json', body: JSON.stringify(start) });
    } else setTimeout(() => request.continue(), request.method() === 'POST' ? 500 : 0);
  });
}

/** Checks how the page looks, and keeps a picture of it. */
async function look(page, name) {
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0, `${name} scrolls sideways by ${wide} pixels`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, nodes } of violations) faults.push(`${name}: ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

/** Draws a 7 with the pointer, or with a finger. */
async function draw(page, touch) {
  await page.$eval('#paper', (paper) => paper.scrollIntoView({ block: 'center' }));
  const { x, y } = await (await page.$('#paper')).boundingBox();
  const stroke = [[70, 60], [140, 60], [210, 60], [180, 115], [150, 170], [120, 230]].map(([dx, dy]) => [x + dx, y + dy]);
  const [down, move, up] = touch
    ? [(at) => page.touchscreen.touchStart(...at), (at) => page.touchscreen.touchMove(...at), () => page.touchscreen.touchEnd()]
    : [async (at) => { await page.mouse.move(...at); await page.mouse.down(); }, (at) => page.mouse.move(...at, { steps: 4 }), () => page.mouse.up()];
  await down(stroke[0]);
  for (const at of stroke.slice(1)) await move(at);
  await up();
}

async function valley(browser) {
  const page = await open(browser, '/');
  await until(page, () => document.querySelector('#shown-step').textContent === 'Step 30 of 30');
  await look(page, 'valley');
  const before = await text(page, '#optimizers output');
  const handle = await (await page.$('#handle')).boundingBox();
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(handle.x + 250, handle.y + 90, { steps: 8 });
  await page.mouse.up();
  await until(page, (old) => document.querySelector('#optimizers output').textContent !== old, before);
  // Without an answer of the server there are no paths, and Play asks again.
  const provoked = faults.length;
  const refuse = (request) => request.url().includes('/api/valley') ? request.abort() : request.continue();
  await page.setRequestInterception(true);
  page.on('request', refuse);
  await page.select('#surface', 'bowl');
  await until(page, () => /does not answer/.test(document.querySelector('#valley-error').textContent));
  assert.deepEqual(await page.$$eval('#optimizers output', (all) => all.map((one) => one.textContent).join('')), '');
  page.off('request', refuse);
  await page.setRequestInterception(false);
  await click(page, '#play');
  await until(page, () => document.querySelector('#shown-step').textContent === 'Step 30 of 30');
  forgive(provoked, 'ERR_FAILED');
  await click(page, '#restart');
  await click(page, '#play');
  await until(page, () => Number(/^Step (\d+) /.exec(document.querySelector('#shown-step').textContent)[1]) >= 3);
  await page.close();
  console.log('the valley: the start is dragged, and the paths are played');
}

async function network(browser) {
  const page = await open(browser, '/?hidden=100&optimizer=Adam&learning_rate=0.001#network');
  assert.equal(await page.$eval('#optimizer', (field) => field.value), 'Adam');
  await click(page, '#run');
  await reached(page, 1500);
  await click(page, '#run');
  await until(page, () => document.querySelector('#run').textContent === 'Run');
  const paused = await iteration(page);
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(await iteration(page), paused, 'it is paused');
  const accuracy = Number(/test ([\d.]+)\s?%/.exec(await numbers(page))[1]);
  assert(accuracy > 85, `test accuracy ${accuracy} %`);
  await draw(page, false);
  await until(page, () => document.querySelector('#verdict').textContent === 'Run 1 reads it as 7.');
  await look(page, 'network');
  console.log('a network: run and paused; a drawn 7 is read as 7');

  // After a reload, the curves are whole again.
  const curves = () => page.$$eval('#losses, #accuracies', (charts) => charts.map((chart) => chart.toDataURL()));
  await page.$eval('#losses', (chart) => chart.scrollIntoView());
  const before = await curves();
  await page.reload();
  await until(page, () => document.querySelectorAll('#runs li').length === 1 && /test [\d.]+/.test(document.querySelector('#runs .numbers').textContent));
  await until(page, (whole) => [...document.querySelectorAll('#losses, #accuracies')].every((chart, i) => chart.toDataURL() === whole[i]), before);
  console.log('after a reload the curves are the same');

  assert.match(await text(page, '#command'), new RegExp(`--iterations ${paused} .*--optimizer Adam`));
  await set(page, '#hidden', '20,20');
  await click(page, '#new-run');
  await listed(page, 2);
  await reached(page, 50);
  await look(page, 'compared');
  await click(page, '#rewind');
  await until(page, () => /iteration 0 /.test(document.querySelector('#runs li.chosen .numbers').textContent));
  await click(page, '#one-step');
  await until(page, () => /iteration 1 /.test(document.querySelector('#runs li.chosen .numbers').textContent));
  await page.close();
  console.log('two networks compared; rewound; one step');
}

/** The data set is a setting like the others; the files of Fashion-MNIST may be there or not. */
async function dataSets(browser) {
  const before = faults.length;
  const page = await open(browser, '/?hidden=20&optimizer=Adam&learning_rate=0.001#network');
  assert.match(await text(page, '#data-words'), /60,000 training images/);
  await page.select('#data', 'Fashion-MNIST');
  await click(page, '#run');
  await until(page, () => document.querySelector('#error-data')?.textContent || document.querySelectorAll('#runs li').length === 1);
  const missing = await page.$eval('#settings', () => document.querySelector('#error-data')?.textContent ?? '');
  assert.match(page.url(), /[?&]data=Fashion-MNIST/);
  if (missing) assert.match(missing, /fashion.*docs\/across-data-sets\.md/);
  else await showsClothes(page, 'Ankle boot');
  await look(page, missing ? 'data-missing' : 'data');
  const shared = new URL(page.url());
  await page.close();

  const query = `${shared.search}&language=ko${shared.hash}`;
  const small = await open(browser, `/${query}`, { viewport: phone });
  assert.equal(await small.$eval('#data', (field) => field.value), 'Fashion-MNIST');
  await small.$eval('#settings-part', (part) => { part.open = true; });
  await click(small, '#run');
  if (missing) await until(small, () => /이 컴퓨터에/.test(document.querySelector('#error-data')?.textContent));
  else await showsClothes(small, '앵클부츠');
  await look(small, missing ? 'data-missing-phone-ko' : 'data-phone-ko');
  await small.close();
  // The browser reports an answer that refuses, which is what was asked for.
  if (missing) forgive(before, 'status of 503');
  console.log(missing ? 'Fashion-MNIST is not there, and the page says what to do' : 'Fashion-MNIST: clothes by their names, by a link too');
}

/** Waits until a network knows some clothes, and draws something for it. */
async function showsClothes(page, boot) {
  await until(page, () => /[1-9],\d{3}/.test(document.querySelector('#runs .numbers')?.textContent));
  assert.match(await text(page, '#command'), / --data /);
  assert.match(await text(page, '#runs .words'), /Fashion-MNIST/);
  assert.equal(await page.$eval('#probabilities li:last-child .class', (name) => name.textContent), boot);
  await until(page, () => document.querySelectorAll('#wrong li').length > 0);
  const wrong = await page.$$eval('#wrong span', (names) => names.map((name) => name.textContent));
  assert(wrong.every((words) => !/^\d/.test(words)), wrong[0]);
  await click(page, '#run');
  await draw(page, false);
  await until(page, () => /1/.test(document.querySelector('#verdict').textContent));
}

/** Numbers of JavaScript lose digits beyond 2⁵³ − 1. */
async function seeds(browser) {
  const page = await open(browser, '/?seed=9007199254740993#network');
  assert.match(await text(page, '#problems'), /seed.*9007199254740993/);
  await set(page, '#seed', '9007199254740993');
  await until(page, () => /from 0 to 9007199254740991/.test(document.querySelector('#error-seed')?.textContent));
  await set(page, '#seed', '9007199254740991');
  await until(page, () => document.querySelector('#error-seed').textContent === '');
  await click(page, '#run');
  await until(page, () => /--seed 9007199254740991$/.test(document.querySelector('#command').textContent));
  await page.close();
  console.log('a seed that would lose digits is refused');
}

/** What is wrong is said where one sees it, and nothing is read as something else. */
async function mistakes(browser) {
  const page = await open(browser, '/#network');
  await set(page, '#learning_rate', '0,01');
  await until(page, () => /from 1e-30 to 1000000/.test(document.querySelector('#error-learning_rate')?.textContent));
  // With the settings folded, too.
  await page.$eval('#settings-part', (part) => { part.open = false; });
  await click(page, '#run');
  await until(page, () => document.querySelector('#settings-part').open && document.activeElement.id === 'learning_rate');
  assert.equal(await page.$$eval('#runs li', (runs) => runs.length), 0);
  await set(page, '#learning_rate', '0.01');
  await set(page, '#batch_size', '0,01');
  await until(page, () => /no commas/.test(document.querySelector('#error-batch_size')?.textContent));
  await set(page, '#batch_size', '128');
  // A wrong number that is not seen any more is not asked for, and a wrong learning rate is no choice.
  await page.select('#initial_weights', 'std');
  await set(page, '#std', 'x');
  await page.select('#initial_weights', 'He');
  await set(page, '#learning_rate', '0,01');
  await click(page, '#run');
  await until(page, () => document.activeElement.id === 'learning_rate');
  await page.select('#optimizer', 'Adam');
  assert.equal(await page.$eval('#learning_rate', (field) => field.value), '0.001');
  // A wrong number in one part does not keep the other out of the address.
  await click(page, 'a[href="#valley"]');
  await set(page, '#steps', 'x');
  await click(page, 'a[href="#network"]');
  await set(page, '#hidden', '30');
  await until(page, () => /[?&]hidden=30(&|$)/.test(location.search));
  await set(page, '#learning_rate', '0,01');
  await page.select('#scene', 'I4');
  await until(page, () => location.search.includes('scene=I4'));
  await listed(page, 1);
  await click(page, '#runs li button');
  await page.select('#scene', '');
  await click(page, '#defaults');
  await page.focus('#one-step');
  await page.keyboard.press('Enter');
  await reached(page, 1);
  await page.focus('#rewind');
  await page.keyboard.press('Enter');
  await until(page, () => /iteration 0 /.test(document.querySelector('#runs li.chosen .numbers').textContent));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'rewind', 'the button keeps the focus');
  assert(await page.$eval('#command-part', (part) => part.hidden), 'no command for no iteration');

  // As many runs as there may be: what needs more says so, and the message stays.
  for (let n = 2; n <= 8; n++) {
    await click(page, '#new-run');
    await listed(page, n);
  }
  await page.select('#scene', 'I8');
  await until(page, () => /at most 8 runs/.test(document.querySelector('#network-error').textContent));
  await click(page, '#scene-run');
  await new Promise((done) => setTimeout(done, 500));
  assert.match(await text(page, '#network-error'), /at most 8 runs/);
  await page.select('#scene', '');
  await click(page, '#runs li:nth-child(2) button');
  await click(page, '#choose-5');
  await page.reload();
  await listed(page, 7);
  const names = await page.$$eval('#runs strong', (all) => all.map((name) => name.textContent));
  assert.deepEqual(names, [2, 4, 5, 6, 7, 8, 9].map((n) => `Run ${n}`), 'the names outlive a reload');
  assert.equal(await text(page, '#runs li.chosen strong'), 'Run 5');

  // What was made for a scene that had no room goes with it, after a reload too.
  await page.select('#scene', 'I8');
  await until(page, () => /at most 8 runs/.test(document.querySelector('#network-error').textContent));
  await page.reload();
  await listed(page, 8);
  await page.select('#scene', 'I4');
  await until(page, () => /sigmoid/.test(document.querySelector('#runs li:last-child .words').textContent));
  assert.equal(await text(page, '#network-error'), '');
  await listed(page, 8);
  while (await page.$('#runs li')) await click(page, '#runs li button');
  await page.close();
  console.log('mistakes are said where they are made; names and selection outlive a reload');
}

async function back(browser) {
  const linked = await open(browser, '/?scene=I4&seed=5');
  await listed(linked, 1);
  assert.equal(new URL(linked.url()).search + new URL(linked.url()).hash, '?scene=I4&seed=5#network');
  assert.equal(await linked.$eval('#seed', (field) => field.value), '5');
  assert.equal(await linked.evaluate(() => history.length), 2, 'opening a link makes one entry');
  await linked.focus('.skip');
  await linked.keyboard.press('Enter');
  assert.deepEqual(await linked.evaluate(() => [document.activeElement.id, location.hash]), ['main', '#network']);
  await click(linked, '#runs li button');
  await linked.close();

  // Going between the parts leaves what is set in them, and so does the link to the other language.
  const both = await open(browser, '/?scene=G1&hidden=20');
  await set(both, '#steps', '15');
  await both.click('a[href="#network"]');
  await set(both, '#seed', '7');
  await both.goBack();
  assert.equal(await both.$eval('#steps', (field) => field.value), '15');
  await both.goForward();
  assert.equal(await both.$eval('#seed', (field) => field.value), '7');
  assert.equal(await both.$eval('#hidden', (field) => field.value), '20');
  const there = await both.$eval('#other-language', (link) => link.href);
  assert(['scene=G1', 'hidden=20', 'seed=7', 'steps=15', '#network'].every((part) => there.includes(part)), there);
  await both.close();

  const page = await open(browser, '/#valley');
  await page.select('#scene', 'I4');
  await until(page, () => location.search.includes('scene=I4') && location.hash === '#network');
  await listed(page, 1);
  await page.select('#scene', 'I5');
  await until(page, () => location.search.includes('scene=I5'));
  await page.goBack();
  await until(page, () => document.querySelector('#scene').value === 'I4' && location.search.includes('scene=I4'));
  await page.goBack();
  await until(page, () => location.hash === '#valley' && document.querySelector('#scene').value === '');
  assert.equal(await page.$eval('#network-part', (part) => part.hidden), true);
  await page.goForward();
  await until(page, () => document.querySelector('#scene').value === 'I4' && document.querySelector('#activation').value === 'sigmoid');
  await listed(page, 1);
  await click(page, '#runs li button');
  await page.close();
  console.log('Back and Forward show what the address says');
}

/** A browser opens six connections to a server, and each page that is shown has one. */
async function tabs(browser) {
  const pages = [];
  for (let n = 0; n < 8; n++) {
    const page = await open(browser, `/?hidden=20&seed=${n}#network`);
    await click(page, '#run');
    await reached(page, 10);
    pages.push(page);
  }
  await new Promise((done) => setTimeout(done, 3000));
  // The first one was not shown meanwhile, and went on.
  const before = await iteration(pages[0]);
  await pages[0].bringToFront();
  await reached(pages[0], before + 10);
  for (const page of pages) {
    await page.bringToFront();
    await click(page, '#runs li button');
    await page.close();
  }
  console.log('eight tabs, each with a network that learns');
}

/** Tabs that were never shown give up their connections as well, and their runs make room when they are closed. */
async function background(browser) {
  const page = await open(browser, '/#network');
  const session = await browser.target().createCDPSession();
  for (let n = 0; n < 8; n++) {
    await session.send('Target.createTarget', { url: `${address}/?scene=I4&seed=${n}#network`, background: true });
  }
  const runs = (n) => until(page, async (count) => (await (await fetch('/api/runs')).json()).length === count, n);
  await runs(8);
  for (const other of await browser.pages()) if (other.url().includes('scene=I4')) await other.goto('about:blank');
  await click(page, '#run');
  await reached(page, 1);
  for (const other of await browser.pages()) if (other.url() === 'about:blank') await other.close();
  await click(page, '#runs li button');
  await page.close();
  console.log('eight tabs that were opened in the background');
}

async function scene(browser) {
  const page = await open(browser, '/?scene=I8#network', { dark: true });
  await listed(page, 3);
  await click(page, '#scene-run');
  await until(page, () => [...document.querySelectorAll('#runs .numbers')].every((e) => /iteration [1-9]/.test(e.textContent)));
  await until(page, () => document.querySelectorAll('#histograms canvas').length === 4);
  await look(page, 'scene-dark');
  await page.close();

  // Going back while the runs are being made leaves the entry as it was.
  const quick = await open(browser, '/?hidden=20#network');
  await slowDown(quick);
  await quick.select('#scene', 'I8');
  await quick.goBack();
  await new Promise((done) => setTimeout(done, 1000));
  assert.equal(new URL(quick.url()).search, '?hidden=20');
  assert.equal(await quick.$$eval('#runs li', (runs) => runs.length), 0);
  await quick.goForward();
  await until(quick, () => location.search === '?scene=I8' && document.querySelector('#hidden').value === '100,100,100,100');
  // So is what is pressed meanwhile: it is done when they are there.
  await click(quick, '#scene-run');
  await until(quick, () => document.querySelectorAll('#runs li').length === 3 && document.querySelector('#scene-run').textContent === 'Pause 3 networks');
  await click(quick, '#runs li:nth-child(2) button');
  await until(quick, () => document.querySelector('#scene-run').textContent === 'Run 3 networks');
  await quick.close();

  // What is pressed is meant for what was shown then: here the run, and there the first scene.
  const provoked = faults.length;
  const pressed = await open(browser, '/?hidden=20#network');
  await slowDown(pressed);
  await click(pressed, '#run');
  await reached(pressed, 10);
  await pressed.select('#scene', 'I8');
  await click(pressed, '#run');
  await until(pressed, () => /paused/.test(document.querySelector('#runs li:first-child .numbers').textContent));
  await listed(pressed, 4);
  await click(pressed, '#scene-run');
  await pressed.select('#scene', 'I5');
  await until(pressed, () => document.querySelectorAll('#runs li').length === 2);
  await new Promise((done) => setTimeout(done, 1500));
  assert(!(await pressed.$$eval('#runs .numbers', (all) => all.map((one) => one.textContent).join())).includes('running'));
  // A run that was removed is not told anything, and one that is gone makes room.
  await click(pressed, '#scene-run');
  await click(pressed, '#runs li:last-child button');
  await new Promise((done) => setTimeout(done, 1500));
  assert.equal(await text(pressed, '#network-error'), '');
  await pressed.close();
  forgive(provoked, 'status of 404');
  await removeAll();
  const full = await open(browser, '/?hidden=20#network');
  for (let n = 1; n <= 8; n++) {
    await click(full, n === 1 ? '#run' : '#new-run');
    await listed(full, n);
  }
  await removeAll();
  await until(full, () => /no longer on the server/.test(document.querySelector('#status').textContent));
  await click(full, '#run');
  await until(full, () => /Run 9/.test(document.querySelector('#runs li.chosen').textContent));
  await listed(full, 8);
  assert.equal(await text(full, '#network-error'), '');
  await full.close();

  // Networks that are looked at before training are not trained, and others pause by themselves.
  const before = await open(browser, '/?scene=I3#network');
  await listed(before, 3);
  assert.equal(await text(before, '#scene-run'), 'Show the histograms');
  await click(before, '#scene-run');
  await inView(before, '#histograms');
  await before.select('#details-run', await before.$eval('#details-run option:last-child', (option) => option.value));
  await until(before, () => document.querySelector('#runs li:last-child').classList.contains('chosen'));
  assert.match(await numbers(before), /iteration 0 .*not started/);
  await before.select('#scene', 'V4');
  await until(before, () => document.querySelector('#scene-run').textContent === 'Run 2 networks');
  await click(before, '#scene-run');
  await until(before, () => [...document.querySelectorAll('#runs .numbers')].every((e) => /iteration 2,000 .*paused/.test(e.textContent)));
  await look(before, 'scene-paused');
  await before.select('#scene', 'B1');
  await until(before, () => !document.querySelector('#scene-step').hidden && document.querySelectorAll('#runs li').length === 1);
  await click(before, '#scene-step');
  await reached(before, 1);
  await inView(before, '#gradients');
  await before.select('#scene', 'O7');
  await click(before, '#scene-step');
  await until(before, () => document.querySelector('#shown-step').textContent === 'Step 1 of 20');
  await inView(before, '#descent');
  // The steps of a scene stay when another surface is chosen, after a reload too.
  await before.select('#surface', 'valley');
  await before.reload();
  await before.waitForSelector('#optimizers li');
  assert.equal(await before.$eval('#steps', (field) => field.value), '20');
  await before.close();

  // Of two networks the faster one ends first, and the other can still be paused.
  const unequal = await open(browser, '/?scene=V2#network');
  await listed(unequal, 2);
  await click(unequal, '#runs li:nth-child(1) input');
  await click(unequal, '#run');
  await reached(unequal, 2100);
  await click(unequal, '#run');
  await until(unequal, () => /paused/.test(document.querySelector('#runs li:nth-child(1) .numbers').textContent));
  const ended = await iteration(unequal);
  await click(unequal, '#scene-run');
  await until(unequal, () => document.querySelector('#scene-run').textContent === 'Pause');
  await click(unequal, '#scene-run');
  await until(unequal, () => document.querySelector('#scene-run').textContent === 'Run');
  assert.equal(await iteration(unequal), ended, 'it is not trained beyond the end of the scene');
  await unequal.close();

  // Back leads to what was set before a scene, also after "none" was chosen in its place.
  const none = await open(browser, '/?hidden=20#network');
  await none.select('#scene', 'I8');
  await listed(none, 3);
  await none.select('#scene', '');
  await none.goBack();
  await until(none, () => location.search === '?hidden=20' && document.querySelector('#hidden').value === '20');
  await none.close();

  // The run that was chosen by hand stays so, and networks that have ended cannot be started.
  const limited = await open(browser, '/?scene=I8#network', { change: (start) => { start.limits.iterations = 1; } });
  await listed(limited, 3);
  await click(limited, '#runs li:nth-child(3) input');
  const third = await text(limited, '#runs li.chosen strong');
  await limited.reload();
  await listed(limited, 3);
  await until(limited, (name) => document.querySelector('#runs li.chosen strong').textContent === name, third);
  assert(await limited.$eval('#changed', (words) => words.hidden), 'the form shows the chosen run');
  await click(limited, '#scene-run');
  await until(limited, () => document.querySelector('#scene-run').getAttribute('aria-disabled') === 'true');
  await limited.close();

  // A run of one's own can be part of a scene, and does not go with it.
  const own = await open(browser, '/#network');
  await click(own, '#one-step');
  await reached(own, 1);
  await own.select('#scene', 'I8');
  await listed(own, 3);
  await own.reload();
  await listed(own, 3);
  assert.equal(await text(own, '#scene-run'), 'Run 3 networks');
  await own.select('#scene', 'I5');
  await listed(own, 2);
  assert.equal(await text(own, '#runs li strong'), 'Run 1');
  await own.close();
  console.log('a scene: its three networks learn, and go with it');
}

async function onPhone(browser) {
  const page = await open(browser, '/?language=ko&hidden=100&optimizer=Adam&learning_rate=0.001&seed=1#network', { viewport: phone });
  assert.equal(await text(page, 'h1'), '플레이그라운드');
  await click(page, '#run');
  await until(page, () => /[1-9],\d{3}/.test(document.querySelector('#runs .numbers')?.textContent));
  await draw(page, true);
  await until(page, () => /7/.test(document.querySelector('#verdict').textContent));
  await look(page, 'phone-ko');
  await page.close();
  console.log('a phone, in Korean: a 7 is drawn with a finger');
}

(async () => {
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  try {
    for (const part of [valley, network, dataSets, seeds, mistakes, back, tabs, background, scene, onPhone]) {
      await removeAll();
      await part(browser);
    }
  } finally {
    await browser.close();
  }
  assert.deepEqual(faults, []);
})().catch((error) => {
  console.error(error, faults);
  process.exit(1);
});
