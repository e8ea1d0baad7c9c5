// The link to another language leads to what is being read, with what is chosen in the address. Nothing is
// remembered: a page that led to the other one by itself would lead nowhere where that was not written or was removed.
{
  const link = document.querySelector('.bar .language');
  const file = link.getAttribute('href');
  link.addEventListener('click', () => {
    const read = document.querySelector('.bar li [aria-current]') || document.querySelector('.bar [aria-current]');
    link.setAttribute('href', file + location.search + (read ? read.hash : location.hash));
  });
}
