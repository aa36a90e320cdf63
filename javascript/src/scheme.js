/* Runs in <head> before the first paint: no inline script is allowed, so it has its own file. */
(root => {
  root.classList.remove('no-js');
  root.classList.add('js');
  if (location.search) root.classList.add('asked'); // the search page then shows no doors
  try {
    var stored = localStorage.getItem('club.scheme');
    if (stored === 'light' || stored === 'dark') root.dataset.scheme = stored;
  } catch (_e) {
    /* storage refused: the system decides */
  }
})(document.documentElement);
