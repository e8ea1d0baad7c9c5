// The link to another language leads to what is being read, and the choice is remembered for this folder: it is
// where the English page, index.html, leads from then on. A page that was reached by the link stores its own
// language, so that nobody is sent to a page that is not there.
{
  const key = 'language of ' + location.pathname.replace(/[^/]*$/, '');
  const here = document.documentElement.lang;
  for (const link of document.querySelectorAll('.bar .language')) {
    link.addEventListener('click', () => {
      const read = document.querySelector('.bar li [aria-current]') || document.querySelector('.bar [aria-current]');
      link.search = 'chosen';
      link.hash = read ? read.hash : location.hash;
    });
    try {
      if (location.search === '?chosen') localStorage.setItem(key, here);
      else if (here === 'en' && localStorage.getItem(key) === link.lang) location.replace(link.href + location.hash);
    } catch {
      // Nothing is remembered where the browser stores nothing.
    }
  }
}
