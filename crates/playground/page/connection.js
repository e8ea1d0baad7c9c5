// The connection of a page to the server: it says how the runs stand as long as the page is shown, and keeps them going
// while it is hidden.

import * as api from './api.js';
import { t } from './texts.js';

/** How long a page is hidden, in milliseconds, before it gives up its connection, and how often it then asks. */
const [HIDDEN, ASKING] = [2000, 5000];

/** After how many milliseconds a refused connection is tried again. */
const AGAIN = 2000;

/**
 * @param {() => import('./run.js').Run[]} live the runs to listen to
 * @param {(snapshot: import('./api.js').Snapshot) => void} onSnapshot
 */
export function makeConnection(live, onSnapshot) {
  const offline = document.getElementById('offline');
  /** @type {EventSource | null} */
  let events = null;
  /** The clock of a page that is hidden. */
  let away = null;

  /** One connection for all runs, opened anew whenever one comes or goes. */
  function renew() {
    events?.close();
    events = null;
    if (live().length && !away) events = api.listen(live(), onSnapshot, say);
    else say(true);
  }

  function say(isOpen) {
    // The browser connects again by itself, but not after an answer that refuses.
    if (events?.readyState === EventSource.CLOSED) setTimeout(renew, AGAIN);
    offline.hidden = isOpen;
    offline.textContent = isOpen ? '' : t('The connection to the playground is lost. The page keeps trying to reconnect. If the program has ended, start it again.');
  }

  /**
   * A browser opens only six connections to a server, for all its tabs. So a page that is hidden gives up its own, and
   * asks for its runs to go on. A page that is being closed is hidden too, but not long enough for that.
   */
  function leave() {
    if (!document.hidden || away) return;
    const keep = () => live().forEach(({ id }) => api.keep(id));
    keep();
    away = setInterval(keep, ASKING);
    renew();
  }

  const leaveSoon = () => {
    if (document.hidden) setTimeout(leave, HIDDEN);
  };
  // It can be hidden from its beginning.
  leaveSoon();
  document.addEventListener('visibilitychange', () => {
    leaveSoon();
    if (document.hidden || !away) return;
    clearInterval(away);
    away = null;
    renew();
  });
  addEventListener('pagehide', () => {
    if (away) for (const { id } of live()) api.release(id);
  });
  return { renew };
}
