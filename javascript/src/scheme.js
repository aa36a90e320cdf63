/* Runs in <head> before the first paint: no inline script is allowed, so it has its own file. */
const { classList, dataset } = document.documentElement;
classList.replace('no-js', 'js');
if (location.search) classList.add('asked'); // the search page then shows no doors
try {
  const stored = localStorage.getItem('club.scheme');
  if (stored === 'light' || stored === 'dark') dataset.scheme = stored;
} catch {
  /* storage refused: the system decides */
}

export {};
