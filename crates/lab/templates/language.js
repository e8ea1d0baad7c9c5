// The link to another language leads to what is being read, with what is chosen in the address, and the choice is
// remembered for this folder: it is where the English page, index.html, leads from then on. A page that was
// reached by the link stores its own language, so that nobody is sent to a page that is not there.
{
  const key = 'language of ' + location.pathname.replace(/[^/]*$/, '');
  const here = document.documentElement.lang;
  try {
    if (new URLSearchParams(location.search).has('chosen')) {
      localStorage.setItem(key, here);
    } else if (here === 'en') {
      const remembered = document.querySelector('.bar .language[lang="' + localStorage.getItem(key) + '"]');
      if (remembered) location.replace(remembered.href + location.search + location.hash);
    }
  } catch {
    // Nothing is remembered where the browser stores nothing.
  }
  document.addEventListener('click', (event) => {
    const link = event.target.closest('.bar .language');
    if (!link) return;
    const query = new URLSearchParams(location.search);
    query.set('chosen', link.lang);
    const read = document.querySelector('.bar li [aria-current]') || document.querySelector('.bar [aria-current]');
    link.search = query;
    link.hash = read ? read.hash : location.hash;
  });
}
